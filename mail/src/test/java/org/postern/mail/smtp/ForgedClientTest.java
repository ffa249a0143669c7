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

/// Nobody but a listed proxy says who the client is.
class ForgedClientTest {

  // Listed, but not where the tests come from.
  private static final List<Cidr> ELSEWHERE = List.of(Cidr.parse("192.0.2.0/24").orElseThrow());

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 192.0.2.7 198.51.100.1 4711 25",
        "PROXY TCP6 2001:db8::7 2001:db8::1 4711 25",
        "PROXY UNKNOWN"
      })
  void a_proxy_header_from_a_stranger_is_an_unknown_command(String header) throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect()) {
      client.reply();
      assertThat(client.ask(header)).startsWith("500 5.5.1 unknown command");
      assertThat(client.ask("EHLO client.example")).startsWith("250");
      assertThat(server.program().clients).extracting(Client::ip).containsExactly("127.0.0.1");
    }
  }

  @Test
  void a_proxy_header_ahead_of_the_banner_ends_the_session_of_a_stranger() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect()) {
      client.send("PROXY TCP4 192.0.2.7 198.51.100.1 4711 25\r\nEHLO client.example\r\n");
      assertThat(client.readAll()).contains("503 5.5.0").doesNotContain("250");
      assertThat(server.program().clients).extracting(Client::ip).containsExactly("127.0.0.1");
    }
  }

  @Test
  void a_binary_proxy_header_from_a_stranger_is_no_command() throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect()) {
      client.reply();
      client.send(version2());
      assertThat(client.readAll()).startsWith("503 5.5.0").doesNotContain("250");
    }
    try (TestServer server = start();
        RawClient client = server.connect()) {
      client.reply();
      // Without pipelining it is four lines, the last of which ends with LF alone.
      for (String piece : List.of("\r\n", "\r\n", "\0\r\n", "QUIT\n")) {
        client.send(piece);
        assertThat(client.reply().getLast()).startsWith("500 5.5");
      }
      assertThat(client.ask("EHLO client.example")).startsWith("250");
      assertThat(server.program().clients).extracting(Client::ip).containsExactly("127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XCLIENT ADDR=192.0.2.7 NAME=trusted.example",
        "XCLIENT ADDR=IPV6:2001:db8::7",
        "XCLIENT LOGIN=root",
        "XCLIENT HELO=trusted.example PROTO=ESMTP",
        "XFORWARD ADDR=192.0.2.7 NAME=trusted.example",
        "XFORWARD SOURCE=LOCAL",
        "XADR 192.0.2.7"
      })
  void other_ways_to_name_a_client_are_not_known(String line) throws IOException {
    try (TestServer server = start();
        RawClient client = server.connect()) {
      client.reply();
      client.line("EHLO client.example");
      assertThat(client.reply()).noneMatch(offer -> offer.contains("XCLIENT"));
      assertThat(client.ask(line)).startsWith("500 5.5.1 unknown command");
      assertThat(client.ask("MAIL FROM:<a@client.example>")).startsWith("250");
      assertThat(client.ask(line)).startsWith("500 5.5.1 unknown command");
      assertThat(client.ask("RCPT TO:<b@example.org>")).startsWith("250");
      assertThat(server.program().clients).extracting(Client::ip).containsExactly("127.0.0.1");
      assertThat(server.program().calls).contains("hello client.example");
    }
  }

  private TestServer start() throws IOException {
    return TestServer.start(SmtpLimits.DEFAULTS, Optional.empty(), temp, ELSEWHERE);
  }

  // From 192.0.2.7 to 198.51.100.1.
  private static byte[] version2() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(
        new byte[] {
          0x21, 0x11, 0, 12, (byte) 192, 0, 2, 7, (byte) 198, 51, 100, 1, 18, 103, 0, 25
        });
    return out.toByteArray();
  }
}
