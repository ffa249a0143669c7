package org.postern.mail.mime;

import java.util.ArrayList;
import java.util.List;

/// Files that are uuencoded or yEncoded in text, without a part of their own.
final class InlineFiles {

  private InlineFiles() {}

  /// The files in a piece of text, in their order.
  static List<UuReader.Found> in(byte[] text, int from, int to, Budget budget) {
    List<UuReader.Found> files = new ArrayList<>(0);
    int at = from;
    while (at < to && budget.parts() > 0) {
      int next = at;
      if (UuReader.begins(text, at, to)) {
        next = take(UuReader.read(text, at, to), at, budget, files);
      } else if (YencReader.begins(text, at, to)) {
        next = take(YencReader.read(text, at, to), at, budget, files);
      }
      at = Octets.lineFeed(text, next, to) + 1;
    }
    return files;
  }

  private static int take(UuReader.Found found, int at, Budget budget, List<UuReader.Found> files) {
    if (found.octets().length == 0 || !budget.takePart()) {
      return at;
    }
    files.add(found);
    return found.end();
  }
}
