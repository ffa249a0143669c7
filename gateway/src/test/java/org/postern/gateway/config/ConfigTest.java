package org.postern.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.gateway.config.Config.Log;
import org.postern.mail.smtp.BareLineEndings;
import org.postern.mail.smtp.Cidr;

class ConfigTest {

  @TempDir Path folder;

  @Test
  void every_key_has_this_default() {
    Config config = Config.standard();
    assertThat(config.node()).isEqualTo(new Config.Node(Optional.empty(), Path.of("data")));
    assertThat(config.smtp())
        .isEqualTo(
            new Config.Smtp(
                List.of(new HostPort("0.0.0.0", 2525)), List.of(), BareLineEndings.REFUSE));
    assertThat(config.tls()).isEqualTo(new Config.Tls(Optional.empty(), Optional.empty()));
    assertThat(config.limits())
        .isEqualTo(
            new LimitKeys(
                15_000,
                100,
                false,
                new Size(2 << 10),
                new Size(50 << 20),
                1000,
                100,
                20,
                100,
                10,
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                Duration.ofHours(1),
                new Size(1 << 20),
                Optional.empty()));
    assertThat(config.http())
        .isEqualTo(
            new HttpKeys(new HostPort("127.0.0.1", 8080), Optional.empty(), Optional.empty()));
    assertThat(config.analysis())
        .isEqualTo(
            new AnalysisKeys(
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                0,
                new Size(256 << 20),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(config.bulk()).isEqualTo(new BulkKeys(true, 30, 60, 200, 10, true));
    assertThat(config.spool())
        .isEqualTo(
            new Config.Spool(
                new Size(128 << 20), new Size(256 << 10), 200_000, new Size(64 << 20)));
    assertThat(config.relay())
        .isEqualTo(
            new RelayKeys(
                Optional.empty(),
                List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(4)),
                Duration.ofHours(4),
                20,
                200,
                Duration.ofSeconds(30),
                Duration.ofMinutes(10)));
    assertThat(config.quarantine()).isEqualTo(new Config.Quarantine(Duration.ofDays(30)));
    assertThat(config.mailLog())
        .isEqualTo(new Config.MailLog(Duration.ofDays(90), Duration.ofDays(30)));
    assertThat(config.log()).isEqualTo(new Log(Log.Level.INFO, Log.Format.PLAIN));
  }

  @Test
  void every_key_can_be_set() throws Exception {
    Config config =
        Config.parse(
            "x.yaml",
            """
            node: {name: mx.example.org, data: /var/lib/postern}
            smtp:
              listen: ["192.0.2.1:25", "[2001:db8::1]:25"]
              proxies: [10.0.0.0/8, "2001:db8::/32", 192.0.2.7]
              bare_line_endings: normalize
            tls: {certificate: cert.pem, key: key.pem}
            limits:
              connections: 5
              connections_per_address: 4
              loopback_counts: true
              command_size: 1KB
              message_size: 64KB
              recipients: 9
              idle_commands: 8
              errors: 7
              refused_recipients: 6
              unknown_commands: 3
              command_time: 10s
              data_time: 11s
              session_time: 1d
              message_memory: 0
              total_memory: 32MB
            http: {listen: "localhost:0"}
            analysis: {preliminary_time: 100ms, active_time: 2m, waiting_time: 3m, parallel: 8, memory: 5MB,
              blocked_urls: [/etc/postern/bad-urls], allowed_urls: [/etc/postern/good-urls],
              site_model: /var/lib/postern/site.model, text_model: /var/lib/postern/text.model,
              weights: /etc/postern/weights.tsv}
            bulk: {enabled: false, ten_minutes: 5, hour: 6, day: 7, senders: 8, waves: false}
            spool: {memory: 1GB, inline_size: 8KB, messages: 7, free_space: 0}
            relay:
              smart_host: "relay.example.org:587"
              retries: 10s
              delay_notice: 1h
              connections_per_host: 6
              parallel: 9
              connect_time: 1s
              reply_time: 2s
            quarantine: {retention: 1h}
            mail_log: {retention: 2d, explanations: 3d}
            log: {level: debug, format: json}
            """);
    assertThat(config.node())
        .isEqualTo(new Config.Node(Optional.of("mx.example.org"), Path.of("/var/lib/postern")));
    assertThat(config.smtp())
        .isEqualTo(
            new Config.Smtp(
                List.of(new HostPort("192.0.2.1", 25), new HostPort("2001:db8::1", 25)),
                networks("10.0.0.0/8", "2001:db8::/32", "192.0.2.7/32"),
                BareLineEndings.NORMALIZE));
    assertThat(config.tls())
        .isEqualTo(
            new Config.Tls(Optional.of(Path.of("cert.pem")), Optional.of(Path.of("key.pem"))));
    assertThat(config.limits())
        .isEqualTo(
            new LimitKeys(
                5,
                4,
                true,
                new Size(1 << 10),
                new Size(64 << 10),
                9,
                8,
                7,
                6,
                3,
                Duration.ofSeconds(10),
                Duration.ofSeconds(11),
                Duration.ofDays(1),
                new Size(0),
                Optional.of(new Size(32 << 20))));
    assertThat(config.http())
        .isEqualTo(new HttpKeys(new HostPort("localhost", 0), Optional.empty(), Optional.empty()));
    assertThat(config.analysis())
        .isEqualTo(
            new AnalysisKeys(
                Duration.ofMillis(100),
                Duration.ofMinutes(2),
                Duration.ofMinutes(3),
                8,
                new Size(5 << 20),
                Optional.empty(),
                List.of(Path.of("/etc/postern/bad-urls")),
                List.of(Path.of("/etc/postern/good-urls")),
                Optional.of(Path.of("/var/lib/postern/site.model")),
                Optional.of(Path.of("/var/lib/postern/text.model")),
                Optional.of(Path.of("/etc/postern/weights.tsv"))));
    assertThat(config.bulk()).isEqualTo(new BulkKeys(false, 5, 6, 7, 8, false));
    assertThat(config.spool())
        .isEqualTo(new Config.Spool(new Size(1 << 30), new Size(8 << 10), 7, new Size(0)));
    assertThat(config.relay())
        .isEqualTo(
            new RelayKeys(
                Optional.of(new HostPort("relay.example.org", 587)),
                List.of(Duration.ofSeconds(10)),
                Duration.ofHours(1),
                6,
                9,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2)));
    assertThat(config.quarantine()).isEqualTo(new Config.Quarantine(Duration.ofHours(1)));
    assertThat(config.mailLog())
        .isEqualTo(new Config.MailLog(Duration.ofDays(2), Duration.ofDays(3)));
    assertThat(config.log()).isEqualTo(new Log(Log.Level.DEBUG, Log.Format.JSON));
  }

