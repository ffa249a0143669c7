package org.postern.mail.authres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.mail.mime.AddressList;
import org.postern.mail.mime.Json;
import org.postern.mail.mime.Suites;

/// The recorded unit tests of a mail client's extension. What must throw was recorded without its
/// input and is not counted.
class AuthenticationResultsSuiteTest {

  private final List<String> misses = new ArrayList<>();
  private int total;

  private void count(boolean ok, String what) {
    total++;
    if (!ok) {
      misses.add(what);
    }
  }

  private void report(String suite) {
    System.out.println(suite + ": " + (total - misses.size()) + " of " + total);
    misses.forEach(miss -> System.out.println("  differs: " + miss.replace("\r\n", "\\r\\n")));
  }

  @Test
  void recorded_fields_are_read_alike() throws Exception {
    Path file = Suites.folder("authres/dkim_verifier-arh.jsonl");
    for (String line : Files.readAllLines(file)) {
      Map<String, Object> test = Json.object(Json.parse(line));
      List<Object> calls = Json.list(Json.member(test, "calls"));
      for (Object each : Json.list(Json.member(test, "asserts"))) {
        Map<String, Object> claim = Json.object(each);
        if (!Json.string(claim, "op").equals("to.be.equal")) {
          continue;
        }
        Map<String, Object> call =
            Json.object(calls.get(Integer.parseInt(Json.string(claim, "call"))));
        String text = String.valueOf(Json.list(Json.member(call, "args")).getFirst());
        String value = text.substring(text.indexOf(':') + 1);
        String wanted = String.valueOf(Json.list(Json.member(claim, "args")).getFirst());
        String path = Json.string(claim, "path");
        AuthenticationResults read =
            AuthenticationResults.parse(value).orElse(new AuthenticationResults("-", List.of()));
        count(look(read, path).equals(wanted), path + " " + wanted + " in " + text);
      }
    }
    report("dkim_verifier arh");
    assertThat(misses).isEmpty();
  }

  private static String look(AuthenticationResults all, String path) {
    String[] steps = path.split("\\.", -1);
    return switch (steps[1]) {
      case "authserv_id" -> all.authservId();
      case "authres_version" -> String.valueOf(all.version());
      case "resinfo" ->
          steps[2].equals("length")
              ? String.valueOf(all.results().size())
              : look(all.results().get(Integer.parseInt(steps[2])), steps);
      default -> "no such thing";
    };
  }

  private static String look(MethodResult result, String[] steps) {
    return switch (steps[3]) {
      case "method" -> result.method();
      case "method_version" -> String.valueOf(result.version());
      case "result" -> result.result();
      case "reason" -> result.reason();
      case "properties" -> result.property(steps[4], steps[5]).orElse("absent");
      default -> "no such thing";
    };
  }

  @Test
  void recorded_addresses_are_read_alike() throws Exception {
    Path file = Suites.folder("authres/dkim_verifier-msgparser.jsonl");
    for (String line : Files.readAllLines(file)) {
      Map<String, Object> test = Json.object(Json.parse(line));
      List<Object> calls = Json.list(Json.member(test, "calls"));
      for (Object each : Json.list(Json.member(test, "asserts"))) {
        Map<String, Object> claim = Json.object(each);
        if (!Json.string(claim, "op").equals("to.be.equal")) {
          continue;
        }
        Map<String, Object> call =
            Json.object(calls.get(Integer.parseInt(Json.string(claim, "call"))));
        String function = Json.string(call, "fn");
        String text = String.valueOf(Json.list(Json.member(call, "args")).getFirst());
        boolean author = function.endsWith("parseAuthor");
        if (!author && !function.endsWith("parseFromHeader") && !function.contains("ReplyTo")) {
          continue; // Other readers of that program.
        }
        String value = author ? text : text.substring(text.indexOf(':') + 1);
        AddressList list = AddressList.parse(value.replace("\r\n", "").strip());
        String address = list.mailboxes().isEmpty() ? "" : list.mailboxes().getFirst().address();
        String wanted = String.valueOf(Json.list(Json.member(claim, "args")).getFirst());
        count(address.equals(wanted), wanted + " in " + text + ", not " + address);
      }
    }
    report("dkim_verifier msgparser, addresses");
    assertThat(misses).isEmpty();
  }
}
