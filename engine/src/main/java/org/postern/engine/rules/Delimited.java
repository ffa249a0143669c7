package org.postern.engine.rules;

/// An expression between delimiters, as Perl writes it: `/…/i`, `m{…}`, `m'…'x`.
///
/// @param expression what stands between
/// @param modifiers the letters behind
record Delimited(String expression, String modifiers) {

  private static final String OPENING = "{(<[";
  private static final String CLOSING = "})>]";

  static Delimited parse(String text) throws RuleException {
    int start;
    if (text.startsWith("/")) {
      start = 0;
    } else if (text.startsWith("m") && text.length() > 1) {
      start = 1;
    } else if (text.startsWith("qr") && text.length() > 2) {
      start = 2;
    } else {
      throw new RuleException(
          "an expression like /…/i or m{…} expected, not '" + shown(text) + "'");
    }
    char open = text.charAt(start);
    if (Character.isLetterOrDigit(open) || open == '\\' || Character.isWhitespace(open)) {
      throw new RuleException("a delimiter expected before '" + shown(text.substring(start)) + "'");
    }
    int pair = OPENING.indexOf(open);
    char close = pair < 0 ? open : CLOSING.charAt(pair);
    int end = text.lastIndexOf(close);
    if (end <= start) {
      throw new RuleException("'" + close + "' expected at the end of the expression");
    }
    String modifiers = text.substring(end + 1).strip();
    if (!modifiers.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      throw new RuleException(
          "'" + close + "' and modifiers expected at the end, not '" + shown(modifiers) + "'");
    }
    return new Delimited(text.substring(start + 1, end), modifiers);
  }

  private static String shown(String text) {
    return text.length() <= 30 ? text : text.substring(0, 30) + "…";
  }
}
