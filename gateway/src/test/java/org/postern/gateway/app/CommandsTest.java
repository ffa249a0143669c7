package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.NOON;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.StoredReport;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Weights;
import org.postern.gateway.control.ControlServer;
import org.postern.gateway.control.FakeOperations;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.Review;
import org.postern.gateway.store.Samples;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;

class CommandsTest {

  private static final String REF = "01M4-8K2J-7QXD-0TZF";
  private static final String OTHER = "01M4-8K2J-7QXD-0TZG";

  @TempDir Path data;
  private final FakeProgram program = new FakeProgram();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private boolean screen;
  private byte[] input = new byte[0];

  private int run(String... args) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8),
            screen,
            false);
    Clock clock = Clock.fixed(NOON.plus(Duration.ofMinutes(30)), ZoneOffset.UTC);
    return new Commands(program, terminal, clock, Stopping.byCall()).run(args);
  }

  private int runHere(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--data";
    all[args.length + 1] = data.toString();
    return run(all);
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }

  // --- how commands are used

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "                    | say what to do: postern run|domain|scan|log|queue|quarantine|list|explain",
        "domain              | say what to do: postern domain add|list|remove",
        "queue               | say what to do: postern queue list|show|retry|delete",
        "quarantine          | say what to do: postern quarantine list|show|release|delete",
        "domian              | Did you mean: domain",
        "domain add          | Missing required parameter",
        "domain add a.org    | --route=HOST:PORT",
        "domain add a.org --route nowhere | 'nowhere' is not a route; write --route HOST:PORT",
        "domain add a.org --route h:0     | 'h:0' is not a route; write --route HOST:PORT",
        "domain add a@b --route h:25      | 'a@b' is not a domain; write, for example: postern domain add",
        "domain add a.org --route h:25 --priority 99999 | a priority of 0 to 65535",
        "domain add a.org --route h:25 --lifetime 7     | '7' is not a duration like 30s, 15m, 4h or 7d",
        "domain add a.org --route h:25 --tenant A_B     | a tenant's name has 1 to 64",
        "log --stats --to @a.org | only --since and --tenant go with it",
        "review             | say what to do: postern review list|show|close",
        "review show x      | 'x' is not a reference",
        "domain add a.org --route h:25 --mode fast      | expected one of [QUEUE, PROXY]",
        "scan                | Missing required parameter: 'PATH'",
        "scan --client-ip x /dev/null | 'x' is not an IP address",
        "scan --from a /dev/null      | 'a' is not a mail address",
        "log --since soon    | 'soon' is neither a duration like 1h or 7d nor a time like",
        "log --ref 12        | '12' is not a reference; one looks like 01M4-8K2J-7QXD-0TZF",
        "queue retry         | say which: postern queue retry REF, or postern queue retry --all",
        "queue show x        | 'x' is not a reference",
        "list                | say what to do: postern list add|list|remove",
        "list add            | Missing required parameters: 'allow|block', 'PATTERN'",
        "list add allow      | Missing required parameter",
        "list add permit b.example | expected one of [ALLOW, BLOCK]",
        "list add allow *.b.example | '*.b.example' is not a sender; write a@b.example, b.example or .b.example",
        "list add allow b.example --domain @  | '@' is not a domain; write --domain example.org",
        "list add allow b.example --recipient x | 'x' is not an address; write --recipient user@example.org",
        "list add allow b.example --recipient x@y.example --domain y.example | give either --domain or --recipient",
        "list add block b.example --unsafe | --unsafe is for allow entries",
        "list add allow .example   | all of .example is too much to allow",
        "list add allow b.example --expires soon | 'soon' is not a duration like 30s, 15m, 4h or 7d",
        "list remove         | Missing required parameter: 'ID|PATTERN'",
        "explain             | Missing required parameter: 'REF'",
        "explain x           | 'x' is not a reference",
        "run --smtp here     | 'here' is not an address; write --smtp 0.0.0.0:25, for example",
        "run --config /nowhere.yaml | there is no file /nowhere.yaml",
        "run --frobnicate    | Unknown option: '--frobnicate'",
      })
  void wrong_use_says_what_to_type_and_ends_with_2(String line, String said) {
    String[] args = line == null ? new String[0] : line.split(" ");
    assertThat(run(args)).isEqualTo(2);
    assertThat(err()).contains(said);
    assertThat(out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "run",
        "domain",
        "domain add",
        "domain list",
        "domain remove",
        "scan",
        "log",
        "queue",
        "queue list",
        "queue show",
        "queue retry",
        "queue delete",
        "quarantine",
        "quarantine list",
        "quarantine show",
        "quarantine release",
        "quarantine delete",
        "list",
        "list add",
        "list list",
        "list remove",
        "explain",
        "evaluate",
        "train",
        "review",
        "review list",
        "review show",
        "review close"
      })
  void every_command_explains_itself(String command) {
    assertThat(run((command + " --help").strip().split(" "))).isZero();
    assertThat(out()).startsWith("Usage: postern " + command).contains("-h, --help");
    assertThat(err()).isEmpty();
  }

  @Test
  void a_wrong_configuration_is_told_with_its_place_and_ends_with_2() throws Exception {
    Path file = data.resolve("p.yaml");
    Files.writeString(file, "limits:\n  recipients: 0\nsmpt: {}\n");
    assertThat(run("run", "--config", file.toString())).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            file
                + ":2:15: limits.recipients: found \"0\", expected 1 to 100000\n"
                + file
                + ":3:1: smpt: found an unknown key, expected smtp (did you mean that?)\n");
  }

  @Test
  void a_command_without_data_says_where_it_looked() {
    assertThat(run("log", "--data", data.resolve("none").toString())).isEqualTo(1);
    assertThat(err()).startsWith("postern: there are no data in " + data.resolve("none"));
  }

  // --- domains

  @Test
  void adds_changes_lists_and_removes_domains() {
    assertThat(
            runHere(
                "domain",
                "add",
                "Example.ORG",
                "--route",
                "mx1.example.org:25",
                "--route",
                "[2001:db8::1]:2525",
                "--priority",
                "20"))
        .isZero();
    assertThat(out())
        .isEqualTo(
            "added example.org (tenant default): queue to mx1.example.org:25 (10),"
                + " [2001:db8::1]:2525 (20)\n");
    assertThat(program.tenants.domains())
        .containsExactly(
            new Domain(
                TenantId.DEFAULT,
                "example.org",
                List.of(
                    new NextHop("mx1.example.org", 25, 10), new NextHop("2001:db8::1", 2525, 20)),
                DomainSettings.STANDARD));

    assertThat(
            runHere(
                "domain",
                "add",
                "example.org",
                "--route",
                "h:26",
                "--mode",
                "proxy",
                "--no-analysis",
                "--lifetime",
                "2d",
                "--retention",
                "90d"))
        .isZero();
    assertThat(out())
        .isEqualTo("changed example.org (tenant default): proxy to h:26, without analysis\n");

    assertThat(runHere("domain", "list")).isZero();
    assertThat(out())
        .startsWith(
            "{\"domain\":\"example.org\",\"tenant\":\"default\",\"route\":[{\"host\":\"h\","
                + "\"port\":26,\"priority\":10}],\"mode\":\"proxy\",\"analysis\":false,"
                + "\"lifetime\":\"2d\",\"retention\":\"90d\",\"settings\":{\"mode\":\"proxy\",\"analysis\":\"false\",");
    screen = true;
    assertThat(runHere("domain", "list")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            DOMAIN       TENANT   MODE               ROUTE
            example.org  default  proxy, unexamined  h:26
            """);

    assertThat(runHere("domain", "remove", "example.org")).isZero();
    assertThat(runHere("domain", "remove", "example.org")).isEqualTo(1);
    assertThat(err()).contains("tenant default has no domain example.org");
  }

  @Test
  void changes_settings_of_a_domain_and_shows_them() {
    assertThat(runHere("domain", "add", "x.example", "--route", "h:25", "--set", "confirm-at=8"))
        .isZero();
    assertThat(
            runHere("domain", "set", "x.example", "recipients=pass-through", "on-clean=mark [ok]"))
        .isZero();
    assertThat(out()).endsWith("changed x.example\n");
    assertThat(runHere("domain", "set", "x.example")).isZero();
    assertThat(out())
        .contains("\nrecipients=pass-through\n", "\non-clean=mark [ok]\n", "\nconfirm-at=8\n")
        .contains("\nsuspect-at=5\n", "mode=queue\n");
  }

  @Test
  void a_wrong_setting_of_a_domain_says_what_was_expected() {
    assertThat(runHere("domain", "add", "x.example", "--route", "h:25")).isZero();
    assertThat(runHere("domain", "set", "x.example", "recipients=perhaps")).isEqualTo(2);
    assertThat(err()).contains("expected pass-through or list or off");
    assertThat(runHere("domain", "set", "x.example", "recipient=off")).isEqualTo(2);
    assertThat(err()).contains("there is no setting 'recipient'", "delimiter, refuse-on");
    assertThat(runHere("domain", "set", "y.example", "recipients=off")).isEqualTo(1);
    assertThat(err()).contains("has no domain y.example");
  }

  @Test
  void a_domain_of_another_tenant_stays_there() {
    assertThat(runHere("domain", "add", "x.example", "--route", "h:25", "--tenant", "a")).isZero();
    assertThat(runHere("domain", "add", "x.example", "--route", "h:25", "--tenant", "b"))
        .isEqualTo(1);
    assertThat(err()).isEqualTo("postern: the domain x.example belongs to another tenant\n");
    assertThat(runHere("domain", "list", "--tenant", "b")).isZero();
    assertThat(out()).isEmpty();
  }

  // --- log

  @Test
  void the_log_as_json_has_exactly_the_documented_fields() {
    program.mailLog.append(List.of(Samples.row(A, NOON, REF, "s@example.net", "r@example.org")));
    assertThat(runHere("log", "--json")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"time\":\"2026-03-01T12:00:00.123Z\",\"ref\":\""
                + REF
                + "\",\"stage\":\"deliver\","
                + "\"client_ip\":\"192.0.2.7\",\"helo\":\"mail.example.net\","
                + "\"mail_from\":\"s@example.net\",\"rcpt\":\"r@example.org\","
                + "\"subject\":\"Grüße, 你好 😀\",\"message_id\":\"<1@example.net>\",\"size\":4711,"
                + "\"tls\":\"TLSv1.3 TLS_AES_256_GCM_SHA384\",\"category\":\"CLEAN\","
                + "\"score\":-1.25,\"disposition\":\"delivered\",\"status\":\"250 2.0.0 ok\",\"symbol\":\"\"}\n");
  }

  @Test
  void the_log_is_filtered() {
    program.mailLog.append(
        List.of(
            Samples.row(
                A, NOON.minus(Duration.ofDays(2)), OTHER, "old@example.net", "r@example.org"),
            Samples.row(A, NOON, REF, "s@example.net", "r@example.org"),
            Samples.row(B, NOON, OTHER, "t@example.net", "q@example.com")));
    assertThat(runHere("log", "--since", "1h", "--tenant", "a")).isZero();
    assertThat(out().lines()).hasSize(1).first().asString().contains("s@example.net");
    assertThat(runHere("log", "--to", "@example.com")).isZero();
    assertThat(out().lines()).hasSize(1).first().asString().contains("t@example.net");
    assertThat(runHere("log", "--ref", OTHER.toLowerCase(java.util.Locale.ROOT))).isZero();
    assertThat(out().lines()).hasSize(2);
    assertThat(runHere("log", "--from", "nobody@example.net")).isZero();
    assertThat(out()).isEmpty();
    assertThat(runHere("log", "--since", "2026-03-01", "--limit", "1")).isZero();
    assertThat(out().lines()).hasSize(1);
  }

  @Test
  void hostile_text_cannot_steer_the_screen() {
    program.mailLog.append(
        List.of(Samples.row(A, NOON, REF, "s\u001b[2J\r\n@example.net", "r\u202e@example.org")));
    assertThat(runHere("log")).isZero();
    assertThat(out()).doesNotContain("\u001b", "\r", "\u202e").contains("s\ufffd[2J");
    assertThat(out().lines()).hasSize(1);
  }

  @Test
  void the_statistics_as_json_have_exactly_the_documented_fields() {
    program.mailLog.append(
        List.of(
            refusal(REF, "rcpt", "refused", "550 5.7.1 no", "GATE_DNSBL"),
            refusal(OTHER, "rcpt", "defer", "450 4.7.1 later", "GATE_GREYLIST"),
            Samples.row(A, NOON, REF, "s@example.net", "r@example.org"),
            Samples.row(B, NOON, OTHER, "s@example.net", "q@example.com")));
    assertThat(runHere("log", "--stats", "--tenant", "a", "--since", "1h", "--json")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"rows\":3,\"attempts\":3,\"spam_attempts\":1,\"spam\":{"
                + "\"before_data\":{\"count\":1,\"percent\":100,\"by\":"
                + "[{\"stage\":\"rcpt\",\"why\":\"GATE_DNSBL\",\"count\":1}]},"
                + "\"data\":{\"count\":0,\"percent\":0,\"by\":[]},"
                + "\"after\":{\"count\":0,\"percent\":0,\"by\":[]}},"
                + "\"accepted\":1,\"refused_otherwise\":0,\"abandoned\":0,"
                + "\"temporary\":{\"refusals\":1,\"retries\":0,\"followed\":0,\"open\":1}}\n");
  }

  @Test
  void the_statistics_say_each_share_beside_its_count() {
    program.mailLog.append(
        List.of(
            refusal(REF, "connect", "refused", "554 5.7.1 no", "GATE_ADDRESS"),
            refusal(OTHER, "rcpt", "refused", "550 5.1.1 no", "")));
    assertThat(runHere("log", "--stats")).isZero();
    assertThat(out())
        .contains(
            "2  attempts in all", "1    refused before DATA, 100.0 %", "connect  GATE_ADDRESS");
    program.mailLog.expire(NOON.plusSeconds(1));
    assertThat(runHere("log", "--stats")).isZero();
    assertThat(out()).contains("0  spam attempts").doesNotContain("%");
  }

  private static LogRow refusal(
      String ref, String stage, String disposition, String status, String symbol) {
    return new LogRow(
        A,
        NOON,
        ref,
        stage,
        "198.51.100.1",
        "",
        "s@example.net",
        ref + "@example.org",
        "",
        "",
        0,
        "",
        "",
        0,
        disposition,
        status,
        symbol);
  }

  // --- requests for review

  @Test
  void requests_for_review_are_listed_shown_and_closed() {
    program.reviews.add(A, Review.open(A, REF, NOON, "me@example.net", "please\nlook"));
    program.reviews.add(B, Review.open(B, OTHER, NOON.plusSeconds(1), "", "x"));
    String open =
        "{\"ref\":\""
            + REF
            + "\",\"tenant\":\"a\",\"time\":\"2026-03-01T12:00:00.123Z\",\"open\":true,"
            + "\"email\":\"me@example.net\",\"text\":\"please\\nlook\",\"answer\":\"\"}\n";
    assertThat(runHere("review", "list", "--tenant", "a")).isZero();
    assertThat(out()).isEqualTo(open);
    assertThat(runHere("review", "show", REF, "--json")).isZero();
    assertThat(out()).isEqualTo(open);
    assertThat(runHere("review", "close", REF, "--tenant", "b")).isEqualTo(1);
    assertThat(err()).contains("no open request");
    assertThat(runHere("review", "close", REF, "--answer", "send again", "--json")).isZero();
    assertThat(out()).isEqualTo("{\"ref\":\"" + REF + "\",\"closed\":1}\n");
    assertThat(runHere("review", "list")).isZero();
    assertThat(out().lines()).hasSize(1).first().asString().contains(OTHER);
    assertThat(runHere("review", "list", "--all")).isZero();
    assertThat(out().lines()).hasSize(2);
    assertThat(runHere("review", "show", REF)).isZero();
    assertThat(out()).contains("state      closed 2026-03-01T12:30:00", "answer     send again");
    assertThat(runHere("review", "close", REF)).isEqualTo(1);
  }

  @Test
  void words_of_strangers_cannot_steer_the_screen() {
    program.reviews.add(
        A, Review.open(A, REF, NOON, "m\u001b[2J@example.net", "a\u001b[2Jb\rc\u202ed"));
    screen = true;
    assertThat(runHere("review", "show", REF)).isZero();
    assertThat(out()).doesNotContain("\u001b", "\r", "\u202e");
    assertThat(runHere("review", "list")).isZero();
    assertThat(out()).contains(REF, "open").doesNotContain("\u001b", "\r", "\u202e");
    program.reviews.close(Optional.empty(), REF, NOON, "");
    assertThat(runHere("review", "list")).isZero();
    assertThat(err()).contains("nobody asks");
  }

  // --- queue

  @Test
  void the_queue_as_json_has_exactly_the_documented_fields() {
    program.operations.queue.add(FakeOperations.entry(REF, "r@example.org"));
    assertThat(runHere("queue", "list")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"ref\":\""
                + REF
                + "\",\"rcpt\":\"r@example.org\","
                + "\"next_try\":\"2026-03-01T12:05:00.500Z\",\"tries\":2,"
                + "\"last_status\":\"451 4.3.0 later, \\\"ü\\\"\\r\\nplease\"}\n");
    screen = true;
    assertThat(runHere("queue", "list")).isZero();
    assertThat(out())
        .startsWith("REF                  NEXT TRY                  TRIES  RECIPIENT")
        .contains("451 4.3.0 later, \"ü\"\ufffd\ufffdplease");
  }

  @Test
  void queued_messages_are_shown_retried_and_deleted() {
    program.operations.queue.add(FakeOperations.entry(REF, "r@example.org"));
    assertThat(runHere("queue", "show", REF)).isZero();
    assertThat(out()).contains("sender       sender@example.org\n", "last status  451 4.3.0 later");
    assertThat(runHere("queue", "show", OTHER)).isEqualTo(1);
    assertThat(err()).startsWith("postern: " + OTHER + " is not in the queue");
    assertThat(runHere("queue", "retry", "--all")).isZero();
    assertThat(out()).isEqualTo("due now: 1 recipient\n");
    assertThat(runHere("queue", "retry", REF)).isZero();
    assertThat(runHere("queue", "delete", REF)).isZero();
    assertThat(out()).isEqualTo("deleted: 1 recipient\n");
    assertThat(runHere("queue", "delete", OTHER)).isEqualTo(1);
    assertThat(program.operations.asked)
        .containsExactly(
            "retry Optional.empty",
            "retry Optional[" + REF + "]",
            "delete " + REF,
            "delete " + OTHER);
  }

  @Test
  void the_running_gateway_is_asked_when_there_is_one() throws Exception {
    FakeOperations running = new FakeOperations();
    running.queue.add(FakeOperations.entry(OTHER, "x@example.org"));
    try (ControlServer _ = ControlServer.start(data, running, () -> running.status)) {
      assertThat(runHere("queue", "list")).isZero();
      assertThat(out()).contains(OTHER);
      assertThat(runHere("run")).isEqualTo(1);
      assertThat(err())
          .isEqualTo(
              "postern: a gateway runs on these data already: process 42, smtp 0.0.0.0:2525; choose"
                  + " another folder: --data DIR\n");
    }
  }

  // --- quarantine

  @Test
  void the_quarantine_as_json_has_exactly_the_documented_fields() throws Exception {
    program.quarantine.hold(List.of(Samples.held(A, REF, "r@example.org")), new byte[] {1});
    assertThat(runHere("quarantine", "list")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"ref\":\""
                + REF
                + "\",\"time\":\"2026-03-01T12:00:00.123Z\","
                + "\"rcpt\":\"r@example.org\",\"mail_from\":\"sender@example.net\","
                + "\"subject\":\"Grüße, 你好\",\"message_id\":\"<1@example.net>\","
                + "\"category\":\"CONFIRMED_SPAM\",\"score\":12.5,\"size\":17}\n");
    assertThat(runHere("quarantine", "list", "--tenant", "b")).isZero();
    assertThat(out()).isEmpty();
    assertThat(runHere("quarantine", "list", "--category", "phishing")).isZero();
    assertThat(out()).isEmpty();
    screen = true;
    assertThat(runHere("quarantine", "list", "--since", "1h")).isZero();
    assertThat(out().lines()).hasSize(2);
  }

  @Test
  void held_messages_are_shown_released_and_deleted() throws Exception {
    byte[] message =
        "Subject: x\r\n\r\n\u00ff".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    program.quarantine.hold(
        List.of(Samples.held(A, REF, "r@example.org"), Samples.held(A, REF, "q@example.org")),
        message);
    assertThat(runHere("quarantine", "show", REF)).isZero();
    assertThat(out())
        .contains("category    CONFIRMED_SPAM\n", "why         postern explain " + REF);
    assertThat(runHere("quarantine", "show", REF, "--raw")).isZero();
    assertThat(out.toByteArray()).isEqualTo(message);
    assertThat(runHere("quarantine", "show", REF, "--tenant", "b")).isEqualTo(1);
    assertThat(runHere("quarantine", "release", REF, "--rcpt", "r@example.org", "--tenant", "a"))
        .isZero();
    assertThat(out()).isEqualTo("released to a@example.net\nreleased to b@example.net\n");
    assertThat(program.operations.asked)
        .containsExactly("release Optional[a] " + REF + " Optional[r@example.org]");
    assertThat(runHere("quarantine", "delete", REF, "--rcpt", "R@example.org")).isZero();
    assertThat(out()).isEqualTo("deleted: 1 entry\n");
    assertThat(program.quarantine.entries(java.util.Optional.of(A), REF)).hasSize(1);
    assertThat(runHere("quarantine", "delete", REF)).isZero();
    assertThat(runHere("quarantine", "delete", REF)).isEqualTo(1);
    assertThat(err()).startsWith("postern: " + REF + " is not held; postern log --ref " + REF);
  }

  // --- explain

  private void judged() throws Exception {
    judged(Policy.STANDARD.weights());
  }

  private void judged(Weights weights) throws Exception {
    Symbol heavy = Symbol.scored("HEAVY", Group.CONTENT, 8, Stage.ACTIVE, "kept with the message");
    Report report =
        new Report(
            List.of(
                new CheckOutcome.Done(
                    "weight",
                    List.of(heavy.found(0.5, List.of("why\u001b so"))),
                    Duration.ofMillis(1)),
                new CheckOutcome.Done(
                    "more",
                    List.of(
                        Symbol.scored("LIGHT", Group.CONTENT, 2, Stage.ACTIVE, "light").found()),
                    Duration.ofMillis(1))));
    String evidence =
        new JsonObject()
            .with("subject", "A subject")
            .with("from", "s@example.net")
            .with(
                "recipients",
                List.of(
                    new JsonObject()
                        .with("rcpt", "r@example.org")
                        .with("category", "SUSPECTED_SPAM")
                        .with("score", 6.0)
                        .with("disposition", "hold")
                        .with("step", "SCORE")))
            .with("report", JsonObject.parse(StoredReport.encode(report, weights)))
            .toString();
    program.explanations.put(List.of(new Explanations.Stored(A, REF, NOON, evidence)));
    program.mailLog.append(
        List.of(
            Samples.row(A, NOON, REF, "s@example.net", "r@example.org"),
            Samples.row(B, NOON, REF, "s@example.net", "other-tenant@example.com")));
  }

  @Test
  void explains_findings_decision_and_what_would_have_changed_it() throws Exception {
    judged();
    assertThat(runHere("explain", REF)).isZero();
    assertThat(out())
        .contains(
            "reference  " + REF + ", 2026-03-01T12:00:00.123Z\n",
            "recipient  r@example.org: SUSPECTED_SPAM, hold\n",
            "verdict    SUSPECTED_SPAM, score 6.00, hold\n",
            "decided by the score: at least 5.00\n",
            "    4.00  HEAVY: ",
            "            why\ufffd so\n",
            "    2.00  LIGHT: ",
            "without HEAVY: CLEAN, deliver\n",
            "with 4.00 more points: CONFIRMED_SPAM, reject\n",
            "-> r@example.org")
        .doesNotContain("other-tenant");
  }

  @Test
  void explains_as_json() throws Exception {
    judged();
    assertThat(runHere("explain", REF, "--json")).isZero();
    assertThat(out().lines()).hasSize(1);
    assertThat(out())
        .contains(
            "\"category\":\"SUSPECTED_SPAM\"",
            "\"decided_by\":\"score\"",
            "\"findings\":[{\"symbol\":\"HEAVY\",\"points\":4.000,\"evidence\":[",
            "\"changes\":[\"without HEAVY: CLEAN, deliver\"",
            "\"ref\":\"" + REF + "\"",
            "\"tenant\":\"a\"",
            "\"log\":[{\"time\":");
  }

  @Test
  void explains_with_the_weights_of_then_and_tells_what_those_of_today_say() throws Exception {
    judged(Weights.of(Map.of("HEAVY", 12.0), Map.of(Group.CONTENT, 7.0)));
    assertThat(runHere("explain", REF)).isZero();
    assertThat(out())
        .contains(
            "verdict    SUSPECTED_SPAM, score 7.00, hold\n",
            "    5.25  HEAVY:  (6.00 before the cap of content)\n",
            "    1.75  LIGHT:  (2.00 before the cap of content)\n")
        .containsPattern(
            "weights    [0-9a-f]{8}; with those of today, [0-9a-f]{8}: [A-Z_]+, score 8\\.00");
    assertThat(runHere("explain", REF, "--json")).isZero();
    JsonObject line = JsonObject.parse(out());
    assertThat(line.text("category")).contains("SUSPECTED_SPAM");
    assertThat(line.text("weights"))
        .isNotEqualTo(line.object("today").orElseThrow().text("weights"));
    assertThat(line.objects("findings").getFirst().number("uncapped").orElseThrow().doubleValue())
        .isEqualTo(6);
  }

  @Test
  void a_reference_without_a_message_shows_its_rows() {
    program.mailLog.append(List.of(Samples.row(A, NOON, REF, "", "r@example.org")));
    assertThat(runHere("explain", REF)).isZero();
    assertThat(out())
        .contains("no message was examined under this reference", "<> -> r@example.org");
    assertThat(runHere("explain", OTHER)).isEqualTo(1);
    assertThat(err()).isEqualTo("postern: nothing is known of " + OTHER + " (any more)\n");
  }

  // --- scan

  private static final String GTUBE =
      """
      From: a@example.org
      Subject: t

      XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X
      """;

  @Test
  void scans_standard_input_as_json() {
    input = GTUBE.getBytes(UTF_8);
    assertThat(
            run(
                "scan",
                "--json",
                "--client-ip",
                "192.0.2.1",
                "--helo",
                "h",
                "--from",
                "<>",
                "--rcpt",
                "b@example.org",
                "-"))
        .isZero();
    assertThat(out())
        .startsWith("{\"file\":\"-\",\"category\":\"CONFIRMED_SPAM\",\"score\":")
        .contains("\"findings\":[{\"symbol\":", "\"symbol\":\"GTUBE\",\"points\":", "\"took_ms\":");
    assertThat(out().lines()).hasSize(1);
  }

  @Test
  void scans_folders_in_the_order_of_their_names() throws Exception {
    Files.createDirectories(data.resolve("m/sub"));
    for (int i = 0; i < 30; i++) {
      Files.writeString(
          data.resolve("m/sub/" + (10 + i) + ".eml"), i == 7 ? GTUBE : "From: a@b.c\n\nx");
    }
    Files.writeString(data.resolve("m/a.eml"), "From: a@b.c\n\nx");
    assertThat(run("scan", data.resolve("m").toString())).isZero();
    List<String> lines = out().lines().toList();
    assertThat(lines).hasSize(31);
    assertThat(lines.getFirst()).startsWith(data.resolve("m/a.eml") + ": ");
    assertThat(lines.get(8)).startsWith(data.resolve("m/sub/17.eml") + ": CONFIRMED_SPAM");
    assertThat(lines).isSorted();
  }

  @Test
  void an_absent_file_is_told_and_ends_with_1() {
    assertThat(run("scan", data.resolve("none").toString())).isEqualTo(1);
    assertThat(err()).isEqualTo("postern: there is no file " + data.resolve("none") + "\n");
  }
}
