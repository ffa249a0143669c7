package org.postern.bench;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.auth.Authenticator;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.spf.SpfVerdict;

/// SPF, DKIM, ARC and DMARC of a signed message of 20 KB, the answers of the DNS at hand, and what
/// was found written as a header field.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AuthenticationBenchmark {

  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");
  private static final ReversePath SENDER =
      new ReversePath.Sender(new EmailAddress("sender", "a.example"));

  /// RSA with 2,048 bits, or Ed25519.
  @Param({"RSA", "Ed25519"})
  public String kind = "RSA";

  private final MimeParser parser = new MimeParser(MimeLimits.DEFAULT);
  private Message signed = parser.parse(new byte[0]);
  private String key = "";
  private final Authenticator authenticator =
      new Authenticator(
          (name, type, _) -> answer(name, type),
          "mx.b.example",
          Runnable::run,
          InstantSource.system());

  @Setup
  public void sign() throws GeneralSecurityException {
    SignedMail mail = SignedMail.of(kind);
    signed = parser.parse(mail.octets());
    key = mail.key();
  }

  @Benchmark
  public String authenticate() {
    AuthResults results = authenticator.begin(CLIENT, "mail.a.example", SENDER).finish(signed);
    if (results.spf().verdict() != SpfVerdict.PASS
        || !results.dkim().getFirst().passed()
        || results.dmarc().status() != DmarcStatus.PASS) {
      throw new IllegalStateException("a good message did not pass: " + results);
    }
    return results.field("mx.b.example").field(false);
  }

  private Answer answer(String name, RecordType type) {
    String text =
        switch (type == RecordType.TXT ? name : "") {
          case "a.example" -> "v=spf1 ip4:198.51.100.0/24 include:_spf.a.example -all";
          case "_spf.a.example" -> "v=spf1 ip4:203.0.113.0/24 ip4:192.0.2.0/28 -all";
          case "s1._domainkey.a.example" -> key;
          case "_dmarc.a.example" -> "v=DMARC1; p=reject; rua=mailto:reports@a.example";
          default -> "";
        };
    return text.isEmpty()
        ? new Answer.NoDomain()
        : new Answer.Found(List.of(new DnsRecord.Txt(List.of(text))), Duration.ofMinutes(5), false);
  }
}
