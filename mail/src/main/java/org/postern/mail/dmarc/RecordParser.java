package org.postern.mail.dmarc;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the text of a policy record. Only v= must be right and first; any other fault costs the
/// tag it stands in and nothing else (RFC 9989 section 4.7).
final class RecordParser {

  /// Longer than any record that a zone can hold for good reason.
  private static final int LONGEST = 8_192;

  private static final int MOST_TAGS = 100;
  private static final int MOST_URIS = 20;

  // The name of the tag in any case, its value exactly (section 4.8).
  private static final Pattern VERSION = Pattern.compile("[vV][ \\t]*=[ \\t]*DMARC1[ \\t]*(;.*)?");

  private final Map<String, String> tags = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  private RecordParser() {}

  static boolean isRecord(String text) {
    return text.length() <= LONGEST && VERSION.matcher(text).matches();
  }

  static DmarcRecord.Parsed parse(String text) {
    return isRecord(text) ? new RecordParser().read(text) : new DmarcRecord.Parsed.Foreign();
  }

  /// Whether every piece of the record is a tag with a value: what a record that only permits
  /// reports must be (RFC 9990 section 4).
  static boolean isTagList(String text) {
    if (!isRecord(text)) {
      return false;
    }
    RecordParser parser = new RecordParser();
    parser.split(text);
    return parser.faults.isEmpty();
  }

  private DmarcRecord.Parsed read(String text) {
    split(text);
    Optional<Policy> policy = take("p").flatMap(value -> policy("p", value));
    Optional<Policy> subdomains = take("sp").flatMap(value -> policy("sp", value));
    Optional<Policy> nonexistent = take("np").flatMap(value -> policy("np", value));
    List<ReportUri> aggregate = uris("rua");
    boolean whole =
        policy.isPresent()
            && subdomains.isPresent() == tags.containsKey("sp")
            && nonexistent.isPresent() == tags.containsKey("np");
    DmarcRecord record =
        new DmarcRecord(
            text,
            tags,
            whole ? policy.orElse(Policy.NONE) : Policy.NONE,
            whole ? subdomains : Optional.empty(),
            whole ? nonexistent : Optional.empty(),
            word("t", "n", "y").equals("y"),
            psd(),
            mode("adkim"),
            mode("aspf"),
            aggregate,
            uris("ruf"),
            options(),
            faults);
    if (whole || !aggregate.isEmpty()) {
      return new DmarcRecord.Parsed.Ok(record);
    }
    String reason = policy.isEmpty() ? "no valid p and no rua" : "broken sp or np and no rua";
    return new DmarcRecord.Parsed.Unusable(record, reason);
  }

  /// A tag that stands twice has no value: RFC 6376 section 3.2 forbids it.
  private void split(String text) {
    Set<String> twice = new java.util.HashSet<>();
    String[] pieces = text.split(";", MOST_TAGS + 1);
    for (int i = 0; i < Math.min(pieces.length, MOST_TAGS); i++) {
      String piece = pieces[i].strip();
      int equals = piece.indexOf('=');
      if (equals <= 0) {
        if (!piece.isEmpty()) {
          faults.add("not a tag: " + shown(piece));
        }
        continue;
      }
      String name = piece.substring(0, equals).strip().toLowerCase(Locale.ROOT);
      String value = piece.substring(equals + 1).strip();
      if (!name.chars().allMatch(c -> c >= 'a' && c <= 'z') || !printable(value)) {
        faults.add("not a tag: " + shown(piece));
      } else if (tags.putIfAbsent(name, value) != null && twice.add(name)) {
        faults.add(name + " stands twice");
      }
    }
    twice.forEach(name -> tags.put(name, ""));
  }

  private static boolean printable(String value) {
    return value.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t');
  }

  private static String shown(String piece) {
    String start = piece.length() > 40 ? piece.substring(0, 40) : piece;
    return start.replaceAll("[^ -~]", "?");
  }

  private Optional<String> take(String name) {
    return Optional.ofNullable(tags.get(name));
  }

  private Optional<Policy> policy(String name, String value) {
    Optional<Policy> policy = Policy.of(value);
    if (policy.isEmpty()) {
      faults.add(name + " is no policy");
    }
    return policy;
  }

  private String word(String name, String otherwise, String... others) {
    String value = take(name).orElse(otherwise).toLowerCase(Locale.ROOT);
    if (value.equals(otherwise) || List.of(others).contains(value)) {
      return value;
    }
    faults.add(name + " has an unknown value");
    return otherwise;
  }

  private Psd psd() {
    return switch (word("psd", "u", "y", "n")) {
      case "y" -> Psd.YES;
      case "n" -> Psd.NO;
      default -> Psd.UNKNOWN;
    };
  }

  private AlignmentMode mode(String name) {
    return word(name, "r", "s").equals("s") ? AlignmentMode.STRICT : AlignmentMode.RELAXED;
  }

  private List<ReportUri> uris(String name) {
    List<ReportUri> uris = new ArrayList<>();
    for (String each : take(name).orElse("").split(",", MOST_URIS + 1)) {
      String text = each.strip();
      Optional<ReportUri> uri = uris.size() < MOST_URIS ? ReportUri.parse(text) : Optional.empty();
      uri.ifPresent(uris::add);
      if (uri.isEmpty() && tags.containsKey(name)) {
        faults.add(name + " holds what is no URI");
      }
    }
    return uris;
  }

  private Set<FailureOption> options() {
    Set<FailureOption> options = EnumSet.noneOf(FailureOption.class);
    for (String each : take("fo").orElse("0").split(":", 10)) {
      Optional<FailureOption> option = FailureOption.of(each.strip());
      option.ifPresent(options::add);
      if (option.isEmpty()) {
        faults.add("fo has an unknown value");
        return EnumSet.of(FailureOption.ALL_FAILED);
      }
    }
    return options;
  }
}
