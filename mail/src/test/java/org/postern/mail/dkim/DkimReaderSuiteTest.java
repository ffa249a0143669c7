package org.postern.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.postern.mail.mime.Json;
import org.postern.mail.mime.Suites;

/// The suite of dkim_verifier, which tells readers of mail about signatures: every assert is driven
/// and counted.
class DkimReaderSuiteTest {

  /// By line of expect.jsonl and path. That program says PERMFAIL of a signature that verifies and
  /// leaves a second From, Subject, Date or To beside the signed one; RFC 8601 section 2.7.1 has
  /// `policy` for what verified and is not acceptable. The error and the name of the field agree.
  private static final Set<String> EXPLAINED =
      Set.of(
          "25 result.signatures.0.result policy",
          "26 result.signatures.0.result policy",
          "27 result.signatures.0.result policy",
          "28 result.signatures.0.result policy");

  /// How much that program's user wants to be told of fields that are not signed.
  private enum Mode {
    RELAXED,
    RECOMMENDED,
    STRICT
  }

  private record Warning(String name, List<String> params) {}

  private int seen;
  private int equal;
  private final Set<String> explained = new TreeSet<>();
  private final List<String> misses = new ArrayList<>();
  private final Map<String, Integer> kinds = new HashMap<>();

  @Test
  void every_assert_holds_or_is_explained() throws Exception {
    Path folder = Suites.folder("dkim/dkim_verifier");
    Map<String, Object> zone =
        Json.object(Json.parse(Files.readString(folder.resolve("dns.json"))));
    List<Map<String, Object>> tests = DkimSuiteTest.lines(folder.resolve("expect.jsonl"));
    for (int i = 0; i < tests.size(); i++) {
      drive(i + 1, tests.get(i), folder.resolve("data"), zone);
    }
    System.out.printf(
        "dkim_verifier: %d asserts, %d equal, %d explained, %d differ; by kind %s%n",
        seen, equal, explained.size(), misses.size(), kinds);
    misses.forEach(miss -> System.out.println("  differs: " + miss));
    assertThat(misses).isEmpty();
    assertThat(explained).isEqualTo(EXPLAINED);
    assertThat(seen).as("seen").isEqualTo(157);
    assertThat(equal).as("equal").isEqualTo(153);
    assertThat(kinds)
        .as("of each kind")
        .isEqualTo(
            Map.ofEntries(
                Map.entry("length", 34),
                Map.entry("result", 37),
                Map.entry("errorType", 13),
                Map.entry("errorStrParams", 4),
                Map.entry("warnings", 30),
                Map.entry("sdid", 12),
                Map.entry("auid", 9),
                Map.entry("selector", 3),
                Map.entry("timestamp", 3),
                Map.entry("expiration", 3),
                Map.entry("algorithmSignature", 3),
                Map.entry("algorithmHash", 3),
                Map.entry("signedHeaders", 3)));
  }

  private void drive(int line, Map<String, Object> test, Path data, Map<String, Object> zone) {
    List<Object> calls = Json.list(Json.member(test, "calls"));
    List<List<DkimResult>> answers = new ArrayList<>();
    for (Object call : calls) {
      answers.add(answer(Json.list(Json.member(Json.object(call), "args")), data, zone));
    }
    for (Object each : Json.list(Json.member(test, "asserts"))) {
      Map<String, Object> claim = Json.object(each);
      int call = Integer.parseInt(Json.string(claim, "call"));
      String path = Json.string(claim, "path");
      List<DkimResult> results = answers.get(call);
      seen++;
      kinds.merge(path.substring(path.lastIndexOf('.') + 1), 1, Integer::sum);
      String ours = path.endsWith(".length") ? "" : " " + result(results, path).verdict().word();
      if (holds(results, claim, mode(test, calls.size(), call))) {
        equal++;
      } else if (EXPLAINED.contains(line + " " + path + ours)) {
        explained.add(line + " " + path + ours);
      } else {
        misses.add(line + " " + Json.string(test, "test") + " " + claim + results);
      }
    }
  }

