package org.postern.mail.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.arc.ArcStatus;
import org.postern.mail.dkim.DkimSigner;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.dmarc.Policy;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsResolver;
import org.postern.mail.dns.DnsSettings;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.ZoneServer;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.spf.SpfVerdict;

class AuthenticatorTest {

  private static final String TEXT =
      """
      From: Anna <anna@bank.example>\r
      To: bob@example.org\r
      Subject: hello\r
      Date: Mon, 2 Nov 2026 10:00:00 +0000\r
      Message-ID: <1@bank.example>\r
      \r
      Hello Bob\r
      """;
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-02T10:00:00Z"));

  private final FakeZone zone =
      new FakeZone()
          .txt("bank.example", "v=spf1 ip4:192.0.2.1 -all")
          .txt("_dmarc.bank.example", "v=DMARC1; p=reject")
          .txt("other.example", "v=spf1 ip4:198.51.100.1 -all");
  private final Authenticator authenticator =
      new Authenticator(zone, "mx.example.org", Runnable::run, CLOCK);

  @Test
  void an_aligned_sender_passes_and_its_author_is_verified() {
    AuthResults results = authenticate("192.0.2.1", "bounce@bank.example", TEXT);
    assertThat(results.spf().verdict()).isEqualTo(SpfVerdict.PASS);
    assertThat(results.dmarc().status()).isEqualTo(DmarcStatus.PASS);
    assertThat(results.arc().status()).isEqualTo(ArcStatus.NONE);
    assertThat(results.verifiedDomains()).containsExactly("bank.example");
    assertThat(results.verifiedAuthor()).contains("bank.example");
    assertThat(unfolded(results))
        .isEqualTo(
            "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=bounce@bank.example;"
                + " dkim=none; dmarc=pass header.from=bank.example polrec.p=reject"
                + " polrec.domain=bank.example");
  }

