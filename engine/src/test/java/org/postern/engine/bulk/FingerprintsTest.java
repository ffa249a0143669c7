package org.postern.engine.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.bulk.Fingerprint.Kind;

class FingerprintsTest {

  private static final String OFFER =
      """
      Dear %s,

      we would like to tell you about the new season of the garden society. The greenhouse has been
      repaired over the winter, and from the first week of spring on you can rent one of the raised
      beds again. Order number %d is reserved for you until the end of the month. Whoever takes two
      of them gets the seeds for carrots, peas and onions without paying for them.

      Please look at https://garden.example/u/%s?reader=%d and tell us which one you would like.
      """;

  private static final String OTHER =
      """
      Hello,

      the meeting of the board was moved to the large room on the second floor, because the small
      one is being painted. Bring the figures of the last quarter with you, and think about who
      could speak for the works council. There will be coffee, and somebody should write the minutes
      this time who has not done so before.
      """;

  private static Fingerprints of(String to, String rest) {
    Case mail =
        Messages.mail(
            "ann@sender.example",
            ("From: ann@sender.example\r\nTo: " + to + "\r\n" + rest)
                .getBytes(StandardCharsets.UTF_8));
    return Fingerprints.of(
        mail.message(), mail.header(), mail.content(), mail.normal().text(), List.of(to));
  }

  private static Fingerprints text(String to, String text) {
    return of(to, "\r\n" + text.replace("\n", "\r\n"));
  }

  private static Fingerprints html(String to, String html) {
    return of(to, "Content-Type: text/html\r\n\r\n" + html);
  }

  private static Set<Fingerprint> kind(Fingerprints prints, Kind kind) {
    Set<Fingerprint> those = new HashSet<>(prints.all());
    those.removeIf(print -> print.kind() != kind);
    return those;
  }

  private static int common(Fingerprints one, Fingerprints other) {
    Set<Fingerprint> both = kind(one, Kind.TEXT);
    both.retainAll(kind(other, Kind.TEXT));
    return both.size();
  }

  @Test
  void what_is_personal_changes_no_fingerprint_of_a_text() {
    Fingerprints ann = text("ann@a.example", OFFER.formatted("Ann Miller", 17, "x8Qz1", 1));
    Fingerprints bob = text("bob@b.example", OFFER.formatted("Mr Robert Smith", 4711, "77aP0", 2));
    assertThat(kind(ann, Kind.TEXT)).hasSize(TextBands.BANDS);
    assertThat(bob).isEqualTo(ann);
  }

  @Test
  void the_name_of_a_recipient_does_not_count_where_it_stands() {
    String text = OFFER + "This was written for you alone, %s, and for nobody else.\n";
    Fingerprints ann = text("ann@a.example", text.formatted("Sir", 1, "a1", 1, "Ann"));
    Fingerprints bob = text("bob@b.example", text.formatted("Madam", 2, "b2", 2, "Bob"));
    assertThat(bob).isEqualTo(ann);
  }

  @Test
  void nearly_the_same_texts_have_fingerprints_in_common() {
    Fingerprints one = text("ann@a.example", OFFER.formatted("Ann", 1, "a1", 1));
    String changed = OFFER.replace("raised", "sunny").replace("month", "week");
    Fingerprints other = text("bob@b.example", changed.formatted("Bob", 2, "b2", 2));
    assertThat(common(one, other)).isPositive();
  }

  @Test
  void copies_with_a_changed_word_in_twenty_mostly_share_two() {
    Random random = new Random(7);
    int shared = 0;
    Fingerprints one = text("ann@a.example", OFFER.formatted("Ann", 1, "a1", 1));
    for (int i = 0; i < 200; i++) {
      String[] words = OFFER.formatted("Bob", 2, "b2", 2).split(" ");
      for (int k = 0; k < words.length / 40; k++) {
        words[random.nextInt(words.length)] = "w" + Character.toString('a' + random.nextInt(26));
      }
      shared += common(one, text("bob@b.example", String.join(" ", words))) >= 2 ? 1 : 0;
    }
    assertThat(shared).isGreaterThan(120);
  }

  @Test
  void other_texts_have_none_in_common() {
    Fingerprints one = text("ann@a.example", OFFER.formatted("Ann", 1, "a1", 1));
    Fingerprints other = text("ann@a.example", OTHER);
    assertThat(common(one, other)).isZero();
  }

