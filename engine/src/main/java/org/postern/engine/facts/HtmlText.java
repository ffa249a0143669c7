package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/// What a reader sees of an HTML part, what it hides from the reader, and where its links lead.
record HtmlText(String visible, String hidden, List<Link> links) {

  private static final int LINKS = 500;
  private static final int SHOWN = 200;

  static HtmlText read(String html) {
    Reading reading = new Reading();
    // not Document.text(): that walks recursively and cannot tell hidden text
    org.jsoup.select.NodeTraversor.traverse(reading, Parser.htmlParser().parseInput(html, ""));
    return new HtmlText(
        reading.visible.toString().strip(), reading.hidden.toString().strip(), reading.links);
  }

  private static final class Reading implements NodeVisitor {
    private final StringBuilder visible = new StringBuilder();
    private final StringBuilder hidden = new StringBuilder();
    private final List<Link> links = new ArrayList<>();
    private int unseen;
    private int skipped;
    private int linkStart;

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode text) {
        if (skipped == 0) {
          append(unseen > 0 ? hidden : visible, text.getWholeText());
        }
      } else if (node instanceof Element element) {
        open(element);
      }
    }

    private void open(Element element) {
      String name = element.normalName();
      if (skips(name)) {
        skipped++;
      }
      if (hides(element)) {
        unseen++;
      }
      if (name.equals("br") || element.isBlock()) {
        separate(unseen > 0 ? hidden : visible);
      }
      switch (name) {
        case "a", "area" -> linkStart = visible.length();
        case "form" -> link(element.attr("action"), "");
        default -> {}
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (!(node instanceof Element element)) {
        return;
      }
      String name = element.normalName();
      if (name.equals("a") || name.equals("area")) {
        int end = Math.min(visible.length(), linkStart + SHOWN);
        link(element.attr("href"), visible.substring(Math.min(linkStart, end), end).strip());
      }
      if (element.isBlock()) {
        separate(unseen > 0 ? hidden : visible);
      }
      if (skips(name)) {
        skipped--;
      }
      if (hides(element)) {
        unseen--;
      }
    }

    private void link(String target, String shown) {
      if (!target.isBlank() && links.size() < LINKS) {
        links.add(new Link(target.strip(), shown));
      }
    }

    private static boolean skips(String name) {
      return name.equals("title") || name.equals("script") || name.equals("style");
    }

    private static boolean hides(Element element) {
      if (element.attributesSize() == 0) {
        return false;
      }
      if (element.hasAttr("hidden")) {
        return true;
      }
      String style = element.attr("style");
      if (style.isEmpty()) {
        return false;
      }
      String plain = style.toLowerCase(Locale.ROOT).replace(" ", "");
      return plain.contains("display:none")
          || plain.contains("visibility:hidden")
          || zero(plain, "font-size:")
          || zero(plain, "opacity:");
    }

    /// Whether a property has the value 0, in any unit.
    private static boolean zero(String style, String property) {
      int at = style.indexOf(property);
      if (at < 0 || (at > 0 && style.charAt(at - 1) == '-')) {
        return false;
      }
      int digit = at + property.length();
      if (digit >= style.length() || style.charAt(digit) != '0') {
        return false;
      }
      return digit + 1 >= style.length() || style.charAt(digit + 1) != '.';
    }

    private static void separate(StringBuilder text) {
      if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
        text.append('\n');
      }
    }

    /// Appends with runs of white space folded into one space.
    private static void append(StringBuilder text, String more) {
      boolean blank = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
      for (int i = 0; i < more.length(); i++) {
        char c = more.charAt(i);
        if (c <= ' ' || c == '\u00a0') {
          if (!blank) {
            text.append(' ');
          }
          blank = true;
        } else {
          text.append(c);
          blank = false;
        }
      }
    }
  }
}
