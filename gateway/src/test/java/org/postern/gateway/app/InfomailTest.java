package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.json.JsonObject;

/// Newsletters over SMTP: what the domain wants, and what its users want.
class InfomailTest {

  private static final String NEWSLETTER =
      """
      From: Garden Society <news@garden.example>\r
      To: <me@a.example>\r
      Subject: What to sow in March\r
      Date: Mon, 2 Nov 2026 10:00:00 +0000\r
      Message-ID: <1@garden.example>\r
      List-Unsubscribe: <https://garden.example/u/1>\r
      List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
      Feedback-ID: 1:2:3:mill\r
      \r
      View in browser: https://garden.example/7\r
      Carrots, peas and onions can go out now, as soon as the soil is dry.\r
      You are receiving this because you are a member. Unsubscribe: https://garden.example/unsubscribe\r
      """;

  @TempDir Path data;
  private FakeUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  private RealGateway gateway(String... settings) throws IOException {
    return RealGateway.start(data, List.of(RealGateway.domain("a.example", upstream, settings)));
  }

  private static String send(RealGateway gateway, String... to) throws IOException {
    return gateway.accepted("bounce@garden.example", NEWSLETTER, to);
  }

  @Test
  void is_delivered_and_called_by_its_name() throws IOException {
    try (RealGateway gateway = gateway()) {
      String ref = send(gateway, "me@a.example");
      assertThat(upstream.await(1).getFirst().text()).contains("INFOMAIL");
      gateway.explained(ref, "decided by its kind: NEWSLETTER", " * kind");
    }
  }

  @Test
  void is_held_under_its_own_name_where_the_domain_wants_that() throws IOException {
    try (RealGateway gateway = gateway("on-infomail=hold")) {
      send(gateway, "me@a.example");
      assertThat(gateway.held(1).getFirst()).contains("\"category\":\"INFOMAIL\"");
    }
  }

  @Test
  void users_choose_where_the_domain_lets_them() throws IOException {
    RealGateway.command(data, List.of("domain", "add", "a.example", "--route", "127.0.0.1:1"));
    RealGateway.command(data, List.of("user", "set", "Bob@a.example", "infomail=hold"));
    try (RealGateway gateway = gateway("infomail-by=users")) {
      send(gateway, "me@a.example", "bob+news@a.example");
      assertThat(gateway.held(1).getFirst()).contains("bob+news@a.example");
      assertThat(upstream.await(1).getFirst().rcpts().toString())
          .contains("me@a.example")
          .doesNotContain("bob");
    }
  }

  @Test
  void what_a_user_chose_is_what_explain_tells() throws IOException {
    RealGateway.command(data, List.of("domain", "add", "a.example", "--route", "127.0.0.1:1"));
    RealGateway.command(data, List.of("user", "set", "bob@a.example", "infomail=hold"));
    try (RealGateway gateway = gateway("infomail-by=users")) {
      String ref = send(gateway, "bob+news@a.example");
      gateway.held(1);
      assertThat(gateway.explained(ref, "recipient  bob+news@a.example: INFOMAIL, hold"))
          .containsPattern("verdict    INFOMAIL, score [-0-9.]+, hold");
    }
  }

  @Test
  void is_held_as_long_as_the_domain_says_for_infomail() throws IOException {
    try (RealGateway gateway = gateway("on-infomail=hold", "infomail-retention=2d")) {
      send(gateway, "me@a.example");
      String ref = JsonObject.parse(gateway.held(1).getFirst()).text("ref").orElseThrow();
      String held = gateway.command("quarantine", "show", ref, "--json").strip();
      Instant received = moment(held, "time");
      assertThat(moment(held, "expires"))
          .isBetween(received.plus(Duration.ofDays(2)), received.plus(Duration.ofDays(3)));
    }
  }

  private static Instant moment(String json, String field) throws IOException {
    return Instant.parse(JsonObject.parse(json).text(field).orElseThrow());
  }

  @Test
  void what_users_chose_has_no_say_where_the_domain_decides() throws IOException {
    RealGateway.command(data, List.of("domain", "add", "a.example", "--route", "127.0.0.1:1"));
    RealGateway.command(data, List.of("user", "set", "bob@a.example", "infomail=deliver"));
    try (RealGateway gateway = gateway("on-infomail=hold")) {
      send(gateway, "bob@a.example");
      gateway.held(1);
    }
  }
}
