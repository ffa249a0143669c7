package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;

/// From a refusal to the administrators' list, through the whole gateway.
class WhyTest {

  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

  @TempDir Path data;

  @Test
  void a_sender_reads_why_and_asks_for_a_review() throws IOException {
    List<List<String>> domains = List.of(List.of("served.example", "--route", "127.0.0.1:1"));
    try (RealGateway gateway = RealGateway.start(data, domains)) {
      String ref;
      try (RealGateway.Talk talk = gateway.talk()) {
        talk.ask("MAIL FROM:<a@client.example>");
        ref = found("\\(ref ([0-9A-Z-]{19})\\)", talk.ask("RCPT TO:<secret@elsewhere.example>"));
      }
      String page = "/why/" + ref;
      await().until(() -> ask(gateway, "GET", page, "").code() == 200);
      WebResponse shown = ask(gateway, "GET", page, "");
      assertThat(shown.body())
          .contains("The server takes no mail for this recipient.")
          .doesNotContain("secret", "elsewhere.example");

      String token = found("name=\"token\" value=\"([^\"]+)\"", shown.body());
      assertThat(ask(gateway, "POST", page, "token=" + token + "&text=Please+look").code())
          .isEqualTo(200);

      assertThat(gateway.command("review", "list"))
          .contains(ref, "\"text\":\"Please look\"", "\"open\":true");
      gateway.command("review", "close", ref, "--answer", "Write to info@served.example");
      assertThat(ask(gateway, "GET", page, "").body())
          .contains("Write to info@served.example")
          .doesNotContain("<form");
      assertThat(gateway.command("log", "--stats")).contains("rcpt  5.7.1");
    }
  }

  private static WebResponse ask(RealGateway gateway, String method, String target, String body) {
    return gateway.why(
        new WebRequest(
            CLIENT,
            method,
            target,
            Map.of("content-type", "application/x-www-form-urlencoded"),
            new WebRequest.Body(body.getBytes(StandardCharsets.US_ASCII))));
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }
}
