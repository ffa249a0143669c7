package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyProtocolTest {

  private static final List<Cidr> LOOPBACK = List.of(Cidr.parse("127.0.0.0/8").orElseThrow());

  @TempDir Path temp;

  @Test
  void a_listed_proxy_says_who_the_client_is() throws IOException {
    try (TestServer server = behindProxy();
        RawClient client = server.connect()) {
      client.line("PROXY TCP4 192.0.2.7 198.51.100.1 4711 25");
      client.greet();
      Client seen = server.program().clients.getFirst();
      assertThat(seen.ip()).isEqualTo("192.0.2.7");
      assertThat(seen.address().getPort()).isEqualTo(4711);
      assertThat(seen.listener().getPort()).isEqualTo(25);
    }
  }

  @Test
  void version_2_is_read_octet_by_octet() throws IOException {
    try (TestServer server = behindProxy();
        RawClient client = server.connect()) {
      for (byte octet : version2(0x21, 0x21, 36 + 5)) {
        client.send(new byte[] {octet});
      }
      client.greet();
      assertThat(server.program().clients.getFirst().ip()).isEqualTo("2001:db8:0:0:0:0:0:1");
    }
  }

  @Test
  void a_health_check_of_the_proxy_speaks_for_itself() throws IOException {
    try (TestServer server = behindProxy();
        RawClient client = server.connect()) {
      client.send(version2(0x20, 0, 0));
      client.greet();
      assertThat(server.program().clients.getFirst().ip()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void the_limit_per_address_counts_clients_not_the_proxy() throws IOException {
    SmtpLimits limits = SmtpLimits.DEFAULTS.withConnections(100, 1, true);
    try (TestServer server = TestServer.start(limits, Optional.empty(), temp, LOOPBACK);
        RawClient first = server.connect();
        RawClient second = server.connect();
        RawClient third = server.connect()) {
      first.line("PROXY TCP4 192.0.2.7 198.51.100.1 4711 25");
      assertThat(first.reply().getLast()).startsWith("220");
      second.line("PROXY TCP4 192.0.2.8 198.51.100.1 4711 25");
      assertThat(second.reply().getLast()).startsWith("220");
      third.line("PROXY TCP4 192.0.2.7 198.51.100.1 4712 25");
      assertThat(third.reply().getLast()).startsWith("421 4.7.0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EHLO client.example\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 4711\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 4711 65536\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 04711 25\r\n",
        "PROXY TCP4 2001:db8::1 2001:db8::2 4711 25\r\n",
        "PROXY TCP6 192.0.2.7 198.51.100.1 4711 25\r\n",
        "PROXY TCP4 localhost 198.51.100.1 4711 25\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 4711 25\n",
        "PROXY \r\n",
        "PROXY TCP4 1.1.1.1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111"
      })
  void a_wrong_header_from_a_listed_proxy_closes(String header) throws IOException {
    try (TestServer server = behindProxy();
        RawClient client = server.connect()) {
      client.send(header);
      assertThat(client.closedByServer()).isTrue();
      assertThat(server.program().clients).isEmpty();
    }
  }

  @Test
  void wrong_headers_of_version_2_are_wrong() {
    assertThat(read(version2(0x31, 0x11, 12))).isInstanceOf(ProxyProtocol.Outcome.Wrong.class);
    assertThat(read(version2(0x22, 0x11, 12))).isInstanceOf(ProxyProtocol.Outcome.Wrong.class);
    assertThat(read(version2(0x21, 0x11, 11))).isInstanceOf(ProxyProtocol.Outcome.Wrong.class);
    assertThat(read(version2(0x21, 0x21, 35))).isInstanceOf(ProxyProtocol.Outcome.Wrong.class);
    assertThat(read(version2(0x21, 0x11, 60_000))).isInstanceOf(ProxyProtocol.Outcome.Wrong.class);
  }

  @Test
  void blocks_hold_what_they_say() {
    Cidr block = Cidr.parse("192.0.2.128/25").orElseThrow();
    assertThat(block.contains(Cidr.literal("192.0.2.129").orElseThrow())).isTrue();
    assertThat(block.contains(Cidr.literal("192.0.2.127").orElseThrow())).isFalse();
    assertThat(block.contains(Cidr.literal("2001:db8::1").orElseThrow())).isFalse();
    assertThat(
            Cidr.parse("2001:db8::/32")
                .orElseThrow()
                .contains(Cidr.literal("2001:db8:1::1").orElseThrow()))
        .isTrue();
    assertThat(List.of("localhost", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "::/129", "1.2.3.400", ""))
        .allSatisfy(text -> assertThat(Cidr.parse(text)).as(text).isEmpty());
  }

  private TestServer behindProxy() throws IOException {
    return TestServer.start(SmtpLimits.DEFAULTS, Optional.empty(), temp, LOOPBACK);
  }

  private static ProxyProtocol.Outcome read(byte[] octets) {
    return ProxyProtocol.read(octets, 0, octets.length);
  }

  // 2001:db8::1 to ::, or 32.1.13.184 to 0.0.0.0, as far as `length` reaches.
  private static byte[] version2(int command, int family, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
    out.write(command);
    out.write(family);
    out.write(length >> 8);
    out.write(length);
    byte[] body = new byte[Math.min(length, 100)];
    byte[] address = {0x20, 1, 0xd, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    System.arraycopy(address, 0, body, 0, Math.min(address.length, body.length));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
