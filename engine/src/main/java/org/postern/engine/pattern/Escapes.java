package org.postern.engine.pattern;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What a backslash and a letter mean in Perl's expressions, inside of brackets and outside. After
/// each answer `end` tells where it ends. One thread.
final class Escapes {

  private static final int HIGHEST = 0x10ffff;

  private final String text;
  private int end;

  Escapes(String text) {
    this.text = text;
  }

  /// Behind what was read last.
  int end() {
    return end;
  }

  /// The set that `\c` stands for.
  ///
  /// @param from behind the letter
  Optional<OctetSet> set(char c, int from) throws PatternException {
    end = from;
    return switch (c) {
      case 'd' -> Optional.of(OctetSet.digits());
      case 'D' -> Optional.of(OctetSet.digits().negated());
      case 'w' -> Optional.of(OctetSet.word());
      case 'W' -> Optional.of(OctetSet.word().negated());
      case 's' -> Optional.of(OctetSet.space());
      case 'S' -> Optional.of(OctetSet.space().negated());
      case 'h' -> Optional.of(OctetSet.horizontal());
      case 'H' -> Optional.of(OctetSet.horizontal().negated());
      case 'v' -> Optional.of(OctetSet.vertical());
      case 'V' -> Optional.of(OctetSet.vertical().negated());
      case 'p', 'P' -> Optional.of(property(c, from));
      default -> Optional.empty();
    };
  }

  /// The character that `\c` stands for.
  ///
  /// @param from behind the letter
  int character(char c, int from) throws PatternException {
    end = from;
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'f' -> '\f';
      case 'e' -> 0x1b;
      case 'a' -> 7;
      case 'x' -> hexadecimal(from);
      case 'o' -> braced(from, 8);
      case 'c' -> control(from);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(from - 1);
      default -> c & 0xff;
    };
  }

  /// A class like `[:alpha:]`, its name without the colons.
  static OctetSet posix(String name) throws PatternException {
    String plain = name.startsWith("^") ? name.substring(1) : name;
    OctetSet set =
        switch (plain) {
          case "alpha" -> OctetSet.of(OctetSet::isLetter);
          case "digit" -> OctetSet.digits();
          case "alnum" -> OctetSet.of(c -> c != '_' && OctetSet.word().has(c));
          case "word" -> OctetSet.word();
          case "space" -> OctetSet.space();
          case "blank" -> OctetSet.of(c -> c == ' ' || c == '\t');
          case "upper" -> OctetSet.of(c -> c >= 'A' && c <= 'Z');
          case "lower" -> OctetSet.of(c -> c >= 'a' && c <= 'z');
          case "punct" ->
              OctetSet.of(c -> c > ' ' && c < 0x7f && (c == '_' || !OctetSet.word().has(c)));
          case "cntrl" -> OctetSet.of(c -> c < ' ' || c == 0x7f);
          case "graph" -> OctetSet.of(c -> c > ' ' && c < 0x7f);
          case "print" -> OctetSet.of(c -> c >= ' ' && c < 0x7f);
          case "ascii" -> OctetSet.of(c -> c < 0x80);
          case "xdigit" -> OctetSet.of(c -> Character.digit(c, 16) >= 0 && c < 0x80);
          default -> throw new PatternException("the class [:" + plain + ":] is not known");
        };
    return name.startsWith("^") ? set.negated() : set;
  }

  private OctetSet property(char c, int from) throws PatternException {
    if (from >= text.length()) {
      throw new PatternException("\\" + c + " of what?");
    }
    int stop = text.charAt(from) == '{' ? text.indexOf('}', from) : from;
    if (stop < 0) {
      throw new PatternException("\\" + c + "{ without }");
    }
    String name =
        text.substring(text.charAt(from) == '{' ? from + 1 : from, stop == from ? from + 1 : stop);
    end = stop + 1;
    try {
      var pattern = Pattern.compile("\\p{" + name + "}");
      OctetSet set = OctetSet.of(o -> o < 0x80 && pattern.matcher("" + (char) o).matches());
      return c == 'P' ? set.negated() : set;
    } catch (PatternSyntaxException unknown) {
      throw new PatternException("the property " + name + " is not known", unknown);
    }
  }

  private int hexadecimal(int from) throws PatternException {
    if (from < text.length() && text.charAt(from) == '{') {
      return braced(from, 16);
    }
    int stop = from;
    while (stop < text.length() && stop < from + 2 && Character.digit(text.charAt(stop), 16) >= 0) {
      stop++;
    }
    end = stop;
    return stop == from ? 0 : Integer.parseInt(text, from, stop, 16);
  }

  private int braced(int from, int radix) throws PatternException {
    int stop = text.indexOf('}', from);
    if (from >= text.length() || text.charAt(from) != '{' || stop < 0) {
      throw new PatternException("a number in braces expected");
    }
    end = stop + 1;
    try {
      int point = Integer.parseInt(text.substring(from + 1, stop).strip(), radix);
      if (point < 0 || point > HIGHEST) {
        throw new PatternException("not a character: " + point);
      }
      return point;
    } catch (NumberFormatException wrong) {
      throw new PatternException("a number in braces expected", wrong);
    }
  }

  private int octal(int from) {
    int stop = from;
    while (stop < text.length() && stop < from + 3 && Character.digit(text.charAt(stop), 8) >= 0) {
      stop++;
    }
    end = stop;
    return Integer.parseInt(text, from, stop, 8) & 0xff;
  }

  private int control(int from) throws PatternException {
    if (from >= text.length()) {
      throw new PatternException("\\c of what?");
    }
    end = from + 1;
    return Character.toUpperCase(text.charAt(from)) ^ 64;
  }
}
