package org.postern.engine.rules;

import org.jspecify.annotations.Nullable;

/// Reads the expression of a meta rule. One thread, used once.
final class ExpressionReader {

  private static final int DEEPEST = 100;

  private final String text;
  private int at;
  private int depth;

  private ExpressionReader(String text) {
    this.text = text;
  }

  static Expression read(String text) throws RuleException {
    ExpressionReader reader = new ExpressionReader(text);
    Expression expression = reader.joined(0);
    reader.skipBlanks();
    if (reader.at < text.length()) {
      throw new RuleException("an operator or the end expected at '" + reader.rest() + "'");
    }
    return expression;
  }

  private String rest() {
    return text.substring(at, Math.min(text.length(), at + 30));
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private Expression joined(int tightness) throws RuleException {
    if (tightness > Expression.Operator.TIGHTEST) {
      return prefixed();
    }
    Expression left = joined(tightness + 1);
    while (true) {
      Expression.Operator found = operator(tightness);
      if (found == null) {
        return left;
      }
      left = new Expression.Joined(found, left, joined(tightness + 1));
    }
  }

  private Expression.@Nullable Operator operator(int tightness) {
    skipBlanks();
    for (Expression.Operator operator : Expression.Operator.values()) {
      if (text.startsWith(operator.sign(), at)) {
        if (operator.tightness() != tightness) {
          return null;
        }
        at += operator.sign().length();
        return operator;
      }
    }
    // Perl's own words and single signs
    for (String word : new String[] {"and ", "or ", "&", "|"}) {
      if (text.startsWith(word, at)) {
        Expression.Operator operator =
            word.startsWith("a") || word.equals("&")
                ? Expression.Operator.AND
                : Expression.Operator.OR;
        if (operator.tightness() == tightness) {
          at += word.length();
          return operator;
        }
      }
    }
    return null;
  }

  private Expression prefixed() throws RuleException {
    skipBlanks();
    if (at >= text.length()) {
      throw new RuleException("the name of a rule, a number or '(' expected at the end");
    }
    char c = text.charAt(at);
    if (c == '!' || c == '-' || c == '(') {
      if (++depth > DEEPEST) {
        throw new RuleException("at most " + DEEPEST + " brackets and signs expected");
      }
      at++;
    }
    if (c == '!' || c == '-') {
      Expression inner = prefixed();
      depth--;
      return new Expression.Prefixed(c, inner);
    }
    if (c == '(') {
      Expression inner = joined(0);
      skipBlanks();
      if (at >= text.length() || text.charAt(at) != ')') {
        throw new RuleException("')' expected at '" + rest() + "'");
      }
      at++;
      depth--;
      return inner;
    }
    return word();
  }

  private Expression word() throws RuleException {
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.matches("[0-9]+(\\.[0-9]+)?|\\.[0-9]+")) {
      return new Expression.Constant(Double.parseDouble(word));
    }
    if (!word.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      at = start;
      throw new RuleException("the name of a rule, a number or '(' expected at '" + rest() + "'");
    }
    return new Expression.Name(word);
  }

  private static boolean isWord(char c) {
    return c == '_'
        || c == '.'
        || (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z');
  }
}
