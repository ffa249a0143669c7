package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTest {

  @TempDir Path temp;

  @Test
  void a_certificate_is_made_once_and_its_key_is_secret() throws IOException {
    Certificates.selfSigned(temp, "mx.example.org", Clock.systemUTC()).context();
    byte[] made = Files.readAllBytes(temp.resolve("tls.crt"));
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("tls.key"))))
        .isEqualTo("rw-------");
    Certificates.selfSigned(temp, "mx.example.org", Clock.systemUTC()).context();
    assertThat(Files.readAllBytes(temp.resolve("tls.crt"))).isEqualTo(made);
  }

  @Test
  void a_server_that_is_closed_at_once_leaves_a_whole_certificate_and_no_other_file()
      throws IOException {
    Certificates made = Certificates.selfSigned(temp, "mx.example.org", Clock.systemUTC());
    TestServer.start(SmtpLimits.DEFAULTS, Optional.of(made), temp, List.of()).close();
    assertThat(temp.toFile().list()).containsExactlyInAnyOrder("tls.crt", "tls.key");
  }

  @Test
  void a_changed_file_is_read_again_and_a_broken_one_is_not() throws IOException {
    Path chain = temp.resolve("chain.pem");
    Path key = temp.resolve("key.pem");
    SelfSigned.make(chain, key, "one.example.org", Instant.now());
    TickingClock clock = new TickingClock();
    Certificates certificates = Certificates.ofFiles(chain, key, clock);
    try (TestServer server =
        TestServer.start(SmtpLimits.DEFAULTS, Optional.of(certificates), temp, List.of())) {
      String first = serial(server);
      assertThat(serial(server)).isEqualTo(first);
      // Within a second nobody looks.
      SelfSigned.make(chain, key, "other.example.org", Instant.now());
      touch(chain, 5);
      assertThat(serial(server)).isEqualTo(first);
      clock.advance(Duration.ofSeconds(2));
      String second = serial(server);
      assertThat(second).isNotEqualTo(first);
      Files.writeString(key, "nonsense");
      clock.advance(Duration.ofSeconds(2));
      assertThat(serial(server)).isEqualTo(second);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void the_older_forms_of_keys_are_read(String algorithm) throws IOException {
    Path keys = Path.of("src/test/resources/org/postern/mail/smtp/keys");
    Path key = keys.resolve(algorithm + ".key");
    assertThat(key).content().contains("-----BEGIN " + algorithm + " PRIVATE KEY");
    Certificates certificates =
        Certificates.ofFiles(keys.resolve(algorithm + ".crt"), key, Clock.systemUTC());
    try (TestServer server =
        TestServer.start(SmtpLimits.DEFAULTS, Optional.of(certificates), temp, List.of())) {
      assertThat(serial(server)).isNotEmpty();
    }
  }

  @Test
  void a_key_of_another_certificate_is_not_taken() throws IOException {
    Path chain = temp.resolve("chain.pem");
    Path key = temp.resolve("key.pem");
    SelfSigned.make(chain, key, "one.example.org", Instant.now());
    SelfSigned.make(temp.resolve("other.pem"), key, "other.example.org", Instant.now());
    assertThatIOException()
        .isThrownBy(() -> Certificates.ofFiles(chain, key, Clock.systemUTC()))
        .withMessageContaining("does not belong");
  }

  @Test
  void wrong_files_fail_at_once() throws IOException {
    Path chain = temp.resolve("chain.pem");
    Path key = temp.resolve("key.pem");
    assertThatIOException().isThrownBy(() -> Certificates.ofFiles(chain, key, Clock.systemUTC()));
    SelfSigned.make(chain, key, "mx.example.org", Instant.now());
    Files.writeString(key, "");
    assertThatIOException()
        .isThrownBy(() -> Certificates.ofFiles(chain, key, Clock.systemUTC()))
        .withMessageContaining("no private key");
  }

  @Test
  void without_a_certificate_the_session_goes_on_in_the_clear() throws IOException {
    Path file = temp.resolve("file");
    Files.writeString(file, "no directory");
    Certificates none =
        Certificates.selfSigned(file.resolve("sub"), "mx.example.org", Clock.systemUTC());
    try (TestServer server =
            TestServer.start(SmtpLimits.DEFAULTS, Optional.of(none), temp, List.of());
        RawClient client = server.connect().greet()) {
      assertThat(client.ask("STARTTLS")).startsWith("454 4.7.0");
      assertThat(client.ask("NOOP")).startsWith("250");
    }
  }

  private static String serial(TestServer server) throws IOException {
    try (RawClient client = server.connect().greet()) {
      client.ask("STARTTLS");
      client.startTls();
      return client.peerCertificate();
    }
  }

  private static void touch(Path file, int seconds) throws IOException {
    Files.setLastModifiedTime(
        file,
        java.nio.file.attribute.FileTime.from(Instant.now().plus(Duration.ofSeconds(seconds))));
  }

  private static final class TickingClock extends Clock {
    private volatile Instant now = Instant.EPOCH;

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
