package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// The rules of a page's style sheets whose selector is a tag, a class, an id, or a tag with a
/// class. Of rules with other selectors and of those within `@media` only what they show is taken:
/// who reads the page may be one they mean. They are found by the last name of their selectors;
/// where one would show what is hidden otherwise, the whole selector is asked.
final class StyleSheet {

  private static final int MOST_RULES = 2_000;
  private static final int MOST_MAYBE = 5_000;
  private static final int MOST_KEPT = 5_000;
  private static final int LONGEST_SELECTOR = 100;
  private static final int MOST_SELECTORS = 1_000;
  private static final int MOST_CLASSES = 20;
  private static final int LONGEST_MEDIA = 200;
  private static final Pattern NO_SCREEN =
      Pattern.compile(
          "@media\\s+(?:only\\s+)?(?:(?:print|speech|braille|embossed|tty)(?:\\s+and\\b[^,]*)?"
              + "|(?:screen\\s+and\\s*)?\\(\\s*max-(?:device-)?width\\s*:\\s*\\d{1,2}px\\s*\\)"
              + "|(?:screen\\s+and\\s*)?\\(\\s*min-(?:device-)?width\\s*:\\s*\\d{5,6}px\\s*\\))");
  private static final int MOST_STEPS = 300_000;

  /// What holds for an element.
  ///
  /// @param maybe what may hold for it besides
  record Said(Style style, Style maybe) {
    static final Said NOTHING = new Said(Style.NONE, Style.NONE);
  }

  /// A rule that may hold for an element, all of it; its selector is read when it is asked for.
  private static final class Rule {
    private final String text;
    private final Style style;
    private @Nullable Selector read;

    Rule(String text, Style style) {
      this.text = text;
      this.style = style;
    }

    boolean means(Element element, Selector.Steps steps) {
      Selector known = read;
      if (known == null) {
        known = Selector.of(text);
        read = known;
      }
      return known.means(element, steps);
    }
  }

  private final Map<String, Style> rules = new HashMap<>();
  private final Map<String, Style> maybe = new HashMap<>();
  private final Map<String, List<Rule>> exact = new HashMap<>();

  /// What was told before, by tag and then by classes.
  private final Map<String, Map<String, Said>> known = new HashMap<>();

  private int knownKept;
  private int rulesKept;
  private final Selector.Steps steps = new Selector.Steps(MOST_STEPS);
  private boolean full;

  /// Whether any selector names an id.
  private boolean ids;

  boolean isEmpty() {
    return rules.isEmpty() && maybe.isEmpty();
  }

  /// What follows is not read, and may say the opposite of what was read.
  void cut() {
    full = true;
    rules.clear();
  }

  /// Takes the text of a `style` element.
  void take(String text) {
    String css = Declarations.plain(text);
    int depth = 0;
    int nowhere = 0;
    int start = 0;
    int at = Declarations.brace(css, 0);
    while (at >= 0 && !full) {
      if (css.charAt(at) == '}') {
        nowhere = nowhere == depth ? 0 : nowhere;
        depth = Math.max(0, depth - 1);
      } else if (isAt(css, start, at)) {
        depth++;
        nowhere = nowhere == 0 && onNoScreen(css.substring(start, at)) ? depth : nowhere;
      } else {
        int close = Declarations.brace(css, at + 1);
        int end = close < 0 ? css.length() : close;
        if (close >= 0 && css.charAt(close) == '{') {
          cut(); // rules within rules
          return;
        }
        if (nowhere == 0) {
          rule(css.substring(start, at), css.substring(at + 1, end), depth > 0);
        }
        at = end;
      }
      start = at + 1;
      at = start >= css.length() ? -1 : Declarations.brace(css, start);
    }
  }

  /// Whether a block is of `@media` and its kin; `@import …;` may stand before it.
  private static boolean isAt(String css, int from, int open) {
    String before = css.substring(from, open);
    return before.substring(before.lastIndexOf(';') + 1).strip().startsWith("@");
  }

  /// Whether a block is for paper and voices alone, or for screens so narrow or wide that there are
  /// none; what shows there shows to nobody.
  private static boolean onNoScreen(String before) {
    String media = before.substring(before.lastIndexOf(';') + 1).strip().toLowerCase(Locale.ROOT);
    return media.length() <= LONGEST_MEDIA && NO_SCREEN.matcher(media).matches();
  }

