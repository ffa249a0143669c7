package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.gateway.control.ControlClient;

@Timeout(60)
class RunCommandTest extends TypedCommands {

  @Test
  void says_ready_serves_health_and_control_and_drains() throws Exception {
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() ->
            run(
                "run",
                "--data",
                data.toString(),
                "--http",
                "127.0.0.1:0",
                "--smtp",
                "127.0.0.1:0"));
    await().until(() -> out().endsWith("\n"));
    Matcher ready =
        Pattern.compile(
                "ready smtp=127\\.0\\.0\\.1:2525 http=(127\\.0\\.0\\.1:[0-9]+) data="
                    + Pattern.quote(data.toString())
                    + " version=\\S+ took=[0-9]+ms\n")
            .matcher(out());
    assertThat(ready.matches()).as(out()).isTrue();

    try (HttpClient http = HttpClient.newHttpClient()) {
      URI health = URI.create("http://" + ready.group(1) + "/health");
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .startsWith("{\"status\":\"ready\",\"version\":")
          .contains(
              "\"troubles\":[{\"kind\":\"RULE_SWITCHED_OFF\",\"what\":\"DEAR\",\"where\":\"a.cf:7\","
                  + "\"why\":\"more than 50 ms\"},{\"kind\":\"FILE_NOT_READ\"");
      assertThat(status(http, health.resolve("/health/live"), "GET")).isEqualTo(200);
      assertThat(status(http, health.resolve("/other"), "GET")).isEqualTo(404);
      assertThat(status(http, health, "POST")).isEqualTo(405);
      assertThat(status(http, health.resolve("/why/x"), "GET")).isEqualTo(404);
    }
    try (ControlClient client = ControlClient.connect(data).orElseThrow()) {
      assertThat(client.status().http()).isEqualTo(ready.group(1));
      assertThat(client.status().smtp()).containsExactly("127.0.0.1:2525");
    }

    out.reset();
    assertThat(run("status", "--data", data.toString())).isZero();
    assertThat(out())
        .contains(
            "queued   0\n",
            "rule switched off: DEAR, a.cf:7: more than 50 ms\n",
            "file not read: analysis.rules, b.cf:2: a \"(\"\n");
    out.reset();
    assertThat(run("status", "--json", "--data", data.toString())).isZero();
    assertThat(out()).contains("\"where\":\"a.cf:7\"", "\"queued\":0");

    stopping.ask();
    assertThat(code.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(program.events).containsExactly("start " + data, "drain", "close");
    assertThat(ControlClient.connect(data)).isEmpty();
    assertThat(run("status", "--data", data.toString())).isEqualTo(1);
    assertThat(err()).isEqualTo("postern: no gateway runs on these data\n");
  }

  @Test
  void the_public_listener_has_the_pages_alone() throws Exception {
    Path file = Files.writeString(data.resolve("p.yaml"), "http: {public_listen: '127.0.0.1:0'}");
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() ->
            run(
                "run",
                "--config",
                file.toString(),
                "--data",
                data.toString(),
                "--http",
                "127.0.0.1:0",
                "--smtp",
                "127.0.0.1:0"));
    await().until(() -> out().endsWith("\n"));
    Matcher ready = Pattern.compile(" public=(\\S+) ").matcher(out());
    assertThat(ready.find()).as(out()).isTrue();
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI pages = URI.create("http://" + ready.group(1) + "/why/x");
      for (String path : List.of("/why/x", "/health", "/")) {
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(pages.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("nothing to tell\n");
      }
    }
    stopping.ask();
    assertThat(code.get(30, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void an_address_that_cannot_be_had_is_told_and_ends_with_1() {
    assertThat(run("run", "--data", data.toString(), "--smtp", "127.0.0.1:1")).isEqualTo(1);
    assertThat(err()).isEqualTo("postern: cannot listen on 127.0.0.1:1\n");
    assertThat(out()).isEmpty();
  }

  private static int status(HttpClient http, URI address, String method) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody()).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
