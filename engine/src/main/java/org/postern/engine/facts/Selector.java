package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;

/// A selector of a style sheet, as far as tags, classes, ids and what stands around an element tell
/// whether it means the element. Attributes, states and neighbours are taken to be as it wants; and
/// where a selector is not understood, it means every element.
///
/// Written for this use rather than taken from the parser of pages: that one reads extensions with
/// regular expressions, which a sender could make cost anything.
final class Selector {

  private static final int MOST_PARTS = 20;

  private static final int MOST_NAMES = 20;
  private static final int LONGEST = 1_000;

  /// What mail clients put around a message, and rules may name.
  private static final Set<String> AROUND =
      Set.of("moz-text-html", "messageviewbody", "messagewebviewdiv", "externalclass");

  /// @param tag empty for any
  /// @param child whether the part before means the parent, rather than any element around
  /// @param near whether the part before means a neighbour
  /// @param around whether clients may have an element for it that the page has not
  private record Part(
      String tag,
      List<String> classes,
      List<String> ids,
      boolean child,
      boolean near,
      boolean around) {

    boolean fits(Element element) {
      return (tag.isEmpty() || tag.equals(element.normalName()))
          && classes.stream().allMatch(element::hasClass)
          && ids.stream().allMatch(id -> id.equalsIgnoreCase(element.attr("id")));
    }
  }

  private final List<Part> parts;

  private Selector(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /// Reads one, in lower case.
  static Selector of(String text) {
    Reading reading = new Reading(text);
    return new Selector(text.length() <= LONGEST && reading.all() ? reading.parts : List.of());
  }

  /// Whether it may mean an element; yes, where that would take more than the steps that are left.
  boolean means(Element element, Steps left) {
    return parts.isEmpty() || means(element, parts.size() - 1, left);
  }

  private boolean means(Element element, int last, Steps left) {
    if (!left.take()) {
      return true;
    }
    Part part = parts.get(last);
    if (!part.fits(element)) {
      return false;
    }
    if (last == 0 || part.near || parts.get(last - 1).around) {
      return true;
    }
    Element outer = element.parent();
    while (outer != null) {
      if (means(outer, last - 1, left)) {
        return true;
      }
      outer = part.child ? null : outer.parent();
    }
    return false;
  }

  /// How many elements may still be looked at, for all questions about a page.
  static final class Steps {
    private int left;

    Steps(int left) {
      this.left = left;
    }

    private boolean take() {
      left--;
      return left >= 0;
    }
  }

  /// One reading of a selector. One use.
  private static final class Reading {
    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private int at;

    Reading(String text) {
      this.text = text;
    }

    /// Reads all parts; false where one is not understood.
    boolean all() {
      boolean child = false;
      boolean near = false;
      while (at < text.length()) {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
          at++;
        } else if (c == '>' || c == '+' || c == '~') {
          child = c == '>';
          near = c != '>';
          at++;
        } else if (parts.size() == MOST_PARTS || !part(child, near)) {
          return false;
        } else {
          child = false;
          near = false;
        }
      }
      return !parts.isEmpty() && !child && !near;
    }

    private boolean part(boolean child, boolean near) {
      List<String> classes = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      int start = at;
      String tag = name();
      if (at == start && text.charAt(at) == '*') {
        at++;
      }
      boolean understood = true;
      while (understood && at < text.length()) {
        char c = text.charAt(at);
        if (c == '.' || c == '#') {
          at++;
          String name = name();
          (c == '.' ? classes : ids).add(name);
          understood = !name.isEmpty();
        } else if (c == ':') {
          at++;
          name();
        } else if (c == '[' || c == '(') {
          understood = closed(c, c == '[' ? ']' : ')');
        } else {
          break;
        }
      }
      boolean around =
          classes.stream().anyMatch(AROUND::contains) || ids.stream().anyMatch(AROUND::contains);
      parts.add(new Part(tag, List.copyOf(classes), List.copyOf(ids), child, near, around));
      return understood
          && classes.size() + ids.size() <= MOST_NAMES
          && at > start
          && (at == text.length() || " \t\r\n\f>+~".indexOf(text.charAt(at)) >= 0);
    }

    private String name() {
      int start = at;
      while (at < text.length() && name(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private static boolean name(char c) {
      return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }

    /// Skips what stands in brackets; false where they do not close.
    private boolean closed(char open, char close) {
      int depth = 0;
      while (at < text.length()) {
        char c = text.charAt(at++);
        depth += c == open ? 1 : c == close ? -1 : 0;
        if (depth == 0) {
          return true;
        }
      }
      return false;
    }
  }
}
