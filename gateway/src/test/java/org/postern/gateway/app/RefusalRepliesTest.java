package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.gateway.FakeUpstream;

/// Each situation has its reply: code, enhanced code, reference, page. What the client said is in
/// none of them.
class RefusalRepliesTest {

  private static final Pattern OURS =
      Pattern.compile(
          "[45][0-9]{2} [45]\\.[0-9]+\\.[0-9]+ .*\\(ref ([0-9A-Z-]{19})"
              + " see https://mx\\.example\\.org/why/\\1\\)");
  private static final String EICAR =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
  private static final String GTUBE =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

  @TempDir static Path data;
  private static FakeUpstream proxied;
  private static FakeUpstream down;
  private static RealGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    proxied = FakeUpstream.start().extensions("PIPELINING", "8BITMIME");
    down = FakeUpstream.start();
    down.answer("CONNECT", "421 4.3.2 not now");
    String config =
        """
        dns: {enabled: false}
        http: {public_url: "https://mx.example.org"}
        limits: {recipients: 2, message_size: 64KB, unknown_commands: 2, errors: 50}
        """;
    gateway =
        RealGateway.start(
            data,
            List.of(
                List.of("served.example", "--route", "127.0.0.1:" + down.port()),
                proxy("proxied.example", proxied),
                proxy("down.example", down)),
            config);
  }

  private static List<String> proxy(String domain, FakeUpstream upstream) {
    return List.of(
        domain,
        "--route",
        "127.0.0.1:" + upstream.port(),
        "--mode",
        "proxy",
        "--set",
        "on-confirmed-virus=reject");
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    proxied.close();
    down.close();
  }

  private static final String MAIL = "MAIL FROM:<a@client.example>";
  private static final String RCPT = "RCPT TO:<b@served.example>";

  enum Situation {
    DOMAIN_NOT_SERVED("550 5.7.1", MAIL, "RCPT TO:<b@elsewhere.example>"),
    TOO_MANY_RECIPIENTS(
        "452 4.5.3", MAIL, RCPT, "RCPT TO:<c@served.example>", "RCPT TO:<d@served.example>"),
    RECIPIENT_OF_ANOTHER_WAY("452 4.5.3", MAIL, RCPT, "RCPT TO:<b@proxied.example>"),
    SIZE_ANNOUNCED("552 5.3.4", MAIL + " SIZE=100000"),
    SIZE_SENT("552 5.3.4", MAIL, RCPT, "DATA", ("x".repeat(99) + "\r\n").repeat(1_000) + "."),
    LOOP("554 5.4.6", MAIL, RCPT, "DATA", "Received: x\r\n".repeat(60) + "\r\nx\r\n."),
    SPAM("550 5.7.1", MAIL, RCPT, "DATA", "Subject: x\r\n\r\n" + GTUBE + "\r\n."),
    VIRUS(
        "550 5.7.1",
        MAIL,
        "RCPT TO:<b@proxied.example>",
        "DATA",
        "Subject: x\r\n\r\n" + EICAR + "\r\n."),
    BARE_LINE_FEED("550 5.5.2", MAIL, RCPT, "DATA", "Subject: x\r\n\r\na\nb\r\n."),
    NUL("550 5.5.2", MAIL, RCPT, "DATA", "Subject: x\r\n\r\na\u0000b\r\n."),
    SENDER_NEEDS_UTF8("553 5.6.7", "MAIL FROM:<\u00e4@client.example>"),
    RECIPIENT_NEEDS_UTF8("553 5.6.7", MAIL, "RCPT TO:<\u00e4@served.example>"),
    NO_ADDRESS("501 5.1.7", "MAIL FROM:<a>"),
    NO_DOMAIN("501 5.1.2", MAIL, "RCPT TO:<b@>"),
    PARAMETER_UNKNOWN("555 5.5.4", MAIL + " X=1"),
    PARAMETER_WRONG("501 5.5.4", MAIL + " SIZE=x"),
    OUT_OF_ORDER("503 5.5.1", RCPT),
    UNKNOWN_COMMAND("500 5.5.1", "NONSENSE"),
    TOO_MANY_UNKNOWN("421 4.5.2", "NONSENSE", "NONSENSE", "NONSENSE"),
    NOT_SMTP("521 5.5.0", "GET / HTTP/1.1"),
    LINE_TOO_LONG("500 5.5.2", "x".repeat(5_000)),
    EXPN("502 5.5.1", "EXPN list");

    private final String reply;
    private final String says;

    Situation(String reply, String... says) {
      this.reply = reply;
      this.says = String.join("\t", says);
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_situation_has_its_code_a_reference_and_a_page(Situation situation) throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      String reply = "";
      for (String line : situation.says.split("\t", -1)) {
        reply = talk.ask(line);
      }
      assertThat(reply).startsWith(situation.reply + " ").matches(OURS);
      assertThat(reply.charAt(0)).isEqualTo(reply.charAt(4));
      assertThat(reply.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(510);
    }
  }

  // RFC 6531 section 3.5: 550 or 553 where it is about an address.
  @Test
  void a_next_hop_that_cannot_take_the_address_is_told_before_the_message() throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example> SMTPUTF8");
      assertThat(talk.ask("RCPT TO:<\u00e4@proxied.example>"))
          .startsWith("553 5.6.7 ")
          .matches(OURS);
    }
  }

  @Test
  void a_next_hop_that_is_down_makes_a_refusal_for_the_time_being() throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask(MAIL);
      assertThat(talk.ask("RCPT TO:<b@down.example>"))
          .matches("451 4\\.[34]\\.[0-9] .*")
          .matches(OURS);
    }
  }

  @Test
  void a_full_spool_is_a_refusal_for_the_time_being(@TempDir Path here) throws IOException {
    String config =
        """
        dns: {enabled: false}
        http: {public_url: "https://mx.example.org"}
        spool: {messages: 1}
        """;
    List<List<String>> domains =
        List.of(List.of("served.example", "--route", "127.0.0.1:" + down.port()));
    try (RealGateway full = RealGateway.start(here, domains, config);
        RealGateway.Talk talk = full.talk()) {
      String reply = "";
      for (int i = 0; i < 2; i++) {
        talk.ask(MAIL);
        talk.ask(RCPT);
        talk.ask("DATA");
        reply = talk.ask("Subject: x\r\n\r\nx\r\n.");
      }
      assertThat(reply).startsWith("452 4.3.1 ").matches(OURS);
    }
  }

  @Test
  void too_many_connections_are_told_so(@TempDir Path here) throws IOException {
    String config =
        """
        dns: {enabled: false}
        http: {public_url: "https://mx.example.org"}
        limits: {connections_per_address: 1, loopback_counts: true}
        """;
    try (RealGateway few = RealGateway.start(here, List.of(), config);
        RealGateway.Talk first = few.talk();
        RealGateway.Talk second = few.connect()) {
      assertThat(first.ask("NOOP")).startsWith("250");
      assertThat(second.reply()).startsWith("421 4.7.0 ").matches(OURS);
    }
  }

  // What a client says is nobody's text but its own: a reply that repeats it ends up in bounces, on
  // screens and on pages.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MARK%n%s%d%x",
        "MARK\"'`<script>alert(1)</script>",
        "MARK\u0001\u001b[2J\u007f",
        "MARK\u00e4\u4f60\ud83d\ude00\u202e",
        "MARK\\r\\n250 OK",
        "MARK${jndi:ldap://x}",
      })
  void no_reply_repeats_what_the_client_said(String mark) throws IOException {
    List<String> lines =
        List.of(
            mark,
            mark + " " + mark,
            "HELO " + mark,
            "EHLO " + mark,
            "EHLO mark.example",
            "EHLO [" + mark + "]",
            "MAIL " + mark,
            "MAIL FROM:" + mark,
            "MAIL FROM:<" + mark + "@client.example>",
            "MAIL FROM:<a@" + mark + ">",
            "MAIL FROM:<a@client.example> " + mark + "=1",
            "MAIL FROM:<a@client.example> SIZE=" + mark,
            "MAIL FROM:<a@client.example> BODY=" + mark,
            "MAIL FROM:<mark@client.example>",
            "RCPT " + mark,
            "RCPT TO:<" + mark + "@elsewhere.example>",
            "RCPT TO:<mark@elsewhere.example>",
            "RCPT TO:<\"mark\"@served.example",
            "RCPT TO:<mark@served.example> " + mark,
            "RCPT TO:<mark@served.example> NOTIFY=" + mark,
            "RCPT TO:<mark@served.example>",
            "VRFY " + mark,
            "EXPN " + mark,
            "AUTH " + mark,
            "BDAT " + mark);
    List<String> replies = new ArrayList<>();
    for (String line : lines) {
      try (RealGateway.Talk talk = gateway.talk()) {
        if (line.startsWith("RCPT")) {
          talk.ask("MAIL FROM:<mark@client.example>");
        }
        replies.add(talk.ask(line));
      }
    }
    assertThat(replies).hasSize(lines.size()).allSatisfy(RefusalRepliesTest::plain);
    assertThat(replies).allSatisfy(reply -> assertThat(reply).doesNotContainIgnoringCase("mark"));
  }

  // The words of a next hop are passed on, but no octet that could steer anything.
  @Test
  void the_words_of_a_next_hop_come_without_octets_that_steer() throws IOException {
    proxied.answerOnce(
        "RCPT TO:<evil@",
        "550 5.1.1 no\u0001\u001b[2J\u007f \u00e4 %s%n \"<b>\" " + "w".repeat(700));
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask(MAIL);
      String reply = talk.ask("RCPT TO:<evil@proxied.example>");
      assertThat(reply).startsWith("550 5.1.1 ").contains("%s%n \"<b>\"");
      plain(reply);
    }
  }

  private static void plain(String reply) {
    assertThat(reply).matches("[ -~]{4,510}");
    if (reply.charAt(0) >= '4') {
      assertThat(reply.substring(4)).startsWith(reply.charAt(0) + ".");
    }
  }
}
