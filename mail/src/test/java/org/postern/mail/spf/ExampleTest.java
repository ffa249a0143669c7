package org.postern.mail.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.Path;
import org.postern.mail.dns.FakeZone;

/// How the package is used.
class ExampleTest {

  @Test
  void says_whether_a_client_may_send_for_a_domain() {
    FakeZone zone = new FakeZone();
    zone.txt("example.org", "v=spf1 mx -all").mx("example.org", 10, "mx.example.org");
    zone.address("mx.example.org", "192.0.2.1");
    Spf spf = new Spf(zone, "mx.receiver.example");

    Path sender = new Path.Mailbox(new EmailAddress("alice", "example.org"));
    SpfResult theirs = spf.mailFrom(InetAddress.ofLiteral("192.0.2.1"), sender, "mx.example.org");
    SpfResult forged = spf.mailFrom(InetAddress.ofLiteral("203.0.113.9"), sender, "mx.example.org");

    assertThat(theirs.verdict()).isEqualTo(SpfVerdict.PASS);
    assertThat(theirs.mechanism()).contains("mx");
    assertThat(forged.verdict()).isEqualTo(SpfVerdict.FAIL);
  }
}
