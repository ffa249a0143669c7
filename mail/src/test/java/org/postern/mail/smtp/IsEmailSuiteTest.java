package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The addresses of isemail as recipients: what it calls an error is refused, what RFC 5321 permits
/// is taken. Its other categories (RFC 5322 only, obsolete, comments) no envelope must know.
class IsEmailSuiteTest {

  private static final Set<String> TAKEN = Set.of("ISEMAIL_VALID_CATEGORY", "ISEMAIL_RFC5321");

  @Test
  void errors_are_refused_and_envelope_addresses_are_taken() throws IOException {
    List<Map<String, String>> cases =
        Suites.objects(Suites.folder("smtp/isemail").resolve("addresses.jsonl"));
    int refused = 0;
    int taken = 0;
    try (TestServer server = TestServer.start()) {
      for (Map<String, String> one : cases) {
        String category = one.getOrDefault("category", "");
        String reply = rcpt(server, one.getOrDefault("address", ""));
        if (category.equals("ISEMAIL_ERR")) {
          assertThat(reply).as(one.toString()).startsWith("5");
          refused++;
        } else if (TAKEN.contains(category)) {
          assertThat(reply).as(one.toString()).startsWith("250");
          taken++;
        }
      }
    }
    assertThat(refused).isEqualTo(40);
    assertThat(taken).isEqualTo(19);
  }

  private static String rcpt(TestServer server, String address) throws IOException {
    try (RawClient client = server.connect().greet()) {
      client.ask("MAIL FROM:<a@client.example>");
      return client.ask("RCPT TO:<" + address + ">");
    }
  }
}
