package org.postern.engine.facts;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// What holds for text at the place a reading of the page has come to: the elements around it that
/// say something of their looks. Grows with those only, never by recursion.
final class StyleStack {

  private static final double TINY = 2;
  private static final int MOST_KEPT = 5_000;

  /// @param gone why nothing within can be seen
  private record Looks(
      int depth,
      @Nullable Hiding gone,
      boolean invisible,
      double font,
      int colour,
      int background) {

    @Nullable Hiding hides() {
      if (gone != null) {
        return gone;
      }
      if (invisible) {
        return Hiding.INVISIBLE;
      }
      if (font < TINY) {
        return Hiding.TINY;
      }
      return Colours.alike(colour, background) ? Hiding.COLOUR : null;
    }
  }

  private final Deque<Looks> open = new ArrayDeque<>();
  private final StyleSheet sheet;
  private final Map<String, Style> read = new HashMap<>();
  private @Nullable Hiding now;

  StyleStack(StyleSheet sheet) {
    this.sheet = sheet;
  }

  /// Why text at this place cannot be seen; null where it can.
  @Nullable Hiding hides() {
    return now;
  }

  void enter(Element element, int depth) {
    if (element.attributesSize() == 0 && sheet.isEmpty()) {
      return;
    }
    Style style = style(element);
    Hiding gone = element.hasAttr("hidden") ? Hiding.ATTRIBUTE : style.hides();
    if (gone == null && style.equals(Style.NONE)) {
      return;
    }
    Looks around = open.peek();
    Hiding gonePart = gone != null ? gone : around == null ? null : around.gone;
    Looks looks =
        new Looks(
            depth,
            gonePart,
            style.invisible() != null ? style.invisible() : around != null && around.invisible,
            Double.isNaN(style.font()) ? (around == null ? 16 : around.font) : style.font(),
            pick(style.colour(), around == null ? Colours.BLACK : around.colour),
            pick(style.background(), around == null ? Colours.WHITE : around.background));
    open.push(looks);
    now = looks.hides();
  }

  private static int pick(int said, int around) {
    return said == Colours.UNSAID ? around : said;
  }

  void leave(int depth) {
    Looks top = open.peek();
    if (top != null && top.depth == depth) {
      open.pop();
      Looks around = open.peek();
      now = around == null ? null : around.hides();
    }
  }

  private Style style(Element element) {
    Style style = attributes(element);
    if (!sheet.isEmpty()) {
      style = Style.over(style, sheet.of(element));
    }
    String own = element.attr("style");
    if (own.isEmpty()) {
      return style;
    }
    Style known = read.get(own);
    if (known == null) {
      known = Style.parse(own);
      if (read.size() < MOST_KEPT) {
        read.put(own, known);
      }
    }
    return Style.over(style, known);
  }

  /// The attributes that say the same in HTML of old.
  private static Style attributes(Element element) {
    int colour = Colours.UNSAID;
    int background = Colours.UNSAID;
    switch (element.normalName()) {
      case "font" -> colour = attribute(element, "color");
      case "a" -> colour = element.hasAttr("href") ? Colours.LINK : Colours.UNSAID;
      case "body" -> {
        colour = attribute(element, "text");
        background = behind(element);
      }
      case "table", "tr", "td", "th", "tbody" -> background = behind(element);
      default -> {}
    }
    return colour == Colours.UNSAID && background == Colours.UNSAID
        ? Style.NONE
        : new Style(null, null, Style.UNSAID, colour, background);
  }

  private static int behind(Element element) {
    return element.hasAttr("background") ? Colours.UNKNOWN : attribute(element, "bgcolor");
  }

  private static int attribute(Element element, String name) {
    String value = element.attr(name);
    return value.isEmpty() ? Colours.UNSAID : Colours.attribute(value);
  }
}
