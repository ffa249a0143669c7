package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FakeUpstream;
import org.postern.mail.dmarc.HandSigner;
import org.postern.mail.dns.ZoneServer;
import org.postern.mail.mime.Json;

/// Who pretends to be somebody else, over SMTP and with a real name server: what is delivered never
/// says that the victim sent it.
class SpoofingTest {

  private static final String REST =
      "To: <b@served.example>\r\nSubject: x\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n"
          + "Message-ID: <1@attack.example>\r\n\r\nHello\r\n";

  /// What was tried: MAIL FROM with its brackets, and the message.
  private record Attack(String name, String mailFrom, String message) {}

  @TempDir Path data;
  private FakeUpstream upstream;
  private ZoneServer zone;
  private RealGateway gateway;

  @BeforeEach
  void start() throws IOException {
    upstream = FakeUpstream.start();
    String key = HandSigner.record();
    zone =
        ZoneServer.of(
            "bank.example TXT \"v=spf1 ip4:192.0.2.1 -all\"",
            "bank.example MX 10 mx.bank.example.",
            "mx.bank.example A 192.0.2.1",
            "_dmarc.bank.example TXT \"v=DMARC1; p=reject\"",
            "attack.example TXT \"v=spf1 +all\"",
            "attack.example MX 10 mx.attack.example.",
            "a.attack.example TXT \"v=spf1 +all\"",
            "mx.attack.example A 127.0.0.1",
            "quiet.example TXT \"v=spf1 ip4:192.0.2.1 -all\"",
            "_dmarc.quiet.example TXT \"v=DMARC1; p=none\"",
            "selector._domainkey.attack.example TXT \""
                + key.substring(0, 200)
                + "\" \""
                + key.substring(200)
                + "\"");
    gateway =
        RealGateway.start(
            data,
            List.of(
                List.of(
                    "served.example",
                    "--route",
                    "127.0.0.1:" + upstream.port(),
                    "--set",
                    "on-suspected-spam=deliver")),
            zone.address());
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    upstream.close();
    zone.close();
  }

  @Test
  void the_victim_is_refused_when_somebody_else_writes_its_name() throws IOException {
    for (Attack attack : attacks("bank.example")) {
      String reply = send(attack);
      assertThat(reply).as(attack.name()).startsWith("5");
    }
    assertThat(upstream.received()).isEmpty();
  }

  @Test
  void where_the_victim_asks_for_nothing_no_header_of_ours_says_pass() throws IOException {
    int delivered = 0;
    for (Attack attack : attacks("quiet.example")) {
      delivered += send(attack).startsWith("2") ? 1 : 0;
    }
    assertThat(upstream.await(delivered)).hasSize(delivered);
    assertThat(delivered).isGreaterThan(5);
    upstream
        .received()
        .forEach(one -> {
          String header = one.text().substring(0, one.text().indexOf("Received: from"));
          assertThat(header).contains("Authentication-Results: ", "dmarc=");
          assertThat(header.replaceAll("\\s+", " "))
              .doesNotContain("dmarc=pass")
              .doesNotContain("mailfrom=quiet.example");
        });
  }

  @Test
  void a_victim_behind_more_authors_than_are_asked_about_is_not_slipped_by() throws IOException {
    for (int others : List.of(7, 8, 19, 200)) {
      StringBuilder from = new StringBuilder("From: ");
      for (int i = 0; i < others; i++) {
        from.append("<a@").append(i).append(".attack.example>,\r\n ");
      }
      String mail = from + "<admin@bank.example>\r\n" + REST;
      assertThat(send(new Attack("authors", "<any@attack.example>", mail)))
          .as(others + " others")
          .startsWith(others < 8 ? "550 5.7.26 " : "554 5.7.1 The message names too many authors");
    }
    assertThat(upstream.received()).isEmpty();
  }

  @Test
  void results_that_the_sender_wrote_in_our_name_are_gone() throws IOException {
    String name = gateway.hostname();
    String forged =
        "Authentication-Results: "
            + name
            + "; dmarc=pass header.from=quiet.example\r\n"
            + "Authentication-Results: other.example; dmarc=pass header.from=quiet.example\r\n"
            + "From: <admin@quiet.example>\r\n"
            + REST;
    assertThat(send(new Attack("forged results", "<any@attack.example>", forged)))
        .startsWith("250");
    String text = upstream.await(1).getFirst().text();
    assertThat(text).containsOnlyOnce("Authentication-Results: " + name);
    assertThat(text).contains("Authentication-Results: other.example; dmarc=pass");
    assertThat(text.substring(0, text.indexOf("Received: from"))).contains("dmarc=fail");
  }