  @Test
  void short_texts_have_none() {
    assertThat(text("ann@a.example", "ok, thanks\n").all()).isEmpty();
    assertThat(text("ann@a.example", "See you on Thursday then, at the station.\n").all())
        .isEmpty();
  }

  @Test
  void the_legal_lines_of_a_company_make_no_mass_mail_of_its_answers() {
    String lines =
        "\n\nThis message is confidential and intended for the named recipient alone. If you are"
            + " not the intended recipient, please tell the sender at once, delete the message and"
            + " do not copy it, nor tell anybody what stands in it. Scanned for viruses.\n";
    assertThat(text("ann@a.example", "ok, thanks" + lines).all()).isEmpty();
    assertThat(text("ann@a.example", "The room is booked for us." + lines).all()).isEmpty();
  }

  @Test
  void a_short_text_with_a_link_has_one_that_knows_the_form_of_the_link() {
    String text = "Your parcel could not be delivered, please choose a day: https://%s/t/%s\n";
    Fingerprints one = text("ann@a.example", text.formatted("parcel.example", "8812"));
    assertThat(kind(one, Kind.LETTER)).hasSize(1);
    assertThat(text("bob@b.example", text.formatted("parcel.example", "9944"))).isEqualTo(one);
    assertThat(text("bob@b.example", text.formatted("other.example", "9944"))).isNotEqualTo(one);
  }

  @Test
  void a_picture_to_click_on_is_known_by_its_subject_and_link() {
    String page =
        "Subject: Your account will be closed in the course of today\r\n"
            + "Content-Type: text/html\r\n\r\n"
            + "<a href='https://x.example/%d'><img src='https://y.example/%d.png'></a>";
    Fingerprints one = of("ann@a.example", page.formatted(1, 1));
    assertThat(kind(one, Kind.LETTER)).hasSize(1);
    assertThat(of("bob@b.example", page.formatted(2, 2))).isEqualTo(one);
  }

  @Test
  void a_page_is_known_by_its_form_and_links_whatever_it_says() {
    String page =
        "<table><tr><td><img src='https://%s.example/a.png' width=600 height=90>%s</td></tr>"
            + "<tr><td><img src='https://x.example/b.png' width=40 height=40></td></tr></table>"
            + "<table><tr><td><a href='https://shop.example/sale/%d'>x</a>"
            + "<a href='https://pay.example/cart'>y</a></td></tr></table>";
    Fingerprints one = html("ann@a.example", page.formatted("one", "Summer sale", 12));
    Fingerprints two = html("bob@b.example", page.formatted("two", "Winter is here", 99));
    assertThat(kind(one, Kind.PAGE)).hasSize(1).isEqualTo(kind(two, Kind.PAGE));
    assertThat(kind(one, Kind.LINKS)).hasSize(1).isEqualTo(kind(two, Kind.LINKS));
  }

  @Test
  void files_of_some_size_are_known_and_small_pictures_are_not() {
    byte[] octets = new byte[12_000];
    new Random(1).nextBytes(octets);
    assertThat(kind(file("application/pdf", octets), Kind.FILE))
        .hasSize(1)
        .isEqualTo(kind(file("application/pdf", octets), Kind.FILE));
    assertThat(file("image/png", octets).all()).isEmpty();
    octets[70]++;
    Fingerprints changed = file("application/pdf", octets);
    octets[70]--;
    assertThat(kind(changed, Kind.FILE))
        .isNotEqualTo(kind(file("application/pdf", octets), Kind.FILE));
  }

  private static Fingerprints file(String type, byte[] octets) {
    return of(
        "ann@a.example",
        """
        MIME-Version: 1.0\r
        Content-Type: multipart/mixed; boundary=x\r
        \r
        --x\r
        Content-Type: text/plain\r
        \r
        As we said.\r
        --x\r
        Content-Type: %s; name=a\r
        Content-Transfer-Encoding: base64\r
        \r
        %s\r
        --x--\r
        """
            .formatted(type, Base64.getMimeEncoder().encodeToString(octets)));
  }

