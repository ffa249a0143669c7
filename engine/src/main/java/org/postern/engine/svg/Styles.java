package org.postern.engine.svg;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The style sheets of a picture: rules whose selector, or the last part of it, is a tag, a class,
/// an id, or a tag with a class.
final class Styles {

  private static final int MOST_RULES = 5_000;
  private static final int MOST_CLASSES = 20;
  private static final Set<String> KNOWN =
      Set.of(
          "fill",
          "stroke",
          "stroke-width",
          "stroke-linecap",
          "fill-opacity",
          "stroke-opacity",
          "opacity",
          "display",
          "visibility",
          "fill-rule",
          "color",
          "clip-path",
          "transform",
          "stop-color",
          "d");

  private final Map<String, Map<String, String>> rules = new HashMap<>();

  void add(String sheet) {
    int at = 0;
    while (at < sheet.length() && rules.size() < MOST_RULES) {
      int open = sheet.indexOf('{', at);
      if (open < 0) {
        return;
      }
      String selectors = sheet.substring(at, open);
      at = open + 1;
      if (selectors.indexOf('@') >= 0) {
        continue; // the rules within count
      }
      int close = sheet.indexOf('}', at);
      int end = close < 0 ? sheet.length() : close;
      Map<String, String> said = new HashMap<>();
      declarations(sheet.substring(at, end), said);
      for (String selector : selectors.split(",")) {
        String name = last(selector);
        if (!name.isEmpty()) {
          rules.computeIfAbsent(name, _ -> new HashMap<>()).putAll(said);
        }
      }
      at = end + 1;
    }
  }

  private static String last(String selector) {
    String plain = selector.substring(selector.indexOf("*/") < 0 ? 0 : selector.indexOf("*/") + 2);
    String[] parts = plain.replace('}', ' ').replace('>', ' ').strip().split("\\s+");
    return parts[parts.length - 1];
  }

  /// What holds for an element, without what it inherits.
  Map<String, String> of(Markup.Element element) {
    Map<String, String> said = new HashMap<>();
    element
        .attributes()
        .forEach((name, value) -> {
          if (KNOWN.contains(name)) {
            said.put(name, value.strip());
          }
        });
    if (!rules.isEmpty()) {
      rule(element.name(), said);
      rule("*", said);
      String[] classes = element.attribute("class").strip().split("\\s+", MOST_CLASSES);
      for (String one : classes) {
        rule("." + one, said);
        rule(element.name() + "." + one, said);
      }
      rule("#" + element.attribute("id"), said);
    }
    declarations(element.attribute("style"), said);
    return said;
  }

  private void rule(String selector, Map<String, String> said) {
    said.putAll(rules.getOrDefault(selector, Map.of()));
  }

  private static void declarations(String text, Map<String, String> said) {
    for (String declaration : text.split(";")) {
      int colon = declaration.indexOf(':');
      String name = colon < 0 ? "" : Svg.lower(declaration.substring(0, colon)).strip();
      if (KNOWN.contains(name)) {
        said.put(name, declaration.substring(colon + 1).replace("!important", "").strip());
      }
    }
  }
}