  @Test
  void an_empty_file_comments_and_empty_sections_give_the_defaults() throws Exception {
    assertThat(Config.parse("x", "")).isEqualTo(Config.standard());
    assertThat(Config.parse("x", "# nothing\n")).isEqualTo(Config.standard());
    assertThat(Config.parse("x", "smtp:\ntls:\n  key: \"\"\n")).isEqualTo(Config.standard());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "smtp: {lisen: a}       | 1:8: smtp.lisen: found an unknown key, expected listen (did you mean that?)",
        "message_size: 1MB      | 1:1: message_size: found an unknown key, expected limits.message_size (did you mean that?)",
        "tls: {x: 1}            | 1:7: tls.x: found an unknown key, expected one of certificate, key",
        "smtp: {listen: a}      | 1:16: smtp.listen: found \"a\", expected HOST:PORT, for example 0.0.0.0:25 or [::]:25",
        "smtp: {listen: ['h:70000']} | 1:17: smtp.listen[0]: found \"h:70000\", expected HOST:PORT, for example 0.0.0.0:25 or [::]:25",
        "smtp: {proxies: [10.0.0.0/33]} | 1:18: smtp.proxies[0]: found \"10.0.0.0/33\", expected a network, for example 192.0.2.0/24 or 2001:db8::/32",
        "smtp: 25               | 1:7: smtp: found \"25\", expected keys: listen, proxies, bare_line_endings",
        "limits: {errors: many} | 1:18: limits.errors: found \"many\", expected a whole number",
        "limits: {errors: 0}    | 1:18: limits.errors: found \"0\", expected 1 to 100000",
        "limits: {errors: null} | 1:18: limits.errors: found nothing, expected a whole number",
        "limits: {errors: [1]}  | 1:18: limits.errors: found a list, expected a whole number",
        "limits: {errors: 99999999999} | 1:18: limits.errors: found \"99999999999\", expected a whole number",
        "limits: {command_time: 5} | 1:24: limits.command_time: found \"5\", expected a duration, for example 30s, 15m, 4h or 7d",
        "limits: {command_time: 2d} | 1:24: limits.command_time: found \"2d\", expected 1s to 1h",
        "limits: {message_size: 1KB} | 1:24: limits.message_size: found \"1KB\", expected 64KB to 1GB",
        "limits: {message_size: big} | 1:24: limits.message_size: found \"big\", expected a size, for example 64KB, 50MB or 2GB",
        "relay: {retries: [1m, soon]} | 1:23: relay.retries[1]: found \"soon\", expected a duration, for example 30s, 15m, 4h or 7d",
        "node: {name: mx gate}  | 1:7: node: found a contradiction, expected a host name in ASCII such as mx.example.org",
        "relay: {retries: []}   | 1:8: relay: found a contradiction, expected at least one wait in retries",
        "tls: {key: a}          | 1:6: tls: found a contradiction, expected both certificate and key, or neither",
        "log: {level: loud}     | 1:14: log.level: found \"loud\", expected error or warn or info or debug",
        "log: {level: {a: b}}   | 1:14: log.level: found a section, expected error or warn or info or debug",
        "node: {data: ''}       | 1:14: node.data: found \"\", expected a path",
        "? [a] : b              | 1:1: found broken YAML (Non scalar key is detected but it is not configured to be allowed.), expected valid YAML",
        "smtp: {listen: a       | 1:17: found broken YAML (expected ',' or '}', but got <stream end>), expected valid YAML",
        "log: {format: &x [*x]} | 1:15: log.format: found a list, expected plain or json",
      })
  void says_where_and_what_is_wrong(String yaml, String message) {
    assertThatThrownBy(() -> Config.parse("p.yaml", yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessage("p.yaml:" + message);
  }

  @Test
  void lists_the_sections_where_something_else_stands() {
    assertThatThrownBy(() -> Config.parse("p.yaml", "- a"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("p.yaml:1:1: found a list, expected keys: node, smtp, tls, limits");
  }

  @Test
  void says_everything_that_is_wrong_at_once() {
    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                Config.parse(
                    "p.yaml",
                    """
                    smtp:
                      listen: 25
                    htp: 1
                    limits:
                      errors: 3
                      errors: 4
                      recipients: 0
                    """));
    assertThat(wrong.problems())
        .extracting(Problem::toString)
        .containsExactly(
            "p.yaml:2:11: smtp.listen: found \"25\", expected HOST:PORT, for example 0.0.0.0:25 or"
                + " [::]:25",
            "p.yaml:3:1: htp: found an unknown key, expected http (did you mean that?)",
            "p.yaml:6:3: limits.errors: found the key a second time, expected it once",
            "p.yaml:7:15: limits.recipients: found \"0\", expected 1 to 100000");
  }

  @Test
  void reads_a_file_and_names_it() throws Exception {
    Path file = folder.resolve("postern.yaml");
    Files.writeString(file, "log: {level: warn}\n");
    assertThat(Config.read(file).log().level()).isEqualTo(Log.Level.WARN);
    Files.writeString(file, "log: {level: no}\n");
    assertThatThrownBy(() -> Config.read(file)).hasMessageStartingWith(file + ":1:14: log.level:");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThatThrownBy(() -> Config.read(file))
        .hasMessage(file + ":1:1: found octets that are not UTF-8, expected UTF-8");
  }

  @Test
  void an_enormous_file_is_refused_not_read() {
    assertThatThrownBy(() -> Config.parse("p.yaml", "a: " + "b".repeat(2_000_000)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("broken YAML");
  }

  @Test
  void deep_nesting_is_refused_not_followed() {
    assertThatThrownBy(() -> Config.parse("p.yaml", "smtp: " + "[".repeat(100_000)))
        .hasMessage("p.yaml:1:26: found nesting of 21, expected at most 20");
  }

  @Test
  void the_command_line_replaces_single_values() {
    Config config =
        Config.standard()
            .withData(Path.of("/d"))
            .withSmtp(List.of(new HostPort("::1", 26)))
            .withHttp(new HostPort("127.0.0.1", 0));
    assertThat(config.node().data()).isEqualTo(Path.of("/d"));
    assertThat(config.smtp().listen()).hasToString("[[::1]:26]");
    assertThat(config.http().listen().port()).isZero();
    assertThat(config.limits()).isEqualTo(Config.standard().limits());
  }

  private static List<Cidr> networks(String... texts) {
    return java.util.Arrays.stream(texts).map(text -> Cidr.parse(text).orElseThrow()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://mx.example.org",
        "http://192.0.2.1:8080",
        "https://[2001:db8::1]:8443/mail/gate"
      })
  void a_public_url_is_taken(String url) throws Exception {
    Config config = Config.parse("p.yaml", "http: {public_url: '" + url + "'}");
    assertThat(config.http().publicUrl()).contains(url);
  }

  // Whatever stands here is said in every refusal.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mx.example.org",
        "ftp://mx.example.org",
        "https://mx.example.org/",
        "https://mx.example.org/a?b=c",
        "https://mx.example.org/#top",
        "https://user@mx.example.org",
        "https://mx.example.org/a b",
        "https://mx.exämple.org",
        "https:///why",
        "https://mx.example.org/%0d%0a"
      })
  void a_public_url_that_could_break_a_reply_is_refused(String url) {
    assertThatThrownBy(() -> Config.parse("p.yaml", "http: {public_url: '" + url + "'}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("https://mx.example.org");
  }

  @Test
  void a_public_url_leaves_room_in_a_line() {
    String url = "https://mx.example.org/" + "x".repeat(200);
    assertThatThrownBy(() -> Config.parse("p.yaml", "http: {public_url: '" + url + "'}"))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void mass_mail_of_a_day_is_not_less_than_that_of_an_hour() {
    assertThatThrownBy(() -> Config.parse("x.yaml", "bulk: {ten_minutes: 30, hour: 60, day: 50}\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("hour not above day");
  }
}