  private static List<DkimResult> answer(
      List<Object> arguments, Path data, Map<String, Object> zone) {
    Map<String, Object> records = new HashMap<>(zone);
    if (arguments.get(1) instanceof Map<?, ?>) {
      for (Object entry : Json.list(Json.member(Json.object(arguments.get(1)), "map"))) {
        List<Object> pair = Json.list(entry);
        records.put(String.valueOf(pair.get(0)), pair.get(1));
      }
    }
    byte[] octets = Suites.read(data.resolve(String.valueOf(arguments.get(0))));
    // That project counts from the bottom of the message.
    return DkimSuiteTest.verify(
            DkimSuiteTest.wire(octets),
            DkimSuiteTest.zone(records),
            DkimPolicy.PRODUCT,
            DkimSuiteTest.NOW)
        .reversed();
  }

  /// Each setting was recorded before a call; where there are fewer, the first calls had none,
  /// which is RELAXED: by RECOMMENDED the same message could not be warned of once and once not
  /// (line 32).
  private static Mode mode(Map<String, Object> test, int calls, int call) {
    List<Object> settings = test.containsKey("prefs") ? Json.list(test.get("prefs")) : List.of();
    int at = call - (calls - settings.size());
    if (at < 0) {
      return Mode.RELAXED;
    }
    String value = String.valueOf(Json.list(settings.get(at)).get(2));
    return Mode.valueOf(value.substring(value.indexOf('.') + 1));
  }

  private static DkimResult result(List<DkimResult> results, String path) {
    return results.get(Integer.parseInt(path.split("\\.", -1)[2]));
  }

  private static boolean holds(List<DkimResult> results, Map<String, Object> claim, Mode mode) {
    String path = Json.string(claim, "path");
    List<Object> wanted = Json.list(Json.member(claim, "args"));
    Object first = wanted.isEmpty() ? "" : wanted.getFirst();
    if (path.equals("result.signatures.length")) {
      return String.valueOf(first).equals(String.valueOf(results.size()));
    }
    DkimResult result = result(results, path);
    String kind = path.substring(path.lastIndexOf('.') + 1);
    return switch (kind) {
      case "result" -> word(result.verdict()).equals(first);
      case "errorType" -> error(result.verdict()).equals(first);
      case "errorStrParams" -> added(result).equals(first);
      case "warnings" -> warned(warnings(result, mode), Json.string(claim, "op"), wanted);
      case "sdid" -> result.domain().equals(first); // "" where it must be undefined.
      case "auid" -> result.identity().equals(first);
      case "selector" -> result.selector().equals(first);
      case "timestamp" -> same(result.time(), first);
      case "expiration" -> same(result.expiry(), first);
      case "algorithmSignature" -> result.algorithm().startsWith(first + "-");
      case "algorithmHash" -> result.algorithm().endsWith("-" + first);
      case "signedHeaders" ->
          result.signedFields().stream()
              .map(name -> name.toLowerCase(Locale.ROOT))
              .toList()
              .equals(first);
      default -> throw new AssertionError("no driver for " + path);
    };
  }

  private static boolean same(OptionalLong ours, Object theirs) {
    String number = ours.isPresent() ? String.valueOf(ours.getAsLong()) : "null";
    return number.equals(String.valueOf(theirs));
  }

  private static boolean warned(List<Warning> warnings, String op, List<Object> wanted) {
    return switch (op) {
      case "to.be.empty" -> warnings.isEmpty();
      // The first half of the next.
      case "to.be.an" -> wanted.equals(List.of("array")) && !warnings.isEmpty();
      case "to.be.an.that.deep.includes" -> {
        Map<String, Object> one = Json.object(wanted.getFirst());
        List<String> params =
            one.containsKey("params")
                ? Json.list(one.get("params")).stream().map(String::valueOf).toList()
                : List.of();
        yield warnings.contains(new Warning(Json.string(one, "name"), params));
      }
      default -> throw new AssertionError("no driver for " + op);
    };
  }

