package org.postern.mail.authres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postern.mail.mime.AddressList;
import org.postern.mail.mime.DateTime;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Json;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.mime.Suites;

/// The recorded unit tests of a mail client's extension, all 385 asserts: those counted, those that
/// are not about reading a field or were recorded without their whole input, and what that program
/// refuses, where ours reads with patience and says what it saw.
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

  @Test
  void recorded_messages_are_read_alike() throws Exception {
    Path file = Suites.folder("authres/dkim_verifier-msgparser.jsonl");
    for (String line : Files.readAllLines(file)) {
      Map<String, Object> test = Json.object(Json.parse(line));
      List<Object> calls = Json.list(Json.member(test, "calls"));
      for (Object each : Json.list(Json.member(test, "asserts"))) {
        Map<String, Object> claim = Json.object(each);
        if (Json.string(claim, "op").equals("to.throw")) {
          continue;
        }
        Map<String, Object> call =
            Json.object(calls.get(Integer.parseInt(Json.string(claim, "call"))));
        String text = String.valueOf(Json.list(Json.member(call, "args")).getFirst());
        List<Object> arguments = Json.list(Json.member(claim, "args"));
        String wanted = arguments.isEmpty() ? "" : String.valueOf(arguments.getFirst());
        String name = Json.string(test, "test");
        if (Json.string(call, "fn").endsWith("parseMsg")) {
          // The name of the field asked for was not recorded; it follows from the test.
          String field = name.contains("received") ? "received" : "subject";
          String seen = look(text, Json.string(claim, "path"), field);
          boolean contains = Json.string(claim, "op").equals("to.have.string");
          boolean same = contains ? seen.contains(wanted) : seen.equals(wanted);
          count(wanted.isEmpty() ? seen.isEmpty() || seen.equals("true") : same, name + claim);
        } else if (Json.string(call, "fn").endsWith("ReceivedTime")) {
          int semicolon = text.lastIndexOf(';');
          String date = semicolon < 0 ? "" : text.substring(semicolon + 1).strip();
          Optional<Instant> instant = DateTime.parse(date).map(read -> read.time().toInstant());
          String seen = instant.map(Instant::toString).orElse("");
          count(seen.equals(wanted.replace(".000Z", "Z")), name + " " + seen);
        }
      }
    }
    report("dkim_verifier msgparser, messages and times");
    assertThat(misses).isEmpty();
    assertThat(total).isEqualTo(36);
  }

  private static String look(String text, String path, String field) {
    byte[] octets = text.replaceAll("\r\n|\r|\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    Headers headers = new MimeParser(MimeLimits.DEFAULT).parse(octets).headers();
    List<Field> all = headers.all(field);
    String[] steps = path.split("\\.", -1);
    return switch (steps[1] + steps[steps.length - 1]) {
      case "bodybody" -> from(octets, headers.end(), octets.length);
      case "headerssize" ->
          String.valueOf(
              headers.fields().stream()
                  .map(each -> each.name().toLowerCase(Locale.ROOT))
                  .distinct()
                  .count());
      case "headers()" -> String.valueOf(!all.isEmpty());
      case "headerslength" -> String.valueOf(all.size());
      default -> {
        Field each = all.get(Integer.parseInt(steps[steps.length - 1]));
        yield from(octets, each.offset(), each.end());
      }
    };
  }

  private static String from(byte[] octets, int start, int end) {
    return new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /// 39 times that program throws. 8 times it does so for a field given elsewhere, as its strict
  /// mode wants no field that its other mode reads. The source of the other calls is cut at 80
  /// characters; those that are whole are tried.
  @Test
  void what_that_program_refuses_is_read_with_patience() throws Exception {
    int elsewhere = 0;
    int cut = 0;
    List<String> read = new ArrayList<>();
    for (String name : List.of("arh", "msgparser")) {
      Path file = Suites.folder("authres/dkim_verifier-" + name + ".jsonl");
      for (String line : Files.readAllLines(file)) {
        for (Object each : Json.list(Json.member(Json.object(Json.parse(line)), "asserts"))) {
          Map<String, Object> claim = Json.object(each);
          if (!Json.string(claim, "op").equals("to.throw")) {
            continue;
          }
          String source = Json.string(Json.object(Json.member(claim, "value")), "fn");
          Matcher whole = WHOLE.matcher(source);
          if (source.endsWith("(arh)")) {
            elsewhere++;
          } else if (!whole.find()) {
            cut++;
          } else {
            total++;
            if (!refused(whole.group(1), whole.group(2))) {
              read.add(whole.group(1) + ":" + whole.group(2));
            }
          }
        }
      }
    }
    System.out.println(
        "dkim_verifier, must throw: "
            + (total - read.size())
            + " of "
            + total
            + " refused, "
            + elsewhere
            + " strict, "
            + cut
            + " cut off");
    read.forEach(field -> System.out.println("  read: " + field));
    // A result word of nobody's is not ours to judge (RFC 8601 section 2.7.7), a route without an
    // address is read as an obsolete one, and addresses beyond US-ASCII are always read (RFC 6532).
    assertThat(read)
        .containsExactly(
            "Authentication-Results:example.com; dkim=Pass",
            "Authentication-Results:example.com; dkim=foo",
            "Authentication-Results:example.com; spf=foo",
            "Authentication-Results:example.com; dmarc=foo",
            "From:<@foo.example.com>",
            "From:Pelé@example.com");
    assertThat(List.of(elsewhere, total)).containsExactly(8, 14);
  }

  private static final Pattern WHOLE =
      Pattern.compile("\"(Authentication-Results|From): ([^\"]*)\\\\r\\\\n\"");

  private static boolean refused(String name, String value) {
    if (name.equals("From")) {
      AddressList list = AddressList.parse(value);
      return list.malformed() || list.mailboxes().isEmpty();
    }
    return AuthenticationResults.parse(value).map(all -> all.results().isEmpty()).orElse(true);
  }
}
