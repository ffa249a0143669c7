package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Element;
import org.postern.engine.facts.HtmlFacts.Script;

/// Gathers the scripts of a page and what its attributes do (`onclick` and the like), which are one
/// script together.
final class PageScripts {

  private static final int MOST = 50;

  private final List<Script> all = new ArrayList<>();
  private final StringBuilder attributes = new StringBuilder();
  private int handlers;
  private boolean cut;

  /// Whether any attribute of the page may do something.
  static boolean mayHandle(String html) {
    return html.indexOf(" on") >= 0 || html.indexOf("\non") >= 0 || html.indexOf("/on") >= 0;
  }

  /// Takes a `script`, where it is one that runs.
  void add(Element script, String source) {
    if (runs(script.attr("type"))) {
      String data = script.data();
      add(source, data.isEmpty() ? script.wholeText() : data);
    }
  }

  /// Whether a browser runs a script of that type: `application/ld+json` and templates are data.
  private static boolean runs(String type) {
    String plain = type.strip().toLowerCase(Locale.ROOT);
    return plain.isEmpty() || plain.equals("module") || plain.contains("script");
  }

  private void add(String source, String data) {
    if (all.size() == MOST) {
      cut = true;
      return;
    }
    all.add(Scripts.read(source, data));
  }

  /// Takes the attributes of an element that do something.
  void handlers(Element element) {
    for (Attribute attribute : element.attributes()) {
      if (attribute.getKey().startsWith("on") && attribute.getKey().length() > 4) {
        handlers++;
        attributes.append(attribute.getValue()).append('\n');
      }
    }
  }

  /// All of them, once the page is read.
  List<Script> all() {
    if (!attributes.isEmpty()) {
      add("", attributes.toString());
      attributes.setLength(0);
    }
    return all;
  }

  int handlers() {
    return handlers;
  }

  boolean cut() {
    return cut;
  }
}
