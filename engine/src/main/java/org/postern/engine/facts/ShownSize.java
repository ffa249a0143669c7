package org.postern.engine.facts;

import java.util.Locale;
import org.jsoup.nodes.Element;

/// How large an element says it is, in pixels.
final class ShownSize {

  /// What is smaller is not there to be seen.
  static final int SMALLEST = 3;

  private ShownSize() {}

  /// -1 where it says none.
  static int width(Element element) {
    return of(element, "width");
  }

  /// -1 where it says none.
  static int height(Element element) {
    return of(element, "height");
  }

  static boolean small(Element element) {
    int width = width(element);
    int height = height(element);
    return (width >= 0 && width < SMALLEST) || (height >= 0 && height < SMALLEST);
  }

  private static int of(Element element, String name) {
    String value = element.attr(name);
    if (value.isEmpty()) {
      String style = element.attr("style").toLowerCase(Locale.ROOT);
      int at = style.indexOf(name + ":");
      boolean own = at == 0 || (at > 0 && style.charAt(at - 1) != '-');
      value = own ? style.substring(at + name.length() + 1).strip() : "";
    }
    int end = 0;
    while (end < value.length() && end < 5 && Character.isDigit(value.charAt(end))) {
      end++;
    }
    boolean percent = end < value.length() && value.charAt(end) == '%';
    return end == 0 || percent ? -1 : Integer.parseInt(value, 0, end, 10);
  }
}
