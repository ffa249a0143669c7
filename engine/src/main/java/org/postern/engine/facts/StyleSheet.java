package org.postern.engine.facts;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;

/// The rules of a page's style sheets whose selector is a tag, a class, an id, or a tag with a
/// class; rules within `@media` are left out, they are for other windows.
final class StyleSheet {

  private static final int MOST_RULES = 2_000;
  private static final int LONGEST_SELECTOR = 100;

  private final Map<String, Style> rules = new HashMap<>();

  boolean isEmpty() {
    return rules.isEmpty();
  }

  /// Takes the text of a `style` element.
  void take(String css) {
    int at = 0;
    while (at < css.length() && rules.size() < MOST_RULES) {
      int open = css.indexOf('{', at);
      if (open < 0) {
        return;
      }
      String selectors = css.substring(Math.max(at, open - 2_000), open);
      int close = css.indexOf('}', open);
      close = close < 0 ? css.length() : close;
      if (selectors.indexOf('@') >= 0 && !selectors.contains("@import")) {
        at = endOfBlock(css, open);
        continue;
      }
      Style style = Style.parse(css.substring(open + 1, close));
      if (!style.equals(Style.NONE)) {
        add(selectors, style);
      }
      at = close + 1;
    }
  }

  private static int endOfBlock(String css, int open) {
    int depth = 0;
    for (int i = open; i < css.length(); i++) {
      char c = css.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return css.length();
  }

  private void add(String selectors, Style style) {
    String plain =
        selectors.substring(selectors.lastIndexOf("*/") < 0 ? 0 : selectors.lastIndexOf("*/") + 2);
    for (String one : plain.split(",", 50)) {
      String selector = one.strip().toLowerCase(Locale.ROOT);
      if (!selector.isEmpty() && selector.length() <= LONGEST_SELECTOR && simple(selector)) {
        rules.merge(selector, style, Style::over);
      }
    }
  }

  private static boolean simple(String selector) {
    int marks = 0;
    for (int i = 0; i < selector.length(); i++) {
      char c = selector.charAt(i);
      if (c == '.' || c == '#') {
        marks++;
      } else if (!Character.isLetterOrDigit(c) && c != '-' && c != '_') {
        return false;
      }
    }
    return marks <= 1;
  }

  /// What the sheets say of an element.
  Style of(Element element) {
    String tag = element.normalName();
    Style style = rules.getOrDefault(tag, Style.NONE);
    if (element.attributesSize() == 0) {
      return style;
    }
    String classes = element.attr("class");
    if (!classes.isEmpty()) {
      int count = 0;
      for (String name : classes.toLowerCase(Locale.ROOT).split("\\s+", 20)) {
        style = Style.over(style, rules.getOrDefault("." + name, Style.NONE));
        style = Style.over(style, rules.getOrDefault(tag + "." + name, Style.NONE));
        if (++count == 19) {
          break;
        }
      }
    }
    String id = element.attr("id");
    if (!id.isEmpty()) {
      style = Style.over(style, rules.getOrDefault("#" + id.toLowerCase(Locale.ROOT), Style.NONE));
    }
    return style;
  }
}
