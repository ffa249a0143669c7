package org.postern.engine.evaluate;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// One collection of labelled messages: a folder with one message in each file, a file with one
/// message, a file in the mbox format, or a folder with an `index.tsv` of lines `class TAB path`.
///
/// Of a folder with an index those messages are taken whose class is `label`, all where it is
/// empty. Anything else has the label that is given.
///
/// @param label what its messages are; empty where the index says it
public record Source(Path path, Optional<Label> label) {

  /// How figures call it: the last part of its path that is not just `ham` or `spam`.
  public String name() {
    Path whole = path.toAbsolutePath().normalize();
    int last = whole.getNameCount() - 1;
    while (last > 0 && isLabel(whole.getName(last).toString())) {
      last--;
    }
    return last < 0 ? whole.toString() : whole.getName(last).toString();
  }

  private static boolean isLabel(String name) {
    return Arrays.stream(Label.values()).anyMatch(one -> one.word().equalsIgnoreCase(name));
  }
}
