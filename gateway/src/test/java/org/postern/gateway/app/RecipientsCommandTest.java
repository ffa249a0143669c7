package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.store.Samples;
import org.postern.gateway.tenant.TenantId;

class RecipientsCommandTest {

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

  private List<String> listed() {
    assertThat(run("recipients", "list", "example.org")).isZero();
    return out.toString(UTF_8).lines().toList();
  }

  @Test
  void adds_shows_and_removes() {
    assertThat(run("recipients", "add", "Bob@Example.org", "\"a b\"@example.org")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("added 2 recipients\n");
    assertThat(err.toString(UTF_8)).contains("postern domain set example.org recipients=list");
    assertThat(listed()).containsExactly("\"a b\"@example.org", "Bob@example.org");
    assertThat(run("recipients", "remove", "BOB@example.org")).isZero();
    assertThat(listed()).containsExactly("\"a b\"@example.org");
    assertThat(run("recipients", "remove", "bob@example.org")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("none of them is listed");
  }

  @Test
  void says_nothing_more_where_the_list_is_in_use() {
    assertThat(run("domain", "set", "example.org", "recipients=list")).isZero();
    assertThat(run("recipients", "add", "bob@example.org")).isZero();
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  @Test
  void one_wrong_address_and_nothing_is_added() {
    assertThat(run("recipients", "add", "bob@example.org", "x@elsewhere.example")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("has no domain elsewhere.example");
    assertThat(run("recipients", "add", "bob@example.org", "bob")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("'bob' is not an address");
    assertThat(listed()).isEmpty();
  }

  @Test
  void a_list_of_another_tenant_is_out_of_reach() {
    assertThat(run("recipients", "list", "example.org", "--tenant", "b")).isEqualTo(1);
    assertThat(run("recipients", "add", "x@example.org", "--tenant", "b")).isEqualTo(1);
    assertThat(listed()).isEmpty();
  }

  @Test
  void takes_a_file_with_and_without_domains() throws Exception {
    Path file = data.resolve("list.txt");
    Files.writeString(file, "# people\nbob\n\n  Ann.Lee@EXAMPLE.org \nbob\n");
    assertThat(run("recipients", "import", file.toString(), "example.org")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("added 2 recipients\n");
    assertThat(listed()).containsExactly("Ann.Lee@example.org", "bob@example.org");
    Files.writeString(file, "eve\n");
    assertThat(run("recipients", "import", file.toString(), "example.org", "--replace")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("listed 1 recipient\n");
    assertThat(listed()).containsExactly("eve@example.org");
  }

  @Test
  void a_file_that_is_wrong_changes_nothing_and_says_which_line() throws Exception {
    run("recipients", "add", "bob@example.org");
    Path file = data.resolve("list.txt");
    Files.writeString(file, "eve\nann@example.net\n");
    assertThat(run("recipients", "import", file.toString(), "example.org")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("line 2: 'ann@example.net' is no address");
    Files.writeString(file, "# nobody\n");
    assertThat(run("recipients", "import", file.toString(), "example.org", "--replace"))
        .isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("names nobody");
    Files.writeString(file, "jörg", ISO_8859_1);
    assertThat(run("recipients", "import", file.toString(), "example.org")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("not text in UTF-8");
    assertThat(run("recipients", "import", "/nowhere.txt", "example.org")).isEqualTo(2);
    assertThat(listed()).containsExactly("bob@example.org");
  }
}
