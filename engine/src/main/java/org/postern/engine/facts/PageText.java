package org.postern.engine.facts;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gathers the text of a page in reading order, white space folded; what is hidden apart.
final class PageText {

  private final StringBuilder visible = new StringBuilder();
  private final Map<Hiding, StringBuilder> hidden = new EnumMap<>(Hiding.class);
  private int invisible;
  private int commentsInWords;
  private int commentAt = -1;

  void append(String more, @Nullable Hiding hiding) {
    StringBuilder text = at(hiding);
    if (hiding == null) {
      if (commentAt == text.length() && !more.isEmpty() && Character.isLetter(more.charAt(0))) {
        commentsInWords++;
      }
      commentAt = -1;
    }
    boolean blank = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
    for (int i = 0; i < more.length(); i++) {
      char c = more.charAt(i);
      if (c <= ' ' || c == '\u00a0') {
        if (!blank) {
          text.append(' ');
        }
        blank = true;
      } else {
        if (c > '\u00ac' && NoWidth.is(c) && NoWidth.parts(more, i)) {
          invisible++;
        }
        text.append(c);
        blank = false;
      }
    }
  }

  private StringBuilder at(@Nullable Hiding hiding) {
    return hiding == null ? visible : hidden.computeIfAbsent(hiding, _ -> new StringBuilder());
  }

  void separate(@Nullable Hiding hiding) {
    StringBuilder text = at(hiding);
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\n');
    }
  }

  /// A comment stands here.
  void comment() {
    int end = visible.length();
    if (end > 0 && Character.isLetter(visible.charAt(end - 1))) {
      commentAt = end;
    }
  }

  int length() {
    return visible.length();
  }

  String between(int start, int end) {
    return visible.substring(Math.min(start, end), end).strip();
  }

  String text() {
    return visible.toString().strip();
  }

  Map<Hiding, String> hiddenText() {
    Map<Hiding, String> all = new EnumMap<>(Hiding.class);
    hidden.forEach((hiding, text) -> {
      String stripped = text.toString().strip();
      if (!stripped.isEmpty()) {
        all.put(hiding, stripped);
      }
    });
    return all;
  }

  int invisible() {
    return invisible;
  }

  int commentsInWords() {
    return commentsInWords;
  }
}
