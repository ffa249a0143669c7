package org.postern.gateway.recipients;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.postern.gateway.FakeUpstream;

/// A next hop that is asked for recipients.
abstract class AskedUpstream {

  static final String DOWN =
      "451 4.4.1 The recipient's mail server cannot be reached, try again later";
  static final String REFUSES =
      "451 4.3.5 The recipient's mail server does not answer for it, try again later";

  final FakeUpstream upstream = FakeUpstream.start();
  Asking asking = new Asking(upstream.port());

  @AfterEach
  void close() {
    asking.close();
    upstream.close();
  }

  // Not a catch-all: a recipient that nobody has is refused.
  void real() {
    upstream.answer("RCPT TO:<qz", "550 5.1.1 no such user");
  }

  long asked(String local) {
    return upstream.commands().stream()
        .filter(line -> line.startsWith("RCPT TO:<" + local + "@"))
        .count();
  }

  void goDown() {
    // Whether it takes everybody is tried behind the first answer, and would end in the cut.
    await()
        .until(() ->
            upstream.commands().stream().anyMatch(line -> line.startsWith("RCPT TO:<qz"))
                && upstream.commands().getLast().startsWith("RSET"));
    upstream.answer("CONNECT", FakeUpstream.DROP);
    upstream.dropConnections();
  }

  void comeBack() {
    upstream.behave();
    real();
    asking.pass(Duration.ofMinutes(5));
  }
}
