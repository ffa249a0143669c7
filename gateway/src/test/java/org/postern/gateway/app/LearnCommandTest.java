package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.verdict.Category;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.store.Held;
import org.postern.gateway.tenant.TenantId;

class LearnCommandTest {

  private static final String REF = "01M4-8K2J-7QXD-0TZF";
  private static final String MAIL = "From: a@client.example\r\nSubject: x\r\n\r\nbody text\r\n";

  @TempDir Path data;
  private final FakeProgram program = new FakeProgram();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) {
    out.reset();
    err.reset();
    program.operations.asked.clear();
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--data";
    all[args.length + 1] = data.toString();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(MAIL.getBytes(UTF_8)),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8),
            false,
            false);
    return new Commands(program, terminal, Clock.systemUTC(), Stopping.byCall()).run(all);
  }

  private static String digest() throws IOException {
    return Teacher.lesson(MAIL.getBytes(UTF_8)).digest();
  }

  private void hold(String rcpt) throws IOException {
    program.quarantine.hold(
        List.of(
            new Held(
                TenantId.DEFAULT,
                REF,
                Instant.EPOCH,
                rcpt,
                "a@client.example",
                "x",
                "",
                Category.SUSPECTED_SPAM,
                6,
                MAIL.length(),
                "",
                Instant.MAX)),
        MAIL.getBytes(UTF_8));
  }

  @Test
  void the_operator_teaches_files_and_folders_to_the_filter_named() throws IOException {
    Path folder = Files.createDirectory(data.resolve("mail"));
    Files.writeString(folder.resolve("1.eml"), MAIL);
    Files.writeString(folder.resolve("2.eml"), MAIL.replace("\r\n", "\n"));

    assertThat(run("learn", "spam", folder.toString())).isZero();
    assertThat(program.operations.asked)
        .containsExactly("teach  false SPAM " + digest(), "teach  false SPAM " + digest());
    assertThat(out.toString(UTF_8)).isEqualTo("learnt 2, reported before in this wave 2\n");

    assertThat(run("learn", "ham", "-", "--domain", "example.org")).isZero();
    assertThat(program.operations.asked)
        .containsExactly("teach @example.org false HAM " + digest());

    assertThat(run("learn", "forget", "-", "--user", "bob@example.org", "--json")).isZero();
    assertThat(program.operations.asked)
        .containsExactly("teach bob@example.org false FORGET " + digest());
    assertThat(out.toString(UTF_8))
        .startsWith(
            "{\"message\":\"-\",\"filter\":\"user bob@example.org\",\"outcome\":\"LEARNT\"}\n");
  }

  @Test
  void a_user_or_a_domain_not_both() {
    assertThat(run("learn", "ham", "-", "--user", "b@example.org", "--domain", "example.org"))
        .isEqualTo(2);
  }

  @Test
  void a_user_reports_held_messages_and_files() throws IOException {
    hold("bob@example.org");
    assertThat(run("report", "ham", REF)).isZero();
    assertThat(program.operations.asked)
        .containsExactly("teach bob@example.org true HAM " + digest());

    assertThat(run("report", "spam", REF, "--user", "ann@example.org")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains(REF + " is not held for ann@example.org");

    assertThat(run("report", "spam", "-")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("--user ADDRESS");
    assertThat(run("report", "spam", "-", "--user", "bob@elsewhere.example")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("elsewhere.example is not accepted here");
    assertThat(run("report", "spam", "-", "--user", "@example.org")).isEqualTo(2);
  }

  @Test
  void the_filters_are_shown() {
    assertThat(run("learn", "status")).isZero();
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            {"filter":"global","spam":60,"ham":70,"tokens":12345,"memory":1048576,"expiries":2,\
            "speaks":true,"last_expiry":"1970-01-01"}
            {"filter":"domain alpha/example.org","spam":1,"ham":2,"tokens":3,"memory":12288,\
            "expiries":0,"speaks":false}
            """);
  }
}