  private static List<Warning> warnings(DkimResult result, Mode mode) {
    return result.notes().stream().flatMap(note -> warning(note, mode).stream()).toList();
  }

  /// The note as that program would warn with the settings it comes with.
  private static Optional<Warning> warning(DkimNote note, Mode mode) {
    return switch (note) {
      case DkimNote.AuthorElsewhere _ -> warning("DKIM_SIGWARNING_FROM_NOT_IN_SDID");
      case DkimNote.SignedAhead _ -> warning("DKIM_SIGWARNING_FUTURE");
      case DkimNote.BodyLimited(long unsigned) ->
          unsigned > 0 ? warning("DKIM_SIGWARNING_SMALL_L") : Optional.empty();
      case DkimNote.TestKey() -> warning("DKIM_SIGERROR_KEY_TESTMODE");
      case DkimNote.WeakKey _ -> Optional.empty(); // It warns of these only where asked to.
      case DkimNote.FieldAdded _ -> Optional.empty(); // An error there.
      case DkimNote.FieldUnsigned(String name, boolean advised) -> {
        Mode least =
            name.equals("Subject") ? Mode.RELAXED : advised ? Mode.RECOMMENDED : Mode.STRICT;
        yield mode.compareTo(least) >= 0
            ? Optional.of(new Warning("DKIM_SIGWARNING_UNSIGNED_HEADER", List.of(name)))
            : Optional.empty();
      }
    };
  }

  private static Optional<Warning> warning(String name) {
    return Optional.of(new Warning(name, List.of()));
  }

  private static List<String> added(DkimResult result) {
    return result.notes().stream()
        .flatMap(note ->
            note instanceof DkimNote.FieldAdded(String name)
                ? java.util.stream.Stream.of(name)
                : java.util.stream.Stream.empty())
        .toList();
  }

  private static String word(DkimVerdict verdict) {
    return switch (verdict) {
      case DkimVerdict.Pass() -> "SUCCESS";
      case DkimVerdict.Fail _, DkimVerdict.PermError _ -> "PERMFAIL";
      case DkimVerdict.TempError _ -> "TEMPFAIL";
      case DkimVerdict.Policy _, DkimVerdict.Neutral _ -> "no word";
    };
  }

  private static String error(DkimVerdict verdict) {
    DkimReason reason =
        switch (verdict) {
          case DkimVerdict.Fail(DkimReason why) -> why;
          case DkimVerdict.PermError(DkimReason why) -> why;
          case DkimVerdict.Policy(DkimReason why) -> why;
          case DkimVerdict.TempError(DkimReason why) -> why;
          case DkimVerdict.Neutral(DkimReason why) -> why;
          case DkimVerdict.Pass() -> throw new AssertionError("no error");
        };
    return switch (reason) {
      case MISSING_TAG -> "DKIM_SIGERROR_MISSING_V";
      case KEY_REVOKED -> "DKIM_SIGERROR_KEY_REVOKED";
      case KEY_HASH -> "DKIM_SIGERROR_KEY_HASHNOTINCLUDED";
      case KEY_ALGORITHM -> "DKIM_SIGERROR_KEY_MISMATCHED_K";
      case KEY_SERVICE -> "DKIM_SIGERROR_KEY_NOTEMAILKEY";
      case KEY_IDENTITY -> "DKIM_SIGERROR_DOMAIN_I";
      case BODY_HASH -> "DKIM_SIGERROR_CORRUPT_BH";
      case SIGNATURE -> "DKIM_SIGERROR_BADSIG";
      case FIELD_ADDED -> "DKIM_POLICYERROR_UNSIGNED_HEADER_ADDED";
      default -> reason.name();
    };
  }
}
