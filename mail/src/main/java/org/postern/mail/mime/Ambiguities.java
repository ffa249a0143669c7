package org.postern.mail.mime;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Collects what is ambiguous while one message is read; each kind a limited number of times. One
/// thread: that which parses.
final class Ambiguities {

  private static final int PER_KIND = 8;
  private static final int DETAIL = 120;

  private final List<Ambiguity> found = new ArrayList<>();
  private final Map<Ambiguity.Kind, Integer> counts = new EnumMap<>(Ambiguity.Kind.class);
  private final Map<Ambiguity.Kind, Integer> severe = new EnumMap<>(Ambiguity.Kind.class);

  private final int size;
  private int shift;

  /// For a message of `size` octets.
  Ambiguities(int size) {
    this.size = size;
  }

  /// From now on offsets count from `start` of the message: for what is read from decoded octets.
  /// Answers what was added before.
  int shift(int start) {
    int before = shift;
    shift = start;
    return before;
  }

  void add(Ambiguity.Kind kind, String detail, int offset) {
    add(kind, detail, offset, kind.severe());
  }

  void add(Ambiguity.Kind kind, String detail, int offset, boolean isSevere) {
    // Counted apart, so that harmless ones cannot crowd out the severe.
    if ((isSevere ? severe : counts).merge(kind, 1, Integer::sum) > PER_KIND) {
      return;
    }
    String brief = detail.length() > DETAIL ? detail.substring(0, DETAIL) : detail;
    found.add(new Ambiguity(kind, brief, Math.min(size, offset + shift), isSevere));
  }

  List<Ambiguity> list() {
    return List.copyOf(found);
  }
}
