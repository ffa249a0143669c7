package org.postern.mail.mime;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The date of a field (RFC 5322 section 3.3), obsolete and usual broken forms taken.
///
/// `malformed` says that it is not written by the grammar, the obsolete one included. The zone is
/// UTC where it is missing or unknown.
public record DateTime(OffsetDateTime time, boolean malformed) {

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[-/]");
  private static final Pattern BETWEEN_TIMES = Pattern.compile("[:.]");
  private static final int LONGEST = 500;

  /// Reads a field value; empty when it holds no date.
  public static Optional<DateTime> parse(String value) {
    if (value.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return new Parser(value).parse();
    } catch (DateTimeException noSuchDay) {
      return Optional.empty(); // 31 February and the like: no date.
    }
  }

  private static final class Parser {
    private final List<String> words;
    private boolean malformed;
    private int day = -1;
    private int month = -1;
    private int year = -1;
    private int hour = -1;
    private int minute;
    private int second;
    private Optional<ZoneOffset> zone = Optional.empty();

    Parser(String value) {
      words = words(value);
    }

    Optional<DateTime> parse() {
      Optional<DateTime> iso = iso();
      if (iso.isPresent()) {
        return iso;
      }
      for (String word : words) {
        take(word);
      }
      if (day < 1 || month < 1 || year < 0 || hour < 0) {
        return Optional.empty();
      }
      malformed |= zone.isEmpty();
      LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, Math.min(second, 59));
      return Optional.of(new DateTime(local.atOffset(zone.orElse(ZoneOffset.UTC)), malformed));
    }

    /// `2001-09-23T20:10:55-07:00`, also with a blank.
    private Optional<DateTime> iso() {
      String text = String.join("T", words).replace("TZ", "Z").replace("T+", "+");
      if (text.length() < 16 || text.charAt(4) != '-') {
        return Optional.empty();
      }
      try {
        return Optional.of(new DateTime(OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)), true));
      } catch (DateTimeParseException otherForm) {
        return Optional.empty(); // The answer: not this form.
      }
    }

    private void take(String word) {
      String lower = word.toLowerCase(Locale.ROOT);
      char first = lower.charAt(0);
      if (lower.indexOf(':') > 0) {
        time(lower);
      } else if (first >= '0' && first <= '9') {
        number(lower);
      } else if (first == '+' || first == '-') {
        offset(lower);
      } else if (!name(lower)) {
        zoneName(lower);
      }
    }

    private void number(String digits) {
      if (digits.indexOf('-') > 0 || digits.indexOf('/') > 0) {
        malformed = true;
        for (String piece : BETWEEN_NUMBERS.split(digits)) {
          if (!piece.isEmpty()) {
            take(piece);
          }
        }
        return;
      }
      int value = integer(digits);
      if (value < 0) {
        malformed = true;
      } else if (day < 0 && digits.length() <= 2) {
        day = value;
      } else if (month < 0 && digits.length() <= 2 && value >= 1 && value <= 12) {
        malformed = true;
        month = value;
      } else if (year < 0) {
        year(value, digits.length());
      } else {
        malformed = true;
      }
    }

    /// Two or three digits are of the last century or this (RFC 5322 section 4.3).
    private void year(int value, int digits) {
      if (digits == 2) {
        year = value < 50 ? 2000 + value : 1900 + value;
      } else if (digits == 3) {
        year = 1900 + value;
      } else {
        year = value;
      }
      malformed |= digits > 4 || digits < 2;
    }

    private void time(String word) {
      String[] pieces = BETWEEN_TIMES.split(word);
      int sign = Math.max(word.indexOf('+'), word.indexOf('-'));
      if (sign > 0) {
        malformed = true;
        time(word.substring(0, sign));
        offset(word.substring(sign).replace(":", ""));
        return;
      }
      if (hour >= 0 || pieces.length < 2 || pieces.length > 4) {
        malformed = true;
        return;
      }
      hour = integer(pieces[0]);
      minute = Math.max(0, integer(pieces[1]));
      second = pieces.length > 2 ? Math.max(0, integer(pieces[2])) : 0;
    }

    private void offset(String word) {
      int value = integer(word.substring(1));
      boolean plain = word.length() == 5 && value >= 0 && value % 100 < 60 && value / 100 <= 18;
      if (!plain || value == 1860) {
        malformed = true;
        return;
      }
      int minutes = value / 100 * 60 + value % 100;
      zone =
          Optional.of(ZoneOffset.ofTotalSeconds(60 * (word.charAt(0) == '-' ? -minutes : minutes)));
    }

    private boolean name(String word) {
      String start = word.length() > 3 ? word.substring(0, 3) : word;
      if (DAYS.contains(start) && hour < 0) {
        malformed |= word.length() > 3;
        return true;
      }
      int index = MONTHS.indexOf(start);
      if (index < 0) {
        return false;
      }
      malformed |= word.length() > 3;
      month = index + 1;
      return true;
    }

    private void zoneName(String word) {
      if (hour >= 0 && (word.equals("pm") || word.equals("am"))) {
        malformed = true;
        hour = hour % 12 + (word.equals("pm") ? 12 : 0);
        return;
      }
      if (zone.isPresent() || hour < 0) {
        malformed = true;
        return;
      }
      zone =
          switch (word) {
            case "gmt", "ut", "utc", "z" -> Optional.of(ZoneOffset.UTC);
            case "edt" -> Optional.of(ZoneOffset.ofHours(-4));
            case "est", "cdt", "est5edt" -> Optional.of(ZoneOffset.ofHours(-5));
            case "cst", "mdt" -> Optional.of(ZoneOffset.ofHours(-6));
            case "mst", "pdt" -> Optional.of(ZoneOffset.ofHours(-7));
            case "pst" -> Optional.of(ZoneOffset.ofHours(-8));
            case "cet", "met", "bst" -> Optional.of(ZoneOffset.ofHours(1));
            case "cest", "mest", "eet" -> Optional.of(ZoneOffset.ofHours(2));
            case "jst", "kst" -> Optional.of(ZoneOffset.ofHours(9));
            // RFC 5322 section 4.3: what is not known is -0000.
            default -> Optional.of(ZoneOffset.UTC);
          };
    }

    private static int integer(String digits) {
      if (digits.isEmpty() || digits.length() > 5) {
        return -1;
      }
      int value = 0;
      for (int i = 0; i < digits.length(); i++) {
        char c = digits.charAt(i);
        if (c < '0' || c > '9') {
          return -1;
        }
        value = value * 10 + c - '0';
      }
      return value;
    }

    /// The words outside of comments.
    private static List<String> words(String value) {
      List<String> words = new ArrayList<>();
      StringBuilder word = new StringBuilder();
      int depth = 0;
      for (int i = 0; i <= value.length(); i++) {
        char c = i < value.length() ? value.charAt(i) : ' ';
        if (c == '(') {
          depth++;
        }
        if (depth > 0 || c <= ' ' || c == ',') {
          if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
          }
        } else {
          word.append(c);
        }
        if (c == ')' && depth > 0) {
          depth--;
        }
      }
      return words;
    }
  }
}
