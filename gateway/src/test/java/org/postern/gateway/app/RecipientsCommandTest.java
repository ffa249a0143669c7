package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.store.Samples;
import org.postern.gateway.tenant.TenantId;

class RecipientsCommandTest extends TypedCommands {

  @BeforeEach
  void addDomain() {
    program.tenants.put(Samples.domain(TenantId.DEFAULT, "example.org"));
  }

  private List<String> listed() {
    assertThat(runHere("recipients", "list", "example.org")).isZero();
    return out().lines().toList();
  }

  @Test
  void adds_shows_and_removes() {
    assertThat(runHere("recipients", "add", "Bob@Example.org", "\"a b\"@example.org")).isZero();
    assertThat(out()).isEqualTo("added 2 recipients\n");
    assertThat(err()).contains("postern domain set example.org recipients=list");
    assertThat(listed()).containsExactly("\"a b\"@example.org", "Bob@example.org");
    assertThat(runHere("recipients", "remove", "BOB@example.org")).isZero();
    assertThat(listed()).containsExactly("\"a b\"@example.org");
    assertThat(runHere("recipients", "remove", "bob@example.org")).isEqualTo(1);
    assertThat(err()).contains("none of them is listed");
  }

  @Test
  void says_nothing_more_where_the_list_is_in_use() {
    assertThat(runHere("domain", "set", "example.org", "recipients=list")).isZero();
    assertThat(runHere("recipients", "add", "bob@example.org")).isZero();
    assertThat(err()).isEmpty();
  }

  @Test
  void one_wrong_address_and_nothing_is_added() {
    assertThat(runHere("recipients", "add", "bob@example.org", "x@elsewhere.example")).isEqualTo(1);
    assertThat(err()).contains("has no domain elsewhere.example");
    assertThat(runHere("recipients", "add", "bob@example.org", "bob")).isEqualTo(2);
    assertThat(err()).contains("'bob' is not an address");
    assertThat(listed()).isEmpty();
  }

  @Test
  void a_list_of_another_tenant_is_out_of_reach() {
    assertThat(runHere("recipients", "list", "example.org", "--tenant", "b")).isEqualTo(1);
    assertThat(runHere("recipients", "add", "x@example.org", "--tenant", "b")).isEqualTo(1);
    assertThat(listed()).isEmpty();
  }

  @Test
  void takes_a_file_with_and_without_domains() throws Exception {
    Path file = data.resolve("list.txt");
    Files.writeString(file, "# people\nbob\n\n  Ann.Lee@EXAMPLE.org \nbob\n");
    assertThat(runHere("recipients", "import", file.toString(), "example.org")).isZero();
    assertThat(out()).isEqualTo("added 2 recipients\n");
    assertThat(listed()).containsExactly("Ann.Lee@example.org", "bob@example.org");
    Files.writeString(file, "eve\n");
    assertThat(runHere("recipients", "import", file.toString(), "example.org", "--replace"))
        .isZero();
    assertThat(out()).isEqualTo("listed 1 recipient\n");
    assertThat(listed()).containsExactly("eve@example.org");
  }

  @Test
  void a_file_that_is_wrong_changes_nothing_and_says_which_line() throws Exception {
    runHere("recipients", "add", "bob@example.org");
    Path file = data.resolve("list.txt");
    Files.writeString(file, "eve\nann@example.net\n");
    assertThat(runHere("recipients", "import", file.toString(), "example.org")).isEqualTo(1);
    assertThat(err()).contains("line 2: 'ann@example.net' is no address");
    Files.writeString(file, "# nobody\n");
    assertThat(runHere("recipients", "import", file.toString(), "example.org", "--replace"))
        .isEqualTo(1);
    assertThat(err()).contains("names nobody");
    Files.writeString(file, "jörg", ISO_8859_1);
    assertThat(runHere("recipients", "import", file.toString(), "example.org")).isEqualTo(1);
    assertThat(err()).contains("not text in UTF-8");
    assertThat(runHere("recipients", "import", "/nowhere.txt", "example.org")).isEqualTo(2);
    assertThat(listed()).containsExactly("bob@example.org");
  }
}
