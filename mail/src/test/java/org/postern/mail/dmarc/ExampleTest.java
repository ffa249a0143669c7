package org.postern.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.Path;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.spf.Spf;
import org.postern.mail.spf.SpfResult;

/// How the package is used.
class ExampleTest {

  @Test
  void says_what_the_owner_of_the_from_domain_wants() {
    FakeZone zone = new FakeZone();
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject");
    zone.txt("attack.example", "v=spf1 +all");
    var message =
        new MimeParser(MimeLimits.DEFAULT)
            .parse("From: <ceo@example.org>\r\n\r\nPay.\r\n".getBytes(StandardCharsets.UTF_8));
    Path sender = new Path.Mailbox(new EmailAddress("any", "attack.example"));
    SpfResult spf =
        new Spf(zone, "mx.receiver.example")
            .mailFrom(InetAddress.ofLiteral("192.0.2.1"), sender, "attack.example");

    AuthorDomains author = AuthorDomains.of(message);
    DmarcResult result = new Dmarc(zone).evaluate(DmarcQuery.of(author, spf, List.of()));

    assertThat(author.domains()).containsExactly("example.org");
    assertThat(result.status()).isEqualTo(DmarcStatus.FAIL);
    assertThat(result.policy()).isEqualTo(Policy.REJECT);
  }
}
