package org.postern.engine.rules;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The colours in which text of a page stands, as SpamAssassin follows them: by attributes of fonts
/// and by styles within tags. An attribute `bgcolor` does not count there, nor here.
///
/// One thread: filled by [HtmlMeasures] while a page is read, in linear time.
final class FontColours {

  private static final Set<String> STYLED =
      Set.of(
          "body",
          "font",
          "table",
          "tr",
          "td",
          "big",
          "small",
          "basefont",
          "marquee",
          "span",
          "p",
          "div",
          "a");

  private static final Style USUAL = new Style("", 0x000000, 0xffffff);

  /// Below this, of 191 between black and white, text is hard to read.
  private static final double FAINT = 12;

  private final Deque<Style> styles = new ArrayDeque<>();
  private final Map<String, Integer> open = new HashMap<>();
  private Optional<Style> next = Optional.empty();
  private boolean lowContrast;
  private boolean invalid;

  /// @param ink of text
  /// @param paper behind it
  private record Style(String tag, int ink, int paper) {}

  /// Whether text stood there that can hardly be told from what is behind it.
  boolean lowContrast() {
    return lowContrast;
  }

  /// Whether text stood there in a colour that there is not.
  boolean invalid() {
    return invalid;
  }

  private Style now() {
    return styles.isEmpty() ? USUAL : styles.getFirst();
  }

  private static String tag(String element) {
    return element.equals("th") ? "td" : element;
  }

  /// An element begins; its attributes follow.
  void open(String element) {
    String tag = tag(element);
    if (!STYLED.contains(tag)) {
      next = Optional.empty();
      return;
    }
    if ((tag.equals("td") || tag.equals("tr")) && open.containsKey(tag)) {
      closeCells(tag);
    }
    next = Optional.of(new Style(tag, now().ink(), now().paper()));
  }

  /// A cell ends where the next begins, a row too.
  private void closeCells(String tag) {
    while (!styles.isEmpty()) {
      String top = styles.getFirst().tag();
      boolean ends =
          top.equals("font") || top.equals("td") || (tag.equals("tr") && top.equals("tr"));
      if (!ends) {
        return;
      }
      pop();
    }
  }

  void attribute(String name, String value) {
    next = next.map(style -> with(style, name, value));
  }

  private Style with(Style style, String name, String value) {
    return switch (style.tag()) {
      case "big", "small", "marquee" -> style;
      case "body" ->
          name.equals("text")
              ? new Style(style.tag(), ColourNames.parse(value), style.paper())
              : style;
      case "font", "basefont" ->
          name.equals("color")
              ? new Style(style.tag(), ColourNames.parse(value), style.paper())
              : style;
      default -> name.equals("style") ? styled(style, value) : style;
    };
  }

  private Style styled(Style style, String css) {
    int ink = style.ink();
    int paper = style.paper();
    boolean inkGone = false;
    for (String part : css.split(";")) {
      String plain = part.strip();
      String lower = plain.toLowerCase(Locale.ROOT);
      if (lower.startsWith("color:")) {
        String value = value(lower.substring(6));
        inkGone = value.equals("transparent");
        ink = colour(value, ink);
      } else if (lower.startsWith("background-color:")) {
        String value = value(lower.substring(17));
        paper = value.equals("transparent") ? now().paper() : colour(value, paper);
      } else if (plain.startsWith("background:")) {
        paper = ColourNames.ofBackground(lower.substring(11).strip()).orElse(paper);
      }
    }
    return new Style(style.tag(), inkGone ? paper : ink, paper);
  }

  private static String value(String text) {
    String plain = text.strip();
    int important = plain.lastIndexOf('!');
    return important > 0 && plain.substring(important + 1).strip().equals("important")
        ? plain.substring(0, important).strip()
        : plain;
  }

  private static int colour(String value, int before) {
    if (value.isEmpty() || value.equals("inherit") || value.equals("transparent")) {
      return before;
    }
    return value.contains("rgb") ? ColourNames.ofNumbers(value) : ColourNames.parse(value);
  }

  /// All attributes of an element were told.
  void opened() {
    next.ifPresent(style -> {
      styles.push(style);
      open.merge(style.tag(), 1, Integer::sum);
    });
    next = Optional.empty();
  }

  /// An end tag: what was opened within the element ends too.
  void close(String element) {
    String tag = tag(element);
    if (tag.equals("body") || !open.containsKey(tag)) {
      return;
    }
    while (!pop().equals(tag)) {
      // what stands within it was never closed
    }
  }

  private String pop() {
    String tag = styles.pop().tag();
    open.computeIfPresent(tag, (_, count) -> count == 1 ? null : count - 1);
    return tag;
  }

  /// Text that is shown.
  void text(String text) {
    if ((lowContrast && invalid) || isBlank(text)) {
      return;
    }
    Style here = now();
    if (here.ink() == here.paper() || faint(here.ink(), here.paper())) {
      lowContrast = true;
    } else if (here.ink() == ColourNames.INVALID || here.paper() == ColourNames.INVALID) {
      invalid = true;
    }
  }

  private static boolean isBlank(String text) {
    return text.chars().allMatch(c -> c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0);
  }

  /// The distance of two colours, each part weighed by how bright it is.
  private static boolean faint(int one, int other) {
    if (one < 0 || other < 0) {
      return false;
    }
    double red = 0.2126 * ((one >> 16) - (other >> 16));
    double green = 0.7152 * (((one >> 8) & 0xff) - ((other >> 8) & 0xff));
    double blue = 0.0722 * ((one & 0xff) - (other & 0xff));
    return Math.sqrt(red * red + green * green + blue * blue) < FAINT;
  }
}
