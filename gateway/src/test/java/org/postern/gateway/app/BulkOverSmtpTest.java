package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;

/// The mass mail criterion over SMTP.
class BulkOverSmtpTest {

  private static final List<String> NAMES =
      List.of("Ann Miller", "Mr Smith", "Frau Dr. Ümit", "you", "Zoë de la Cruz", "Bob");

  private static final String BEDS =
      """
      From: Garden Society <office@garden.example>\r
      To: <%1$s>\r
      Subject: A bed for %2$s\r
      Date: Mon, 2 Nov 2026 10:00:00 +0000\r
      Message-ID: <%3$d@garden.example>\r
      \r
      Dear %2$s,\r
      \r
      the greenhouse has been repaired over the winter, and from the first week of spring on you\r
      can rent one of the raised beds again. Bed %3$d waits for you. Whoever takes two of them gets\r
      the seeds for carrots, peas and onions without paying for them. Tell us at\r
      https://garden.example/r/%3$d which one you would like, %2$s, and when you come.\r
      """;

  private static final String BOARD =
      """
      From: Garden Society <office@garden.example>\r
      To: <%1$s>\r
      Subject: Board\r
      Date: Mon, 2 Nov 2026 10:00:00 +0000\r
      Message-ID: <b%3$d@garden.example>\r
      \r
      Dear %2$s,\r
      \r
      the meeting of the board was moved to the large room on the second floor, because the small\r
      one is being painted. Bring the figures of the last quarter with you, and think about who\r
      could speak for the members. There will be coffee, and somebody should write the minutes.\r
      """;

  @TempDir Path data;
  private FakeUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  private RealGateway gateway(String yaml, String... settings) throws IOException {
    return RealGateway.start(
        data,
        List.of(RealGateway.domain("a.example", upstream, settings)),
        "dns:\n  enabled: false\n" + yaml);
  }

  private static String send(RealGateway gateway, String text, int number, String... to)
      throws IOException {
    String message = text.formatted(to[0], NAMES.get(number % NAMES.size()), number);
    return gateway.accepted("office@garden.example", message, to);
  }

  private static String user(int number) {
    return "user" + number + "@a.example";
  }

  @Test
  void of_fifty_copies_with_other_names_the_thirtieth_is_the_first_that_is_bulk()
      throws IOException {
    try (RealGateway gateway = gateway("")) {
      List<String> refs = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        refs.add(send(gateway, BEDS, i, user(i)));
        upstream.await(i + 1); // one after the other, so that the order is known
      }
      assertThat(gateway.explained(refs.get(28), "CLEAN")).doesNotContain("BULK");
      assertThat(gateway.explained(refs.get(29), "BULK"))
          .contains("decided by its kind: BULK")
          .contains("the same text went to 30 recipients from 1 network within 10 minutes");
      assertThat(gateway.explained(refs.get(49), "BULK")).contains("went to 50 recipients");
      assertThat(gateway.command("explain", refs.get(49), "--json")).contains("\"BULK\"");
      // another text from the same sender is not
      upstream.await(50);
      assertThat(gateway.explained(send(gateway, BOARD, 1, user(1)), "CLEAN"))
          .doesNotContain("BULK");
      assertThat(upstream.await(51).get(40).text()).contains("BULK");
      assertThat(upstream.await(51).get(10).text()).doesNotContain("BULK");
    }
  }

  @Test
  void a_transaction_with_thirty_recipients_counts_thirty() throws IOException {
    try (RealGateway gateway = gateway("", "on-bulk=hold")) {
      String[] to = IntStream.range(0, 30).mapToObj(BulkOverSmtpTest::user).toArray(String[]::new);
      String ref = send(gateway, BEDS, 1, to);
      assertThat(gateway.explained(ref, "BULK")).contains("went to 30 recipients");
      assertThat(gateway.held(30)).allMatch(one -> one.contains("\"category\":\"BULK\""));
    }
  }

  @Test
  void the_same_message_to_the_same_recipients_once_more_is_no_mass_mail() throws IOException {
    try (RealGateway gateway = gateway("bulk: {ten_minutes: 5, hour: 5, day: 5}\n")) {
      String ref = "";
      for (int i = 0; i < 12; i++) {
        ref = send(gateway, BEDS, 7, user(i % 4));
      }
      assertThat(gateway.explained(ref, "CLEAN")).doesNotContain("BULK");
      String last = send(gateway, BEDS, 7, user(4));
      assertThat(gateway.explained(last, "BULK")).contains("went to 5 recipients");
    }
  }

  @Test
  void the_same_from_many_unrelated_senders_has_points() throws IOException {
    try (RealGateway gateway = gateway("bulk: {ten_minutes: 10, senders: 4}\n")) {
      String ref = "";
      for (int i = 0; i < 12; i++) {
        try (RealGateway.Talk talk = gateway.talk("127.7." + i % 6 + ".1")) {
          talk.ask("MAIL FROM:<a@shop" + i % 5 + ".example>");
          talk.ask("RCPT TO:<" + user(i) + ">");
          talk.ask("DATA");
          talk.send(
              BEDS.formatted(user(i), NAMES.getLast(), i)
                      .replace("office@garden.example", "a@shop" + i % 5 + ".example")
                  + ".\r\n");
          ref = RealGateway.ref(talk.reply());
        }
        upstream.await(i + 1);
      }
      assertThat(gateway.explained(ref, "BULK_SCATTERED"))
          .contains("from 6 networks within an hour, by authors of 5 organisations");
    }
  }

  @Test
  void nothing_is_counted_where_that_is_switched_off() throws IOException {
    try (RealGateway gateway =
        gateway("bulk: {enabled: false, ten_minutes: 2, hour: 2, day: 2}\n")) {
      String ref = send(gateway, BEDS, 1, user(1), user(2), user(3));
      assertThat(gateway.explained(ref, "CLEAN")).doesNotContain("BULK");
    }
  }
}