  @Test
  void a_pass_of_somebody_else_vouches_for_nobody() {
    AuthResults results = authenticate("198.51.100.1", "x@other.example", TEXT);
    assertThat(results.spf().verdict()).isEqualTo(SpfVerdict.PASS);
    assertThat(results.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
    assertThat(results.dmarc().policy()).isEqualTo(Policy.REJECT);
    assertThat(results.verifiedAuthor()).isEmpty();
  }

  @Test
  void a_signature_of_the_author_passes_from_anywhere() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] spki = keys.getPublic().getEncoded();
    byte[] raw = java.util.Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    zone.txt(
        "s1._domainkey.bank.example",
        "v=DKIM1; k=ed25519; p=" + Base64.getEncoder().encodeToString(raw));
    DkimSigner signer = new DkimSigner(keys.getPrivate(), "bank.example", "s1", CLOCK);
    byte[] octets = TEXT.getBytes(StandardCharsets.US_ASCII);
    String field = ((DkimSigner.Outcome.Signed) signer.sign(octets)).text();
    AuthResults results = authenticate("203.0.113.9", "", field + TEXT);
    assertThat(results.spf().verdict()).isEqualTo(SpfVerdict.NONE);
    assertThat(results.dmarc().status()).isEqualTo(DmarcStatus.PASS);
    assertThat(results.verifiedAuthor()).contains("bank.example");
    assertThat(unfolded(results))
        .contains("spf=none", "smtp.helo=client.example", "dkim=pass", "header.d=bank.example");
  }

  @Test
  void a_message_asks_at_most_a_hundred_questions() {
    StringBuilder include = new StringBuilder("v=spf1");
    for (int i = 0; i < 40; i++) {
      include.append(" include:n").append(i).append(".other.example");
    }
    zone.txt("many.example", include.toString());
    StringBuilder signatures = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      signatures
          .append("DKIM-Signature: v=1; a=rsa-sha256; d=d" + i + ".example; s=s; h=from;")
          .append(" bh=AAAA; b=AAAA\r\n");
    }
    int before = zone.asked();
    authenticate("192.0.2.1", "x@many.example", signatures + TEXT);
    assertThat(zone.asked() - before).isLessThanOrEqualTo(Authenticator.QUESTIONS);
  }

  @Test
  void once_the_dns_was_waited_for_nothing_is_asked_any_more() {
    zone.remove("_dmarc.bank.example", RecordType.TXT);
    zone.txt("_dmarc.bank.example", "v=DMARC1; p=reject; np=reject");
    String signed =
        "DKIM-Signature: v=1; a=rsa-sha256; d=a.mail.bank.example; s=s; h=from;\r\n"
            + " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=YQ==\r\n"
            + "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=list.example; s=s; b=YQ==\r\n"
            + "ARC-Message-Signature: i=1; a=rsa-sha256; d=list.example; s=m; h=from;\r\n"
            + " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=YQ==\r\n"
            + "ARC-Authentication-Results: i=1; mx.list.example; none\r\n"
            + TEXT.replace("anna@bank.example", "anna@sub.bank.example");
    zone.fails("s._domainkey.a.mail.bank.example", RecordType.TXT, Answer.Why.SERVFAIL);
    Message message = message(signed);
    Authenticator.Pending pending =
        authenticator.begin(
            InetAddress.ofLiteral("192.0.2.1"),
            "client.example",
            new ReversePath.Sender(EmailAddress.parse("x@bounce.bank.example").orElseThrow()));
    byte[] octets = signed.getBytes(StandardCharsets.US_ASCII);
    pending.ask(octets, new MimeParser(MimeLimits.DEFAULT).headers(octets));
    pending.await();
    int asked = zone.asked();
    AuthResults results = pending.finish(message);
    assertThat(zone.asked()).isEqualTo(asked);
    assertThat(asked).isGreaterThan(5);
    assertThat(results.dmarc().status()).isEqualTo(DmarcStatus.TEMPERROR);
    assertThat(results.dmarc().decisive().orElseThrow().organization()).isEqualTo("bank.example");
    assertThat(results.dkim()).hasSize(1);
    assertThat(results.arc().status()).isEqualTo(ArcStatus.FAIL);
  }

  @Test
  void a_client_without_an_answering_reverse_zone_does_not_hide_the_policy_of_whom_it_forges()
      throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ZoneServer server =
            ZoneServer.of(
                "9.113.0.203.in-addr.arpa TIMEOUT",
                "bank.example TXT \"v=spf1 ptr exists:%{p}.ok.bank.example -all exp=e.%{p}.example\"",
                "_dmarc.bank.example TXT \"v=DMARC1; p=reject\"")) {
      DnsResolver resolver = new DnsResolver(DnsSettings.of(List.of(server.address())));
      AuthResults results =
          new Authenticator(resolver, "mx.example.org", threads, CLOCK)
              .begin(
                  InetAddress.ofLiteral("203.0.113.9"),
                  "client.example",
                  new ReversePath.Sender(EmailAddress.parse("x@bank.example").orElseThrow()))
              .finish(message(TEXT));
      assertThat(results.spf().verdict()).isEqualTo(SpfVerdict.FAIL);
      assertThat(results.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
      assertThat(results.dmarc().policy()).isEqualTo(Policy.REJECT);
    }
  }

  private static String unfolded(AuthResults results) {
    return results.field("mx.example.org").field(false).replaceAll("\r\n[ \t]+", " ").strip();
  }

  private AuthResults authenticate(String ip, String sender, String text) {
    ReversePath path =
        sender.isEmpty()
            ? ReversePath.NULL
            : new ReversePath.Sender(EmailAddress.parse(sender).orElseThrow());
    return authenticator
        .begin(InetAddress.ofLiteral(ip), "client.example", path)
        .finish(message(text));
  }

  private static Message message(String text) {
    return new MimeParser(MimeLimits.DEFAULT).parse(text.getBytes(StandardCharsets.US_ASCII));
  }
}
