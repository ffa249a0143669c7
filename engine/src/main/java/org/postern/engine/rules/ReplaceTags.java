package org.postern.engine.rules;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tags like `<A>` in expressions that stand for expressions of their own, as the plug-in
/// ReplaceTags of SpamAssassin defines them. One thread.
final class ReplaceTags {

  /// A tag may hold tags, so often at most.
  private static final int PASSES = 6;

  private static final int LONGEST = 1 << 20;
  private static final Pattern SPLIT = Pattern.compile("<[^<>]+>");

  private final Map<String, String> tags = new HashMap<>();
  private final Map<String, String> before = new HashMap<>();
  private final Map<String, String> between = new HashMap<>();
  private final Map<String, String> after = new HashMap<>();
  private String start = "<";
  private String end = ">";

  /// A directive: its word, the name of the tag, the expression.
  void define(String word, String name, String expression) {
    switch (word) {
      case "replace_tag" -> tags.put(name, expression);
      case "replace_pre" -> before.put(name, expression);
      case "replace_inter" -> between.put(name, expression);
      case "replace_post" -> after.put(name, expression);
      case "replace_start" -> start = name;
      case "replace_end" -> end = name;
      default -> throw new IllegalArgumentException(word);
    }
  }

  /// The expression with what its tags stand for.
  String replaced(String expression) throws RuleException {
    String text = expression;
    for (int pass = 0; pass < PASSES; pass++) {
      String once = pass(text);
      if (once.equals(text)) {
        return text;
      }
      if (once.length() > LONGEST) {
        throw new RuleException("tags that give at most " + LONGEST + " characters expected");
      }
      text = once;
    }
    return text;
  }

  private String pass(String expression) {
    StringBuilder rest = new StringBuilder(expression);
    String pre = before.getOrDefault(modifier(rest, "pre "), "");
    String post = after.getOrDefault(modifier(rest, "post "), "");
    String inter = between.getOrDefault(modifier(rest, "inter "), "");
    StringBuilder out = new StringBuilder();
    Matcher matcher = SPLIT.matcher(rest);
    int at = 0;
    boolean adjacent = false;
    while (matcher.find()) {
      out.append(rest, at, matcher.start());
      if (adjacent && matcher.start() == at) {
        out.append(inter);
      }
      String piece = matcher.group();
      String tag =
          piece.startsWith(start) && piece.endsWith(end)
              ? piece.substring(start.length(), piece.length() - end.length())
              : "";
      String value = tags.get(tag);
      out.append(value == null ? piece : pre + value + post);
      at = matcher.end();
      adjacent = true;
    }
    return out.append(rest, at, rest.length()).toString();
  }

  /// The name in `<pre NAME>`, which is taken out; empty where there is none.
  private String modifier(StringBuilder expression, String word) {
    int open = expression.indexOf(start + word);
    int close = open < 0 ? -1 : expression.indexOf(end, open);
    if (close < 0) {
      return "";
    }
    String name = expression.substring(open + start.length() + word.length(), close).strip();
    expression.delete(open, close + end.length());
    return name;
  }
}
