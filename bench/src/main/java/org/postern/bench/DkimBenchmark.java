package org.postern.bench;

import java.security.GeneralSecurityException;
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
import org.postern.mail.dkim.DkimLimits;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.DkimResult;
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
    SignedMail mail = SignedMail.of(kind);
    signed = mail.octets();
    verifier = verifier(mail.key());
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
}
