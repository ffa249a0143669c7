package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;
import org.postern.mail.dns.ZoneServer;

/// Short links in the running gateway, which may ask nothing but a name server of the test.
@Timeout(180)
class ShortLinksOverSmtpTest {

  @TempDir Path data;

  private static String sent(RealGateway gateway, String link) throws IOException {
    String message =
        "From: Ann <ann@club.example>\r\nSubject: Lunch\r\n\r\nAt noon? " + link + "\r\n";
    return gateway.explained(
        gateway.accepted("ann@club.example", message, "me@a.example"), "a.example");
  }

  private RealGateway start(FakeUpstream upstream, ZoneServer zone, String more)
      throws IOException {
    return startIn(data, upstream, zone, more);
  }

  private static RealGateway startIn(
      Path folder, FakeUpstream upstream, ZoneServer zone, String more, String... settings)
      throws IOException {
    List<String> domain = RealGateway.domain("a.example", upstream, settings);
    String yaml =
        "dns: {servers: [\"127.0.0.1:%d\"]}\nanalysis: {preliminary_time: 60s, active_time: 60s}\n%s"
            .formatted(zone.address().getPort(), more);
    return RealGateway.start(folder, List.of(domain), yaml);
  }

  @Test
  void are_looked_up_but_lead_to_no_machine_of_the_house() throws IOException {
    try (FakeUpstream upstream = FakeUpstream.start();
        ServerSocket house = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ZoneServer zone =
            ZoneServer.of(
                "club.example A 127.0.0.1",
                "bit.ly A 127.0.0.1",
                "go.partner.example AAAA fd00::1",
                "tinyurl.com SERVFAIL");
        RealGateway gateway =
            start(upstream, zone, "links: {follow: true, hosts: [go.partner.example]}\n")) {
      assertThat(sent(gateway, "http://bit.ly:%d/x".formatted(house.getLocalPort())))
          .contains("LINK_UNRESOLVED", "/x: its address is not of the public internet");
      assertThat(sent(gateway, "https://bit.ly/y"))
          .contains("bit.ly/y: its address is not of the public internet");
      assertThat(sent(gateway, "https://go.partner.example/z"))
          .contains("go.partner.example/z: its address is not of the public internet");
      assertThat(sent(gateway, "https://tinyurl.com/z"))
          .contains("tinyurl.com/z: the DNS did not tell its address");
      assertThat(zone.asked()).contains("bit.ly", "go.partner.example", "tinyurl.com");
      house.setSoTimeout(1);
      assertThat(org.assertj.core.api.Assertions.catchThrowable(house::accept))
          .isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void are_not_touched_where_nobody_said_so() throws IOException {
    try (FakeUpstream upstream = FakeUpstream.start();
        ZoneServer zone = ZoneServer.of("club.example A 127.0.0.1", "bit.ly A 127.0.0.1");
        RealGateway gateway = start(upstream, zone, "")) {
      assertThat(sent(gateway, "https://bit.ly/y"))
          .contains("LINKS_SHORTENED")
          .doesNotContain("LINK_UNRESOLVED", "LINK_FOLLOWED");
      assertThat(zone.asked()).doesNotContain("bit.ly");
    }
  }

  @Test
  void are_not_touched_in_the_mail_of_a_domain_that_does_not_want_it() throws IOException {
    for (String mode : List.of("mode=queue", "mode=proxy")) {
      Path own = Files.createDirectory(data.resolve(mode));
      String following = "links: {follow: true}\n";
      try (FakeUpstream upstream = FakeUpstream.start();
          ZoneServer zone = ZoneServer.of("club.example A 127.0.0.1", "bit.ly A 127.0.0.1");
          RealGateway gateway =
              startIn(own, upstream, zone, following, mode, "follow-links=false")) {
        assertThat(sent(gateway, "https://bit.ly/y"))
            .as(mode)
            .contains("LINKS_SHORTENED")
            .doesNotContain("LINK_UNRESOLVED", "LINK_FOLLOWED");
        assertThat(zone.asked()).doesNotContain("bit.ly");
      }
    }
  }
}
