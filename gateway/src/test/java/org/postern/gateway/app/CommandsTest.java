package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How commands are used.
class CommandsTest extends TypedCommands {

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
}
