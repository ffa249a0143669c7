package org.postern.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How the package is used.
class ExampleTest {

  @Test
  void asks_a_server_within_the_budget_of_a_message() throws IOException {
    try (ZoneServer server = ZoneServer.of("example.org MX 10 mx.example.org.")) {
      Resolver resolver = new DnsResolver(DnsSettings.of(List.of(server.address())));
      Resolver ofThisMessage = new Budgeted(resolver, 100, Duration.ofSeconds(20));
      String said =
          switch (ofThisMessage.lookup("example.org", RecordType.MX)) {
            case Answer.Found(var records, _, _) -> "mail goes to " + records.getFirst();
            case Answer.Empty _ -> "the name exists";
            case Answer.NoDomain _ -> "no such name";
            case Answer.Failed(var why) -> "try later: " + why;
          };
      assertThat(said).isEqualTo("mail goes to Mx[preference=10, host=mx.example.org]");
    }
  }
}
