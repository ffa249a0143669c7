package org.postern.mail.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Text with macros in it: RFC 7208 section 7.1.
record MacroString(List<Piece> pieces) {

  /// The domain that is being judged, which stands in for a target left out.
  static final MacroString DOMAIN =
      new MacroString(List.of(new Piece.Macro('d', false, 0, false, ".")));

  private static final String LETTERS = "slodiphv";
  private static final String LETTERS_OF_EXPLANATIONS = LETTERS + "crt";
  private static final String DELIMITERS = ".-+,/_=";

  MacroString {
    pieces = List.copyOf(pieces);
  }

  sealed interface Piece {
    /// Text as it stands.
    record Literal(String text) implements Piece {}

    /// What `%%`, `%_` and `%-` stand for.
    record Escape(String text) implements Piece {}

    /// `parts` is 0 for all of them.
    record Macro(char letter, boolean urlEscaped, int parts, boolean reversed, String delimiters)
        implements Piece {}
  }

  /// Reads `macro-string`.
  static Optional<MacroString> parse(String text) {
    return new Reader(text, LETTERS, '!').read();
  }

  /// Reads `explain-string`, which may hold spaces and three letters more.
  static Optional<MacroString> parseExplanation(String text) {
    return new Reader(text, LETTERS_OF_EXPLANATIONS, ' ').read();
  }

  /// Reads `domain-spec`, which ends in a macro or in a label that may be a top level domain.
  static Optional<MacroString> parseDomain(String text) {
    return parse(text).filter(MacroString::endsLikeDomain);
  }

  private boolean endsLikeDomain() {
    if (pieces.isEmpty()) {
      return false;
    }
    return switch (pieces.getLast()) {
      case Piece.Macro _, Piece.Escape _ -> true;
      case Piece.Literal(String text) -> {
        String plain = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        int dot = plain.lastIndexOf('.');
        yield dot >= 0 && isTopLabel(plain.substring(dot + 1));
      }
    };
  }

  // Letters, digits and hyphens inside, and not digits alone.
  private static boolean isTopLabel(String label) {
    return !label.isEmpty()
        && label.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-')
        && !label.startsWith("-")
        && !label.endsWith("-")
        && !label.chars().allMatch(MacroString::isDigit);
  }

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static final class Reader {

    private final String text;
    private final String letters;
    private final char lowest;
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    Reader(String text, String letters, char lowest) {
      this.text = text;
      this.letters = letters;
      this.lowest = lowest;
    }

    Optional<MacroString> read() {
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c < lowest || c > '~') {
          return Optional.empty();
        }
        if (c != '%') {
          literal.append(c);
        } else if (!expand()) {
          return Optional.empty();
        }
      }
      endLiteral();
      return Optional.of(new MacroString(pieces));
    }

    private void endLiteral() {
      if (!literal.isEmpty()) {
        pieces.add(new Piece.Literal(literal.toString()));
        literal.setLength(0);
      }
    }

    private boolean expand() {
      endLiteral();
      char c = at < text.length() ? text.charAt(at++) : 0;
      return switch (c) {
        case '%' -> pieces.add(new Piece.Escape("%"));
        case '_' -> pieces.add(new Piece.Escape(" "));
        case '-' -> pieces.add(new Piece.Escape("%20"));
        case '{' -> macro();
        default -> false;
      };
    }

    private boolean macro() {
      int end = text.indexOf('}', at);
      if (end <= at) {
        return false;
      }
      String body = text.substring(at, end);
      at = end + 1;
      char letter = body.charAt(0);
      char lower = String.valueOf(letter).toLowerCase(Locale.ROOT).charAt(0);
      if (letters.indexOf(lower) < 0) {
        return false;
      }
      int i = 1;
      while (i < body.length() && isDigit(body.charAt(i))) {
        i++;
      }
      int parts = parts(body.substring(1, i));
      boolean reversed = i < body.length() && (body.charAt(i) == 'r' || body.charAt(i) == 'R');
      String delimiters = body.substring(reversed ? i + 1 : i);
      if (parts < 0 || !delimiters.chars().allMatch(d -> DELIMITERS.indexOf(d) >= 0)) {
        return false;
      }
      return pieces.add(
          new Piece.Macro(
              lower, letter != lower, parts, reversed, delimiters.isEmpty() ? "." : delimiters));
    }

    // Not zero where it is given; more than any name has is as good as all.
    private static int parts(String digits) {
      if (digits.isEmpty()) {
        return 0;
      }
      String plain = digits.replaceFirst("^0+", "");
      if (plain.isEmpty()) {
        return -1;
      }
      return plain.length() > 3 ? 0 : Integer.parseInt(plain);
    }
  }
}
