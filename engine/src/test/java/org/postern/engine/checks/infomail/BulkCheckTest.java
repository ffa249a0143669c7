package org.postern.engine.checks.infomail;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.bulk.BulkRoom;
import org.postern.engine.bulk.BulkThresholds;
import org.postern.engine.bulk.MemoryBulkCounts;
import org.postern.engine.checks.BuiltinChecks;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.arc.ArcResult;
import org.postern.mail.arc.ArcStatus;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dmarc.AuthorDomains;
import org.postern.mail.dmarc.DmarcResult;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.spf.SpfResult;
import org.postern.mail.spf.SpfVerdict;

class BulkCheckTest {

  private static final String TEXT =
      """

      Dear reader number %d,

      the greenhouse has been repaired over the winter, and from the first week of spring on you can
      rent one of the raised beds again. Whoever takes two of them gets the seeds for carrots, peas
      and onions without paying for them. Tell us which one you would like, and when you come.
      """;

  private static final String OTHER =
      """

      Hello,

      the meeting of the board was moved to the large room on the second floor, because the small one
      is being painted. Bring the figures of the last quarter with you, and think about who could
      speak for the works council. There will be coffee, and somebody should write the minutes.
      """;

  private Instant now = Instant.parse("2026-01-05T12:00:00Z");
  private final BulkCheck check =
      new BulkCheck(
          new MemoryBulkCounts(BulkRoom.STANDARD, () -> now, new Random(1)),
          new BulkThresholds(20, 40, 100, 6));

