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
      boolean pushed,
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

  /// Whether a picture at this place can be seen, which letters and colours do nothing to.
  boolean shows() {
    Looks top = open.peek();
    return top == null || (top.gone == null && !top.invisible);
  }

  void enter(Element element, int depth) {
    if (element.attributesSize() == 0 && sheet.isEmpty()) {
      return;
    }
    Looks around = open.peek();
    StyleSheet.Said said = sheet.isEmpty() ? StyleSheet.Said.NOTHING : sheet.of(element);
    Looks looks = looks(element, depth, around, said, said.maybe());
    if (!said.maybe().saysNothing() && hides(looks) == null) {
      // a rule may show it: only then it is asked whether that rule means this element
      Looks least = looks(element, depth, around, said, Style.NONE);
      if (hides(least) != null) {
        Style exactly = sheet.exactly(element);
        looks = exactly.saysNothing() ? least : looks(element, depth, around, said, exactly);
      }
    }
    if (looks != null) {
      open.push(looks);
      now = looks.hides();
    }
  }

  private static @Nullable Hiding hides(@Nullable Looks looks) {
    return looks == null ? null : looks.hides();
  }

  /// What holds within an element; null where it says nothing.
  private @Nullable Looks looks(
      Element element, int depth, @Nullable Looks around, StyleSheet.Said said, Style maybe) {
    Style style = style(element, said.style(), maybe);
    boolean pushed = style.says(Style.Property.PUSH) || (around != null && around.pushed);
    Hiding gone = gone(element, style, pushed);
    if (gone == null && style.saysNothing()) {
      return null;
    }
    Hiding gonePart = gone != null ? gone : around == null ? null : around.gone;
    return new Looks(
        depth,
        gonePart,
        style.invisible() != null ? style.invisible() : around != null && around.invisible,
        pushed,
        font(style.font(), around == null ? Style.USUAL : around.font),
        pick(style.colour(), around == null ? Colours.BLACK : around.colour),
        pick(style.background(), around == null ? Colours.WHITE : around.background));
  }

  /// The attribute `hidden` is no more than a style of the browser's.
  private static @Nullable Hiding gone(Element element, Style style, boolean pushed) {
    if (element.hasAttr("hidden") && !style.says(Style.Property.DISPLAY)) {
      return Hiding.ATTRIBUTE;
    }
    Hiding hides = style.hides();
    boolean off = hides == Hiding.OFF_SCREEN && pushed;
    boolean sized = hides == Hiding.NO_SIZE && !sized(element, style);
    return off || sized ? null : hides;
  }

  /// Whether its size can be set: that of text within a line cannot, and cells grow with it.
  private static boolean sized(Element element, Style style) {
    return style.says(Style.Property.DISPLAY)
        || switch (element.normalName()) {
          case "table", "tbody", "thead", "tfoot", "tr", "td", "th" -> false;
          default -> element.isBlock();
        };
  }

  private static double font(double said, double around) {
    if (Double.isNaN(said)) {
      return around;
    }
    return said < 0 ? -said * around : said;
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

  private Style style(Element element, Style ofSheet, Style maybe) {
    Style style = Style.over(attributes(element), ofSheet).unless(maybe);
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
    return Style.over(style, known).unless(maybe.firmly());
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
        : Style.of(colour, background);
  }

  private static int behind(Element element) {
    return element.hasAttr("background") ? Colours.UNKNOWN : attribute(element, "bgcolor");
  }

  private static int attribute(Element element, String name) {
    String value = element.attr(name);
    return value.isEmpty() ? Colours.UNSAID : Colours.attribute(value);
  }
}
