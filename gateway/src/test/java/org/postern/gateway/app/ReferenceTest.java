package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a refusal names is what the log has.
class ReferenceTest {

  private static final Pattern REFERENCE =
      Pattern.compile("\\(ref ((?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})\\b");

  @TempDir Path data;
  private RealGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = RealGateway.start(data, List.of(List.of("served.example", "--route", "127.0.0.1:1")));
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @Test
  void what_the_server_refuses_by_itself_is_in_the_log_under_the_reference_it_named()
      throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      logged(talk.ask("NONSENSE"), "unknown command");
      logged(talk.ask("x".repeat(3_000)), "line too long");
      logged(talk.ask("MAIL FROM:<a@client.example> SIZE=99999999999"), "message too large");
      talk.ask("MAIL FROM:<a@client.example>");
      logged(talk.ask("RCPT TO:<b@"), "not a domain");
      talk.ask("RCPT TO:<b@served.example>");
      assertThat(talk.ask("DATA")).startsWith("354");
      talk.send("Subject: x\r\n\r\nbare\nline\r\n.\r\n");
      String row = logged(talk.reply(), "bare <LF> received");
      assertThat(row).contains("b@served.example", "a@client.example");
      talk.send("NOOP\nNOOP\n");
      logged(talk.reply(), "bare <LF> received");
    }
  }

  @Test
  void all_refusals_of_one_transaction_have_one_reference() throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      talk.ask("MAIL FROM:<a@client.example>");
      String first = reference(talk.ask("RCPT TO:<b@elsewhere.example>"));
      assertThat(reference(talk.ask("RCPT TO:<>"))).isEqualTo(first);
      assertThat(reference(talk.ask("NONSENSE"))).isEqualTo(first);
      talk.ask("RSET");
      assertThat(reference(talk.ask("NONSENSE"))).isNotEqualTo(first);
    }
  }

  // The row under the reference that the reply named.
  private String logged(String reply, String text) {
    assertThat(reply).contains(text);
    String reference = reference(reply);
    return await()
        .until(
            () ->
                gateway
                    .command("log", "--json")
                    .lines()
                    .filter(row -> row.contains(reference) && row.contains(text))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static String reference(String reply) {
    Matcher found = REFERENCE.matcher(reply);
    assertThat(found.find()).as(reply).isTrue();
    return found.group(1);
  }
}
