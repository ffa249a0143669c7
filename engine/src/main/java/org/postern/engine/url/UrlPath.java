package org.postern.engine.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The segments of a path while it is read; in `file:` addresses the first may be the letter of a
/// drive, which stays (WHATWG URL section 4.4, "path state"). One thread.
final class UrlPath {

  private final List<String> segments = new ArrayList<>();

  /// Begins with the path of a base.
  void start(List<String> base) {
    segments.clear();
    segments.addAll(base);
  }

  /// Whether it is the letter of a drive: `C:` or `C|`.
  static boolean isDrive(String text) {
    return text.length() == 2
        && Character.isLetter(text.charAt(0))
        && text.charAt(0) < 128
        && (text.charAt(1) == ':' || text.charAt(1) == '|');
  }

  /// Whether it is the letter of a drive as it stands in addresses: `C:`.
  static boolean isPlainDrive(String text) {
    return isDrive(text) && text.charAt(1) == ':';
  }

  /// Adds a segment as it is.
  void add(String segment) {
    segments.add(segment);
  }

  /// Takes the next segment.
  ///
  /// @param more whether another one follows
  /// @param file whether it is a `file:` address
  void take(String segment, boolean more, boolean file) {
    int dots = dots(segment);
    if (dots == 2) {
      shorten(file);
    }
    if (dots > 0) {
      if (!more) {
        segments.add("");
      }
      return;
    }
    boolean drive = file && segments.isEmpty() && isDrive(segment);
    segments.add(drive ? segment.charAt(0) + ":" : segment);
  }

  /// How many dots a segment consists of, `%2e` counted; 0 where it is an ordinary one.
  private static int dots(String segment) {
    if (segment.length() > 6 || segment.isEmpty()) {
      return 0;
    }
    String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
    return plain.equals(".") ? 1 : plain.equals("..") ? 2 : 0;
  }

  /// Goes one segment up; a drive stays.
  void shorten(boolean file) {
    if (segments.isEmpty()) {
      return;
    }
    boolean drive = file && segments.size() == 1 && isPlainDrive(segments.getFirst());
    if (!drive) {
      segments.removeLast();
    }
  }

  /// The path with a slash before each segment.
  @Override
  public String toString() {
    StringBuilder all = new StringBuilder();
    for (String segment : segments) {
      all.append('/').append(segment);
    }
    return all.toString();
  }
}
