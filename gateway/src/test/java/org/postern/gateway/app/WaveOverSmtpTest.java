package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.learning.Word;

/// A wave of unwanted mail that is refused at the dot once it is known, over SMTP.
class WaveOverSmtpTest {

  private static final String OFFER =
      """
      From: Fund <fund@%1$s>\r
      To: <%2$s>\r
      Subject: Number %3$d\r
      Date: Mon, 2 Nov 2026 10:00:00 +0000\r
      Message-ID: <%3$d@%1$s>\r
      \r
      Dear client %3$d,\r
      \r
      the honourable committee has chosen your mailbox for the grand moonstone prize of this year,\r
      and the whole of it lies ready in the vault of our bank. To have it sent answer within two days\r
      and tell us where you live and who you are, so that nobody else can take what belongs to you.\r
      Ask at https://prize.example/claim/%3$d for the form.\r
      """;

  @TempDir Path folder;
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
    Path rules = Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        rules.resolve("site.cf"),
        "body SITE_PRIZE /grand moonstone prize/\ndescribe SITE_PRIZE a prize\n"
            + "score SITE_PRIZE 14\n");
    return RealGateway.start(
        folder.resolve("data"),
        List.of(RealGateway.domain("a.example", upstream, settings)),
        "dns:\n  enabled: false\nanalysis:\n  rules: \"" + rules + "\"\n" + yaml);
  }

  /// Copy `number`, from a network of its own for each of five, to a user of its own.
  private static String send(RealGateway gateway, String text, int number) throws IOException {
    try (RealGateway.Talk talk = gateway.talk("127.7." + number % 5 + ".1")) {
      String from = "shop" + number + ".example";
      talk.ask("MAIL FROM:<fund@" + from + ">");
      String to = "user" + number + "@a.example";
      talk.ask("RCPT TO:<" + to + ">");
      talk.ask("DATA");
      talk.send(text.formatted(from, to, number) + ".\r\n");
      return talk.reply();
    }
  }

  /// Sends copies until one is not taken; gives the replies.
  private static List<String> wave(RealGateway gateway, int copies) throws IOException {
    List<String> replies = new ArrayList<>();
    for (int i = 0; i < copies; i++) {
      replies.add(send(gateway, OFFER, i));
      if (replies.getLast().startsWith("250")) {
        gateway.explained(RealGateway.ref(replies.getLast()), "SITE_PRIZE");
      }
    }
    return replies;
  }

  private static void awaitRefusal(RealGateway gateway, int first) {
    int[] number = {first};
    await().until(() -> send(gateway, OFFER, number[0]++).startsWith("550"));
  }

  @Test
  void a_wave_is_refused_at_the_dot_until_a_copy_of_it_is_released() throws IOException {
    try (RealGateway gateway = gateway("")) {
      List<String> replies = wave(gateway, 5);
      assertThat(replies).allMatch(reply -> reply.startsWith("250"));
      awaitRefusal(gateway, 100);
      String refused = send(gateway, OFFER, 200);
      assertThat(refused).startsWith("550 5.7.1").contains("ref ");
      assertThat(gateway.explained(RealGateway.ref(refused), "BULK_CONFIRMED"))
          .contains("of 5 copies or more, from 5 networks, each was found to be unwanted");
      // other mail of the same senders is not of the wave
      String other = OFFER.replace("grand moonstone prize", "cup of the chess club");
      assertThat(send(gateway, other, 201)).startsWith("250");

      String ref = RealGateway.ref(replies.getFirst());
      gateway.operations().release(Optional.empty(), ref, Optional.empty());

      assertThat(send(gateway, OFFER, 202)).startsWith("250");
      for (int i = 210; i < 218; i++) {
        assertThat(send(gateway, OFFER, i)).startsWith("250");
      }
    }
  }

  @Test
  void a_wave_is_known_after_the_next_start_and_so_is_that_it_is_wanted() throws IOException {
    String ref;
    try (RealGateway gateway = gateway("")) {
      ref = RealGateway.ref(wave(gateway, 6).getFirst());
      awaitRefusal(gateway, 100);
    }
    try (RealGateway gateway = gateway("")) {
      assertThat(send(gateway, OFFER, 300)).startsWith("550 5.7.1");
      gateway.operations().release(Optional.empty(), ref, Optional.empty());
      assertThat(send(gateway, OFFER, 301)).startsWith("250");
    }
    try (RealGateway gateway = gateway("")) {
      for (int i = 310; i < 318; i++) {
        assertThat(send(gateway, OFFER, i)).startsWith("250");
      }
    }
  }

  @Test
  void a_sender_who_was_refused_is_let_in_when_the_operator_says_so() throws IOException {
    try (RealGateway gateway = gateway("")) {
      wave(gateway, 5);
      awaitRefusal(gateway, 100);
      String ref = RealGateway.ref(send(gateway, OFFER, 200));
      await().until(() -> gateway.operations().wanted(ref));
      assertThat(gateway.operations().wanted("0000-0000-0000-0000")).isFalse();
      assertThat(send(gateway, OFFER, 201)).startsWith("250");
    }
  }

  @Test
  void a_user_who_wants_it_withdraws_it_for_all() throws IOException {
    try (RealGateway gateway = gateway("")) {
      wave(gateway, 5);
      awaitRefusal(gateway, 100);
      byte[] mine =
          OFFER.formatted("shop1.example", "me@a.example", 77).getBytes(StandardCharsets.UTF_8);
      List<Long> wave = Teacher.wave(mine, List.of());
      gateway
          .operations()
          .teach(new Teaching("me@a.example", true, Word.SPAM, Teacher.lesson(mine), wave));
      assertThat(send(gateway, OFFER, 200)).startsWith("550");
      gateway
          .operations()
          .teach(new Teaching("me@a.example", true, Word.HAM, Teacher.lesson(mine), wave));
      assertThat(send(gateway, OFFER, 201)).startsWith("250");
    }
  }

  @Test
  void what_is_wanted_can_be_said_while_no_gateway_runs() throws IOException {
    try (RealGateway gateway = gateway("")) {
      wave(gateway, 5);
      awaitRefusal(gateway, 100);
    }
    String to = "me@a.example";
    Path mine =
        Files.writeString(folder.resolve("mine.eml"), OFFER.formatted("shop1.example", to, 77));
    RealGateway.command(
        folder.resolve("data"), List.of("report", "ham", mine.toString(), "--user", to));
    try (RealGateway gateway = gateway("")) {
      assertThat(send(gateway, OFFER, 200)).startsWith("250");
    }
  }

  @Test
  void a_recipient_who_allows_the_sender_gets_its_copy() throws IOException {
    try (RealGateway gateway = gateway("")) {
      wave(gateway, 5);
      awaitRefusal(gateway, 100);
      gateway.command(
          "list", "add", "allow", "shop203.example", "--domain", "a.example", "--unsafe");
      await().until(() -> send(gateway, OFFER, 203).startsWith("250"));
      assertThat(send(gateway, OFFER, 204)).startsWith("550");
    }
  }

  @Test
  void a_domain_that_holds_spam_gets_every_copy_into_its_quarantine() throws IOException {
    try (RealGateway gateway = gateway("", "on-confirmed-spam=hold")) {
      assertThat(wave(gateway, 9)).allMatch(reply -> reply.startsWith("250"));
      assertThat(gateway.held(9)).hasSize(9);
    }
  }

  @Test
  void a_newsletter_that_everybody_gets_is_never_refused() throws IOException {
    String news = OFFER.replace("grand moonstone prize", "cup of the chess club");
    try (RealGateway gateway = gateway("bulk: {ten_minutes: 3, hour: 3, day: 3}\n")) {
      for (int i = 0; i < 40; i++) {
        assertThat(send(gateway, news, i)).startsWith("250");
      }
      upstream.await(40);
    }
  }

  @Test
  void nothing_is_refused_where_that_is_switched_off() throws IOException {
    try (RealGateway gateway = gateway("bulk: {waves: false}\n")) {
      assertThat(wave(gateway, 9)).allMatch(reply -> reply.startsWith("250"));
    }
  }
}
