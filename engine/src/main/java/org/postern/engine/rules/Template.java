package org.postern.engine.rules;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.pattern.PatternException;
import org.postern.engine.pattern.PerlPattern;

/// An expression with places, `%{NAME}`, for texts that other rules captured in the same message
/// with `(?<NAME>…)`.
///
/// @param expression as it was written
/// @param modifiers the letters behind it
/// @param names of the captured texts that it needs
public record Template(String expression, String modifiers, Set<String> names) {

  /// What a text can be captured as.
  static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*");

  private static final Pattern PLACE =
      Pattern.compile("(?<!\\\\)%\\{([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\\}");

  public Template {
    names = Set.copyOf(names);
  }

  /// A template, if the expression has places.
  static Optional<Template> of(String expression, String modifiers) {
    Set<String> names = new LinkedHashSet<>();
    Matcher places = PLACE.matcher(expression);
    while (places.find()) {
      names.add(places.group(1));
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Template(expression, modifiers, names));
  }

  /// An expression that is found wherever this is found, whatever was captured.
  PerlPattern wider() throws PatternException {
    return PerlPattern.of(PLACE.matcher(expression).replaceAll("(?s:.*)"), modifiers);
  }

  /// The expression with what was captured in its places.
  PerlPattern filled(Captures captures) throws PatternException {
    return PerlPattern.of(
        PLACE
            .matcher(expression)
            .replaceAll(
                place -> Matcher.quoteReplacement(alternatives(captures.of(place.group(1))))),
        modifiers);
  }

  private static String alternatives(Set<String> texts) {
    StringBuilder all = new StringBuilder("(?:");
    for (String text : texts) {
      all.append(all.length() > 3 ? "|" : "");
      for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) {
        boolean word = Character.isLetterOrDigit(octet & 0x7f) && octet > 0;
        if (word) {
          all.append((char) octet);
        } else {
          all.append(String.format(Locale.ROOT, "\\x%02x", octet & 0xff));
        }
      }
    }
    return all.append(')').toString();
  }
}
