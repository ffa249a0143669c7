package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.gateway.FakeUpstream;

/// Mail goes to served domains and nowhere else, however the recipient is written.
class OpenRelayTest {

  /// Names another domain, or none; whoever reads them otherwise is an open relay.
  private static final List<String> ELSEWHERE =
      List.of(
          "<user@other.example>",
          "user@other.example",
          "<\"user@other.example\">",
          "<\"user%other.example\">",
          "<user%other.example>",
          "<user%other.example@>",
          "<user%served.example@other.example>",
          "<@served.example:user@other.example>",
          "<@served.example,@mx.served.example:user@other.example>",
          "<@other.example:user@third.example>",
          "<@served.example:\"user@served.example\"@other.example>",
          "<@served.example>",
          "<other.example!user>",
          "<served.example!user@other.example>",
          "<other.example!served.example!user>",
          "<user@[192.0.2.1]>",
          "<user@[127.0.0.1]>",
          "<user@[IPv6:::1]>",
          "<user@[served.example]>",
          "<user@192.0.2.1>",
          "<user@localhost>",
          "<user>",
          "<user@>",
          "<@>",
          "<user@served.example@other.example>",
          "<user@other.example@served.example>",
          "user@other.example@served.example",
          "<user@served.example.>",
          "<user@.served.example>",
          "<user@served..example>",
          "<user@sub.served.example>",
          "<user@notserved.example>",
          "<user@served.example.other.example>",
          "<user@served.example,user@other.example>",
          "<user@served.example>,<user@other.example>",
          "<user@served.example> <user@other.example>",
          "<user@served.example>@other.example",
          "<<user@served.example>@other.example>",
          "<user@served.example;user@other.example>",
          "<user@other.example:25>",
          "<served.example:user@other.example>",
          "<smtp:user@other.example>",
          "<user @other.example>",
          "<user@other.example @served.example>",
          "<user@served.example\t@other.example>",
          "<user(@served.example)@other.example>",
          "<user@other.example(@served.example)>",
          "<user@other.example\\@served.example>",
          "<user@other.example#@served.example>",
          "<user@other.example\\0@served.example>",
          "<postmaster@other.example>",
          "<user@s\u0435rved.example>",
          "<user@\uff53erved.example>",
          "<user@served\u3002example>",
          "<user@ser\u00adved.example>",
          "<user@ser\u200dved.example>",
          "<user@xn--srved-3ve.example>");

  /// Names the served domain, with somebody else within the local part or in a route; and what the
  /// next hop hears.
  private static final Map<String, String> HERE = new LinkedHashMap<>();

  static {
    HERE.put("<user@SERVED.Example>", "<user@served.example>");
    HERE.put("user@served.example", "<user@served.example>");
    HERE.put("<@other.example:user@served.example>", "<user@served.example>");
    HERE.put("<@other.example,@third.example:user@served.example>", "<user@served.example>");
    HERE.put("<user%other.example@served.example>", "");
    HERE.put("<\"user%other.example\"@served.example>", "");
    HERE.put("<a%b.example%c.example@served.example>", "");
    HERE.put("<\"user@other.example\"@served.example>", "");
    HERE.put("<user\\@other.example@served.example>", "");
    HERE.put("<other.example!user@served.example>", "");
    HERE.put("<\"other.example!user\"@served.example>", "");
    HERE.put("<\"@other.example:user\"@served.example>", "");
    HERE.put("<\"user>\"@served.example>", "<\"user>\"@served.example>");
    HERE.put("<\"> <user@other.example\"@served.example>", "");
  }

  @TempDir static Path data;
  private static FakeUpstream queued;
  private static FakeUpstream proxied;
  private static RealGateway gateway;

  @BeforeAll
  static void start() throws IOException {
    queued = FakeUpstream.start();
    proxied = FakeUpstream.start();
    gateway =
        RealGateway.start(
            data,
            List.of(
                List.of("served.example", "--route", "127.0.0.1:" + queued.port()),
                List.of(
                    "proxied.example",
                    "--route",
                    "127.0.0.1:" + proxied.port(),
                    "--mode",
                    "proxy")));
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    queued.close();
    proxied.close();
  }

  // A sender that seems to be ours, or nobody, opens no door.
  @ParameterizedTest
  @ValueSource(strings = {"a@client.example", "a@served.example", "postmaster@localhost", ""})
  void no_recipient_elsewhere_is_taken(String sender) throws IOException {
    assertThat(ELSEWHERE).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    SoftAssertions all = new SoftAssertions();
    for (String recipient : ELSEWHERE) {
      for (String form : List.of(recipient, recipient.replace("served.", "proxied."))) {
        try (RealGateway.Talk talk = gateway.talk()) {
          assertThat(talk.ask("MAIL FROM:<" + sender + "> SMTPUTF8")).startsWith("250");
          all.assertThat(talk.ask("RCPT TO:" + form)).as(form).matches("5[05][0-9] .*");
          all.assertThat(talk.ask("DATA")).as(form).startsWith("503");
        }
      }
    }
    all.assertAll();
    assertThat(proxied.commands()).noneMatch(line -> line.contains("other.example"));
  }

  @Test
  void what_names_a_served_domain_goes_there_and_nowhere_else() throws IOException {
    List<String> expected = new ArrayList<>();
    for (Map.Entry<String, String> form : HERE.entrySet()) {
      try (RealGateway.Talk talk = gateway.talk()) {
        talk.ask("MAIL FROM:<a@client.example>");
        String reply = talk.ask("RCPT TO:" + form.getKey());
        if (form.getValue().isEmpty()) {
          assertThat(reply).as(form.getKey()).matches("50[0-9] .*|550 5\\.7\\.1 .*");
          continue;
        }
        assertThat(reply).as(form.getKey()).startsWith("250");
        expected.add("RCPT TO:" + form.getValue());
        assertThat(talk.ask("DATA")).startsWith("354");
        talk.send("From: a@client.example\r\nSubject: x\r\n\r\nbody\r\n.\r\n");
        assertThat(talk.reply()).as(form.getKey()).startsWith("250");
      }
    }
    assertThat(queued.await(expected.size()))
        .flatExtracting(FakeUpstream.Received::rcpts)
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
