package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.store.Samples;
import org.postern.gateway.tenant.TenantId;

class UserCommandTest {

  @TempDir Path data;
  private final FakeProgram program = new FakeProgram();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void addDomain() {
    program.tenants.put(Samples.domain(TenantId.DEFAULT, "example.org"));
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    String[] all = java.util.Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--data";
    all[args.length + 1] = data.toString();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8),
            false,
            false);
    return new Commands(program, terminal, Clock.systemUTC(), Stopping.byCall()).run(all);
  }

  @Test
  void keeps_shows_lists_and_forgets_what_a_user_chose() {
    assertThat(run("user", "set", "Bob@Example.org", "infomail=mark [news]")).isZero();
    assertThat(err.toString(UTF_8)).contains("infomail-by=users");
    assertThat(run("user", "set", "bob@example.org")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("infomail=mark [news]\n");
    assertThat(run("user", "list")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("Bob@example.org infomail=mark [news]\n");
    assertThat(run("user", "set", "bob@example.org", "infomail=domain")).isZero();
    assertThat(run("user", "list")).isZero();
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void a_user_cannot_have_mail_refused_or_sent_elsewhere() {
    for (String wrong : new String[] {"reject", "discard", "redirect x@y.example", "no"}) {
      assertThat(run("user", "set", "bob@example.org", "infomail=" + wrong)).isEqualTo(2);
      assertThat(err.toString(UTF_8)).contains("expected domain, deliver, hold or mark PREFIX");
    }
    assertThat(run("user", "set", "bob@example.org", "colour=blue")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("there is infomail");
  }

  @Test
  void a_domain_that_is_not_served_has_no_users() {
    assertThat(run("user", "set", "bob@example.net", "infomail=hold")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("no domain example.net");
  }
}
