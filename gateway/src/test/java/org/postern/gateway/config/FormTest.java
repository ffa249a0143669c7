package org.postern.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.gateway.tenant.Durations;

class FormTest {

  @ParameterizedTest
  @CsvSource({"0,0", "512,512", "512B,512", "1KB,1024", "2 MB,2097152", "1GB,1073741824"})
  void reads_sizes(String text, long octets) {
    assertThat(Size.parse(text)).contains(new Size(octets));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1kb", "1.5MB", "1TB", "9999999999999", "MB"})
  void refuses_other_sizes(String text) {
    assertThat(Size.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "7", "1KB", "1536KB", "50MB", "2GB"})
  void writes_sizes_as_it_reads_them(String text) {
    assertThat(Size.parse(text)).get().hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"250ms,PT0.25S", "30s,PT30S", "15m,PT15M", "4h,PT4H", "7d,PT168H"})
  void reads_durations(String text, Duration duration) {
    assertThat(Durations.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 s", "-5s", "1h30m", "5y", "9999999999s"})
  void refuses_other_durations(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "250ms", "90s", "15m", "4h", "7d"})
  void writes_durations_as_it_reads_them(String text) {
    assertThat(Durations.parse(text).map(Durations::text)).contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0:25", "[::]:25", "[2001:db8::1]:0", "mx.example.org:65535"})
  void reads_addresses_and_writes_them_the_same(String text) {
    assertThat(HostPort.parse(text)).get().hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "25", ":25", "a:", "a:65536", "::1:25", "[a]:25", "[::1]", "a b:1"})
  void refuses_other_addresses(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }
}