  @Test
  void letters_of_other_scripts_count() {
    String russian =
        "Мы хотели бы рассказать вам о новом сезоне садового общества. Теплица была отремонтирована"
            + " зимой, и с первой недели весны вы снова можете арендовать одну из грядок. Кто берёт"
            + " две, получает семена моркови, гороха и лука бесплатно.\n";
    String chinese = "花园协会新季节已经开始温室在冬天进行了维修从春天的第一周起您可以再次租用一个苗床拿两个的人可以免费得到胡萝卜豌豆和洋葱的种子\n";
    String thai = "สมาคมสวนเปิดฤดูกาลใหม่แล้ว เรือนกระจกได้รับการซ่อมแซมในช่วงฤดูหนาว\n";
    assertThat(kind(text("ann@a.example", thai), Kind.TEXT)).hasSize(TextBands.BANDS);
    assertThat(kind(text("ann@a.example", russian), Kind.TEXT)).hasSize(TextBands.BANDS);
    assertThat(kind(text("ann@a.example", chinese), Kind.TEXT)).hasSize(TextBands.BANDS);
  }

  private static int wholes(Fingerprints one, Fingerprints other) {
    Set<Long> both = new HashSet<>(one.whole());
    both.retainAll(other.whole());
    return both.size();
  }

  private static Fingerprints offer(String more) {
    return text("ann@a.example", OFFER.formatted("Ann Miller", 17, "x8Qz1", 1) + more);
  }

  @Test
  void copies_are_the_same_as_a_whole_whatever_is_personal_in_them() {
    Fingerprints bob = text("bob@b.example", OFFER.formatted("Mr Robert Smith", 4711, "77aP0", 2));
    assertThat(wholes(offer(""), bob)).isEqualTo(TextBands.BANDS);
    String link = "Your parcel could not be delivered, please choose a day: https://p.example/%s\n";
    assertThat(text("ann@a.example", link.formatted("12")).whole())
        .isEqualTo(text("bob@b.example", link.formatted("34")).whole())
        .hasSize(1);
  }

  @Test
  void the_same_text_with_another_link_is_another_whole() {
    Fingerprints elsewhere =
        text(
            "ann@a.example",
            OFFER.replace("garden.example", "trap.example").formatted("Ann", 17, "x8Qz1", 1));
    assertThat(common(offer(""), elsewhere)).isEqualTo(TextBands.BANDS);
    assertThat(wholes(offer(""), elsewhere)).isZero();
    assertThat(wholes(offer(""), offer("https://trap.example/\n"))).isZero();
  }

  @Test
  void what_is_hidden_where_no_fingerprint_looks_makes_another_whole() {
    String sure = "This confidential offer is for the intended recipient: cheap pills for all.\n";
    String other = "This confidential offer is for the intended recipient: free beds for all.\n";
    assertThat(kind(offer(sure), Kind.TEXT)).isEqualTo(kind(offer(""), Kind.TEXT));
    assertThat(wholes(offer(""), offer(sure))).isZero();
    assertThat(wholes(offer(other), offer(sure))).isZero();
    assertThat(wholes(offer(sure), offer(sure))).isEqualTo(TextBands.BANDS);
    assertThat(wholes(offer(""), offer("ch3ap p1lls f0r a11 0f y0u n0w 0r n3v3r\n"))).isZero();
    assertThat(offer("> cheap pills for all\n").whole()).isEmpty();
    assertThat(offer("pills ".repeat(4_000)).whole()).isEmpty();
  }

  @Test
  void another_file_beside_the_same_text_makes_another_whole() {
    String mail =
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n"
            + OFFER.formatted("Ann", 17, "x8Qz1", 1)
            + "\r\n--x\r\nContent-Type: application/zip; name=a.zip\r\n\r\n%s\r\n--x--\r\n";
    Fingerprints one = of("ann@a.example", mail.formatted("harmless"));
    Fingerprints other = of("ann@a.example", mail.formatted("not at all"));
    assertThat(common(one, other)).isEqualTo(TextBands.BANDS);
    assertThat(wholes(one, other)).isZero();
    assertThat(wholes(one, one)).isEqualTo(TextBands.BANDS);
  }

  @Test
  void what_has_no_text_of_its_own_is_no_whole() {
    assertThat(text("ann@a.example", "ok, thanks\n").whole()).isEmpty();
    assertThat(html("ann@a.example", "<img src='https://x.example/1.png'>").whole()).isEmpty();
  }
}
