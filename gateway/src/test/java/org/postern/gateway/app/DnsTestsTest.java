package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.gateway.admit.dns.DnsLists;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.ConfigException;
import org.postern.mail.dns.FakeZone;

class DnsTestsTest {

  private static final String LISTS =
      "dns_lists: {block: ['a.example=127.0.0.[2..4]*2', b.example], allow: w.example,"
          + " threshold: 1.5}\ndns: {patience: 3s}";

  private static DnsTests tests(String yaml) throws Exception {
    return DnsTests.of(
        Config.parse("x", yaml), Optional.of(new FakeZone()), "mx.example.org", Clock.systemUTC());
  }

  @Test
  void lists_are_asked_only_where_some_are_configured() throws Exception {
    assertThat(tests("").tests()).hasSize(3).noneMatch(DnsLists.class::isInstance);
    assertThat(tests("").lists()).isEmpty();
    assertThat(tests(LISTS).tests()).hasSize(4).anyMatch(DnsLists.class::isInstance);
    assertThat(tests(LISTS).lists()).isPresent();
  }

  @Test
  void without_the_dns_there_are_none() throws Exception {
    DnsTests none =
        DnsTests.of(
            Config.parse("x", LISTS), Optional.empty(), "mx.example.org", Clock.systemUTC());
    assertThat(none.tests()).isEmpty();
    assertThat(none.lists()).isEmpty();
  }

  @Test
  void lists_are_read_as_they_are_written() throws Exception {
    DnsLists.Settings settings = Settings.dnsLists(Config.parse("x", LISTS));
    assertThat(settings.block())
        .extracting(Object::toString)
        .containsExactly("a.example=127.0.0.[2..4]*2.0", "b.example=127.0.0.2*1.0");
    assertThat(settings.allow()).hasSize(1);
    assertThat(settings.threshold()).isEqualTo(1.5);
    assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void what_is_no_list_and_too_many_of_them_are_told() {
    assertThatThrownBy(() -> Config.parse("x", "dns_lists: {block: 'a.example=192.0.2.1'}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a list as ZONE=CODES*WEIGHT");
    String many =
        IntStream.range(0, 41).mapToObj(i -> "l" + i + ".example").collect(Collectors.joining(","));
    assertThatThrownBy(() -> Config.parse("x", "dns_lists: {block: [" + many + "]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("at most 40 lists");
  }
}
