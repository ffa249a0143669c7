package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Category;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.store.Held;
import org.postern.gateway.tenant.TenantId;

class LearnCommandTest extends TypedCommands {

  private static final String MAIL = "From: a@client.example\r\nSubject: x\r\n\r\nbody text\r\n";

  @BeforeEach
  void mailComesIn() {
    input = MAIL.getBytes(UTF_8);
  }

  @Override
  int run(String... args) {
    program.operations.asked.clear();
    return super.run(args);
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

    assertThat(runHere("learn", "spam", folder.toString())).isZero();
    assertThat(program.operations.asked)
        .containsExactly("teach  false SPAM " + digest(), "teach  false SPAM " + digest());
    assertThat(out()).isEqualTo("learnt 2, reported before in this wave 2\n");

    assertThat(runHere("learn", "ham", "-", "--domain", "example.org")).isZero();
    assertThat(program.operations.asked)
        .containsExactly("teach @example.org false HAM " + digest());

    assertThat(runHere("learn", "forget", "-", "--user", "bob@example.org", "--json")).isZero();
    assertThat(program.operations.asked)
        .containsExactly("teach bob@example.org false FORGET " + digest());
    assertThat(out())
        .startsWith(
            "{\"message\":\"-\",\"filter\":\"user bob@example.org\",\"outcome\":\"LEARNT\"}\n");
  }

  @Test
  void a_user_or_a_domain_not_both() {
    assertThat(runHere("learn", "ham", "-", "--user", "b@example.org", "--domain", "example.org"))
        .isEqualTo(2);
  }

  @Test
  void a_user_reports_held_messages_and_files() throws IOException {
    hold("bob@example.org");
    assertThat(runHere("report", "ham", REF)).isZero();
    assertThat(program.operations.asked)
        .containsExactly("teach bob@example.org true HAM " + digest());

    assertThat(runHere("report", "spam", REF, "--user", "ann@example.org")).isEqualTo(1);
    assertThat(err()).contains(REF + " is not held for ann@example.org");

    assertThat(runHere("report", "spam", "-")).isEqualTo(2);
    assertThat(err()).contains("--user ADDRESS");
    assertThat(runHere("report", "spam", "-", "--user", "bob@elsewhere.example")).isEqualTo(1);
    assertThat(err()).contains("elsewhere.example is not accepted here");
    assertThat(runHere("report", "spam", "-", "--user", "@example.org")).isEqualTo(2);
  }

  @Test
  void the_filters_are_shown() {
    assertThat(runHere("learn", "status")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            {"filter":"global","spam":60,"ham":70,"tokens":12345,"memory":1048576,"expiries":2,\
            "speaks":true,"last_expiry":"1970-01-01"}
            {"filter":"domain alpha/example.org","spam":1,"ham":2,"tokens":3,"memory":12288,\
            "expiries":0,"speaks":false}
            """);
  }
}