  @Test
  void the_cases_of_espoofer_are_refused() throws IOException {
    String folder = System.getenv("POSTERN_SUITES");
    assumeThat(folder).as("POSTERN_SUITES is not set: espoofer over SMTP is skipped").isNotNull();
    zone.add("legitimate.com TXT \"v=spf1 ip4:192.0.2.1 -all\"");
    zone.add("_dmarc.legitimate.com TXT \"v=DMARC1; p=reject\"");
    for (String name : List.of("attack.com", "any.attack.com", "a.attack.com", "any.com")) {
      zone.add(name + " TXT \"v=spf1 +all\"");
    }
    int cases = 0;
    Path file = Path.of(folder, "auth-bypass/espoofer/cases.jsonl");
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      Map<String, Object> one = Json.object(Json.parse(line));
      String id = Json.string(one, "id");
      if (!id.startsWith("server_")) {
        continue; // Submission, which the gateway does not offer.
      }
      Map<String, Object> mail = Json.object(Json.member(one, "data"));
      String message =
          Json.string(mail, "from_header")
              + Json.string(mail, "to_header")
              + Json.string(mail, "subject_header")
              + Json.string(mail, "other_headers")
              + Json.string(mail, "body");
      if (one.get("dkim_para") instanceof Map<?, ?> para) {
        Map<String, Object> tags = Json.object(para);
        message = HandSigner.sign(Json.string(tags, "d"), Json.string(tags, "s"), message, "From");
      }
      String reply = send(new Attack(id, Json.string(one, "mailfrom"), message));
      assertThat(reply).as(id).startsWith("5");
      cases++;
    }
    System.out.println("espoofer over SMTP: " + cases + " of " + cases + " refused");
    assertThat(cases).isGreaterThanOrEqualTo(8);
  }

  private static List<Attack> attacks(String victim) {
    String honest = "<any@attack.example>";
    String admin = "<admin@" + victim + ">";
    List<Attack> attacks = new ArrayList<>();
    attacks.add(from("plain", honest, "From: " + admin + "\r\n"));
    attacks.add(from("no such sub-domain", "<any@none." + victim + ">", "From: " + admin + "\r\n"));
    attacks.add(from("looks empty", "<(any@" + victim + ">", "From: " + admin + "\r\n"));
    attacks.add(
        from("comment", "<any@" + victim + "(.a.attack.example>", "From: " + admin + "\r\n"));
    attacks.add(from("quote", "<any@" + victim + "'@a.attack.example>", "From: " + admin + "\r\n"));
    attacks.add(
        from(
            "route", "<@" + victim + ",@x.example:any@attack.example>", "From: " + admin + "\r\n"));
    attacks.add(from("two", honest, "From: <a@attack.example>\r\nFrom: " + admin + "\r\n"));
    attacks.add(
        from("two, other order", honest, "From: " + admin + "\r\nFrom: <a@attack.example>\r\n"));
    attacks.add(
        from("blank before", honest, " From: <a@attack.example>\r\nFrom: " + admin + "\r\n"));
    attacks.add(
        from("blank behind", honest, "From: <a@attack.example>\r\nFrom : " + admin + "\r\n"));
    attacks.add(
        from("folded name", honest, "From: <a@attack.example>\r\nFrom\r\n : " + admin + "\r\n"));
    attacks.add(from("list", honest, "From: <a@attack.example>, " + admin + "\r\n"));
    attacks.add(from("list, other order", honest, "From: " + admin + ", <a@attack.example>\r\n"));
    attacks.add(from("escaped comma", honest, "From: " + admin + "\\,<a@attack.example>\r\n"));
    attacks.add(
        from("bare and angle", honest, "From: admin@" + victim + ",<a@attack.example>\r\n"));
    attacks.add(from("angle and bare", honest, "From: <a@attack.example>admin@" + victim + "\r\n"));
    attacks.add(from("route in From", honest, "From: <@attack.example:admin@" + victim + ">\r\n"));
    attacks.add(signed("key of another", victim, "attack.example", "selector"));
    attacks.add(signed("domain with a quote", victim, victim + "'a.attack.example", "selector"));
    attacks.add(
        signed("selector with NUL", victim, victim, "selector._domainkey.attack.example.\0.any"));
    return attacks;
  }

  private static Attack from(String name, String mailFrom, String field) {
    return new Attack(name, mailFrom, field + REST);
  }

  private static Attack signed(String name, String victim, String domain, String selector) {
    String message = "From: <admin@" + victim + ">\r\n" + REST;
    return new Attack(
        name, "<any@attack.example>", HandSigner.sign(domain, selector, message, "From"));
  }

  /// The first refusal, or the reply to the last dot.
  private String send(Attack attack) throws IOException {
    try (RealGateway.Talk talk = gateway.talk()) {
      String reply = talk.ask("MAIL FROM:" + attack.mailFrom());
      if (reply.startsWith("2")) {
        reply = talk.ask("RCPT TO:<b@served.example>");
      }
      if (!reply.startsWith("2")) {
        return reply;
      }
      talk.ask("DATA");
      talk.send(attack.message() + "\r\n.\r\n");
      return talk.reply();
    }
  }
}
