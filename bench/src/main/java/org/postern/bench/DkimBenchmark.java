package org.postern.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
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
import org.postern.mail.dkim.DkimLimits;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimSigner;
import org.postern.mail.dkim.DkimVerifier;
import org.postern.mail.dkim.KeyLookup;

/// Verifying the signature of a message of 20 KB whose key is at hand.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DkimBenchmark {

  /// RSA with 2,048 bits, or Ed25519.
  @Param({"RSA", "Ed25519"})
  public String kind = "RSA";

  private byte[] signed = new byte[0];
  private DkimVerifier verifier = verifier("");

  @Setup
  public void sign() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    boolean rsa = kind.equals("RSA");
    generator.initialize(rsa ? 2_048 : 255);
    KeyPair pair = generator.generateKeyPair();
    byte[] key = pair.getPublic().getEncoded();
    byte[] octets = rsa ? key : Arrays.copyOfRange(key, key.length - 32, key.length);
    String type = rsa ? "rsa" : "ed25519";
    verifier = verifier("k=" + type + "; p=" + Base64.getEncoder().encodeToString(octets));
    byte[] message = made();
    DkimSigner signer =
        new DkimSigner(pair.getPrivate(), "a.example", "s1", InstantSource.system());
    signed =
        switch (signer.sign(message)) {
          case DkimSigner.Outcome.Signed(byte[] field) -> joined(field, message);
          case DkimSigner.Outcome.Refused(var why) -> throw new IllegalStateException(why.name());
        };
  }

  @Benchmark
  public boolean verify() {
    DkimResult result = verifier.verify(signed).getFirst();
    if (!result.passed()) {
      throw new IllegalStateException("a good signature did not verify: " + result.verdict());
    }
    return true;
  }

  private static DkimVerifier verifier(String record) {
    KeyLookup.Answer answer = new KeyLookup.Answer.Found(List.of(record));
    return new DkimVerifier(
        _ -> answer, InstantSource.system(), DkimLimits.STANDARD, DkimPolicy.PRODUCT);
  }

  private static byte[] joined(byte[] field, byte[] message) {
    byte[] whole = Arrays.copyOf(field, field.length + message.length);
    System.arraycopy(message, 0, whole, field.length, message.length);
    return whole;
  }

  private static byte[] made() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder(21_000);
    text.append("From: Sender <sender@a.example>\r\nTo: user@b.example\r\nSubject: Report\r\n")
        .append("Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@a.example>\r\n")
        .append("MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n");
    while (text.length() < 20_480) {
      text.append(Integer.toString(random.nextInt(1 << 24), 36));
      text.append(text.length() % 70 < 8 ? "\r\n" : " ");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