  private void rule(String before, String declarations, boolean sometimes) {
    Style style = Style.parse(declarations);
    if (style.saysNothing()) {
      return;
    }
    String selectors = before.substring(before.lastIndexOf(';') + 1);
    for (String one : selectors.split(",", MOST_SELECTORS)) {
      String selector = one.strip().toLowerCase(Locale.ROOT);
      ids |= selector.indexOf('#') >= 0;
      if (!sometimes && simple(selector)) {
        rules.merge(selector, style, Style::over);
      } else {
        String last = last(selector);
        maybe.merge(last, style, Style::both);
        exact.computeIfAbsent(last, _ -> new ArrayList<>()).add(new Rule(selector, style));
        rulesKept++;
      }
    }
    if (rules.size() > MOST_RULES || rulesKept > MOST_MAYBE) {
      cut();
    }
  }

  private static boolean simple(String selector) {
    int marks = 0;
    for (int i = 0; i < selector.length(); i++) {
      char c = selector.charAt(i);
      if (c == '.' || c == '#') {
        marks++;
      } else if (!name(c)) {
        return false;
      }
    }
    return marks <= 1 && !selector.isEmpty() && selector.length() <= LONGEST_SELECTOR;
  }

  /// The last name of a selector, which every element has that it means; `*` where that cannot be
  /// told.
  private static String last(String selector) {
    int start = selector.length();
    while (start > 0 && name(selector.charAt(start - 1))) {
      start--;
    }
    if (start == selector.length()) {
      return "*";
    }
    char before = start == 0 ? ' ' : selector.charAt(start - 1);
    return switch (before) {
      case '.', '#' -> selector.substring(start - 1);
      case ' ', '>', '+', '~', '\t', '\n', '\r', '\f' -> selector.substring(start);
      default -> "*";
    };
  }

  private static boolean name(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_';
  }

  /// What the sheets say of an element.
  Said of(Element element) {
    String tag = element.normalName();
    String classes = element.attributesSize() == 0 ? "" : element.attr("class");
    Map<String, Said> knownOfTag = known.computeIfAbsent(tag, _ -> new HashMap<>());
    Said said = knownOfTag.get(classes);
    if (said == null) {
      said = named(tag, classes.toLowerCase(Locale.ROOT));
      if (knownKept < MOST_KEPT) {
        knownKept++;
        knownOfTag.put(classes, said);
      }
    }
    String id = element.attributesSize() == 0 ? "" : element.attr("id");
    if (id.isEmpty() || !ids) {
      return said;
    }
    String lower = "#" + id.toLowerCase(Locale.ROOT);
    return new Said(
        Style.over(said.style(), rules.getOrDefault(lower, Style.NONE)),
        Style.both(said.maybe(), maybe.getOrDefault(lower, Style.NONE)));
  }

  /// Of two classes the one wins that stands later in the sheet, which is not kept: so the one that
  /// shows.
  private Said named(String tag, String classes) {
    Style every = Style.both(of(maybe, "*"), of(maybe, tag));
    Style all = Style.NONE;
    Style tagged = Style.NONE;
    if (!classes.isBlank()) {
      for (String name : classes.strip().split("\\s+", MOST_CLASSES)) {
        all = Style.both(all, of(rules, "." + name));
        tagged = Style.both(tagged, of(rules, tag + "." + name));
        every = Style.both(every, of(maybe, "." + name));
      }
    }
    Style style = Style.over(Style.over(of(rules, tag), all), tagged);
    return style.saysNothing() && every.saysNothing() ? Said.NOTHING : new Said(style, every);
  }

  /// What may hold for an element besides, by whole selectors and not by their last names alone.
  Style exactly(Element element) {
    Style all = Style.NONE;
    for (String last : lasts(element)) {
      for (Rule rule : exact.getOrDefault(last, List.of())) {
        if (rule.means(element, steps)) {
          all = Style.both(all, rule.style);
        }
      }
    }
    return all;
  }

  private static List<String> lasts(Element element) {
    List<String> all = new ArrayList<>(List.of("*", element.normalName()));
    String classes = element.attr("class").toLowerCase(Locale.ROOT);
    if (!classes.isBlank()) {
      for (String name : classes.strip().split("\\s+", MOST_CLASSES)) {
        all.add("." + name);
      }
    }
    if (element.hasAttr("id")) {
      all.add("#" + element.attr("id").toLowerCase(Locale.ROOT));
    }
    return all;
  }

  private static Style of(Map<String, Style> from, String selector) {
    return from.getOrDefault(selector, Style.NONE);
  }
}