  /// One message of a wave.
  private record One(
      String from, String header, String text, int number, String client, SenderFacts facts) {

    One(String from, String header, String text, int number) {
      this(from, header, text, number, "192.0.2.1", SenderFacts.UNKNOWN);
    }

    One at(String address) {
      return new One(from, header, text, number, address, facts);
    }

    One known(SenderFacts known) {
      return new One(from, header, text, number, client, known);
    }

    Case mail(List<String> to) throws UnknownHostException {
      String octets =
          "From: <"
              + from
              + ">\r\nTo: <"
              + to.getFirst()
              + ">\r\nSubject: Beds\r\n"
              + header
              + text.formatted(number).replace("\n", "\r\n");
      Case plain = Messages.mail(from, octets.getBytes(StandardCharsets.UTF_8));
      Envelope old = plain.envelope();
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(client), 25);
      Envelope envelope =
          new Envelope(
              old.ref(),
              new Client(address, old.client().listener()),
              old.hello(),
              Optional.empty(),
              header.contains("X-Null")
                  ? new MailFrom(
                      ReversePath.NULL,
                      old.from().size(),
                      old.from().body(),
                      false,
                      Dsn.OfMessage.NONE)
                  : old.from(),
              to.stream()
                  .map(one ->
                      new Recipient(EmailAddress.parse(one).orElseThrow(), Dsn.OfRecipient.NONE))
                  .toList(),
              old.received());
      return new Case(envelope, plain.message(), facts);
    }
  }

  private interface Wave {
    One number(int i);
  }

  private List<String> look(One one, String... to) throws Exception {
    return names(check.inspect(one.mail(List.of(to))));
  }

  private static List<String> names(List<Finding> found) {
    return found.stream().map(Finding::symbol).map(Symbol::name).toList();
  }

  /// What is found in the last of so many, each to a recipient of its own.
  private List<Finding> last(int many, Wave wave) throws Exception {
    List<Finding> found = List.of();
    for (int i = 0; i < many; i++) {
      now = now.plusSeconds(5);
      found = check.inspect(wave.number(i).mail(List.of("user" + i + "@a.example")));
    }
    return found;
  }

  private static Wave of(String header) {
    return i -> new One("ann@garden.example", header, TEXT, i);
  }

  @Test
  void the_twentieth_copy_within_ten_minutes_is_bulk() throws Exception {
    assertThat(last(19, of(""))).isEmpty();
    List<Finding> found = check.inspect(of("").number(99).mail(List.of("user99@a.example")));
    assertThat(names(found)).containsExactly("BULK");
    assertThat(found.getFirst().evidence())
        .containsExactly("the same text went to 20 recipients from 1 network within 10 minutes");
    assertThat(found.getFirst().points()).isZero();
  }

  @Test
  void bulk_is_a_category_and_no_spam() throws Exception {
    Report report =
        new Report(
            List.of(new CheckOutcome.Done("bulk", last(30, of("")), java.time.Duration.ZERO)));
    assertThat(Policy.STANDARD.judge(report).category().name()).isEqualTo("BULK");
    assertThat(Policy.STANDARD.judge(report).score()).isZero();
  }

  @Test
  void slow_mail_is_counted_over_the_hour_and_the_day() throws Exception {
    List<Finding> found = List.of();
    for (int i = 0; i < 99; i++) {
      now = now.plusSeconds(600);
      found = check.inspect(of("").number(i).mail(List.of("user" + i + "@a.example")));
    }
    assertThat(found).isEmpty();
    now = now.plusSeconds(600);
    assertThat(look(of("").number(1), "next@a.example")).containsExactly("BULK");
  }

  @Test
  void one_transaction_counts_each_of_its_recipients() throws Exception {
    String[] to =
        IntStream.range(0, 30).mapToObj(i -> "u" + i + "@a.example").toArray(String[]::new);
    assertThat(look(of("").number(1), to)).containsExactly("BULK");
  }

  @Test
  void the_same_message_to_the_same_recipient_once_more_does_not_count() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(look(of("").number(1), "ann@a.example", "bob@a.example")).isEmpty();
    }
  }

  @Test
  void different_texts_are_not_counted_together() throws Exception {
    last(19, of(""));
    last(19, i -> new One("ann@garden.example", "", OTHER, i));
    assertThat(look(new One("ann@garden.example", "", "\nok, thanks\n", 1), "z@a.example"))
        .isEmpty();
  }

  @Test
  void short_answers_are_never_bulk() throws Exception {
    assertThat(last(300, i -> new One("ann@garden.example", "", "\nok, thanks\n", i))).isEmpty();
  }

  @Test
  void a_newsletter_is_bulk_advertising_and_infomail() throws Exception {
    String header =
        "List-Unsubscribe: <https://garden.example/u>\r\n"
            + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nFeedback-ID: 1:2:3:mill\r\n";
    List<Finding> found = last(40, of(header));
    assertThat(names(found)).containsExactly("BULK_ADVERTISING");
    Report report =
        new Report(List.of(new CheckOutcome.Done("bulk", found, java.time.Duration.ZERO)));
    assertThat(Policy.STANDARD.judge(report).category().name()).isEqualTo("INFOMAIL");
  }

  @Test
  void what_goes_to_many_by_its_nature_is_expected() throws Exception {
    for (String header :
        List.of(
            "List-Post: <mailto:l@garden.example>\r\nList-Id: <l.garden.example>\r\n",
            "Auto-Submitted: auto-replied\r\n",
            "X-Null: 1\r\n",
            "In-Reply-To: <1@a.example>\r\n",
            "Content-Type: text/calendar\r\n")) {
      assertThat(names(last(40, of(header)))).as(header).containsExactly("BULK_EXPECTED");
    }
  }

  @Test
  void a_circular_to_colleagues_is_expected_where_the_sender_is_proven() throws Exception {
    assertThat(names(last(50, i -> new One("boss@a.example", "", TEXT, i).known(proven()))))
        .containsExactly("BULK_EXPECTED");
    assertThat(names(last(50, i -> new One("boss@a.example", "", TEXT, i))))
        .containsExactly("BULK");
  }

  private static SenderFacts proven() {
    return new SenderFacts(
        List.of(),
        Optional.of(
            new AuthResults(
                "boss@a.example",
                "client.example",
                new SpfResult(SpfVerdict.PASS, "a.example", Optional.empty(), Optional.empty(), ""),
                List.of(),
                new ArcResult(ArcStatus.NONE, List.of(), Optional.empty(), 0, 0, false),
                new DmarcResult(
                    DmarcStatus.NONE,
                    org.postern.mail.dmarc.Policy.NONE,
                    new AuthorDomains(List.of("a.example"), Set.of()),
                    Optional.empty(),
                    List.of(),
                    ""))));
  }

  private static One scattered(int i, String header) {
    return scattered(i, header, TEXT + "https://deal.example/offer\n");
  }

  private static One scattered(int i, String header, String text) {
    return new One("user@shop" + i % 9 + ".example", header, text, i).at("198.51." + i % 12 + ".7");
  }

  @Test
  void the_same_notice_of_many_servers_has_none_and_without_links_half() throws Exception {
    assertThat(
            names(
                last(
                    40, i -> scattered(i, "", TEXT + "https://shop" + i % 9 + ".example/admin\n"))))
        .containsExactly("BULK");
    assertThat(last(40, i -> scattered(i, "", TEXT)).getLast().points()).isBetween(0.5, 1.0);
  }

  @Test
  void the_same_from_many_unrelated_senders_has_points() throws Exception {
    List<Finding> found = last(30, i -> scattered(i, ""));
    assertThat(names(found)).containsExactly("BULK", "BULK_SCATTERED");
    assertThat(found.getLast().points()).isBetween(1.0, 2.0);
    assertThat(found.getLast().evidence())
        .containsExactly(
            "the same text went to 30 recipients from 12 networks within an hour, by authors of 9"
                + " organisations");
  }

  @Test
  void the_form_of_a_newsletter_excuses_many_senders_where_its_marks_are_believed()
      throws Exception {
    String marks = "List-Unsubscribe: <https://%s/u>\r\nFeedback-ID: 1:2:3:mill\r\n";
    assertThat(names(last(30, i -> scattered(i, marks.formatted("elsewhere.example")))))
        .containsExactly("BULK_ADVERTISING", "BULK_SCATTERED");
    assertThat(names(last(30, i -> scattered(i, marks.formatted("shop" + i % 9 + ".example")))))
        .containsExactly("BULK_ADVERTISING");
  }

  @Test
  void many_senders_behind_one_network_have_none() throws Exception {
    SenderFacts platform =
        new SenderFacts(List.of(), Optional.empty(), Optional.of("o1.mill.example"));
    assertThat(names(last(40, i -> scattered(i, "").known(platform)))).containsExactly("BULK");
  }

  @Test
  void many_who_write_from_free_mailboxes_are_one_sender() throws Exception {
    List<String> free =
        List.of(
            "gmail.com", "gmx.de", "web.de", "yahoo.com", "outlook.com", "aol.com", "t-online.de");
    assertThat(
            names(
                last(
                    40,
                    i ->
                        new One("u" + i + "@" + free.get(i % 7), "", TEXT, i)
                            .at("198.51." + i % 12 + ".7"))))
        .containsExactly("BULK");
  }

  @Test
  void bounces_invitations_and_lists_from_everywhere_have_none() throws Exception {
    for (String header :
        List.of(
            "X-Null: 1\r\n",
            "Content-Type: text/calendar\r\n",
            "List-Post: <mailto:l@garden.example>\r\nList-Id: <l.garden.example>\r\n",
            "Auto-Submitted: auto-replied\r\n")) {
      assertThat(names(last(40, i -> scattered(i, header))))
          .as(header)
          .containsExactly("BULK_EXPECTED");
    }
  }

  @Test
  void the_same_file_with_other_texts_has_points_only_from_many_senders() throws Exception {
    byte[] octets = new byte[12_000];
    new Random(1).nextBytes(octets);
    String body =
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nlook %d\n"
            + "--x\r\nContent-Type: application/pdf; name=a.pdf\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + java.util.Base64.getMimeEncoder().encodeToString(octets)
            + "\r\n--x--\r\n";
    Wave own = i -> new One("ann@garden.example", "", word(body, i), i);
    assertThat(last(60, own)).isEmpty();
    Wave many =
        i ->
            new One("u@shop" + i % 9 + ".example", "", word(body, i), i)
                .at("198.51." + i % 12 + ".7");
    assertThat(names(last(40, many))).containsExactly("BULK", "BULK_SCATTERED");
  }

  // Each with words of its own.
  private static String word(String body, int i) {
    return body.replace(
        "look", "look " + "abcdefghij".substring(i % 10) + "klmnopq".substring(i % 7));
  }

  @Test
  void scans_of_files_count_nothing() throws Exception {
    var builtin = BuiltinChecks.all().stream().filter(one -> one.name().equals("bulk")).findFirst();
    for (int i = 0; i < 300; i++) {
      assertThat(
              builtin.orElseThrow().inspect(of("").number(i).mail(List.of("u" + i + "@a.example"))))
          .isEmpty();
    }
  }
}
