package org.postern.engine.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Many expressions over the same text: one pass tells which may match, and from where on; the rest
/// is for each expression's own search.
///
/// Expressions that neither filter can read are tried always; their number is told.
///
/// Immutable, thread-safe.
public final class PatternSet {

  /// Fewer are searched one by one.
  private static final int WORTH_IT = 4;

  private final int size;
  private final List<Prefilter> filters;
  private final int[] always;

  private PatternSet(int size, List<Prefilter> filters, int[] always) {
    this.size = size;
    this.filters = List.copyOf(filters);
    this.always = always;
  }

  /// With Vectorscan where it is there.
  public static PatternSet of(List<PerlPattern> patterns, Databases databases) {
    if (patterns.size() < WORTH_IT) {
      return new PatternSet(patterns.size(), List.of(), all(patterns.size()));
    }
    List<Prefilter> filters = new ArrayList<>();
    boolean[] covered = new boolean[patterns.size()];
    databases.filter(patterns, covered).ifPresent(filters::add);
    literals(patterns, covered).ifPresent(filters::add);
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < covered.length; i++) {
      if (!covered[i]) {
        rest.add(i);
      }
    }
    return new PatternSet(
        patterns.size(), filters, rest.stream().mapToInt(Integer::intValue).toArray());
  }

  private static int[] all(int count) {
    int[] all = new int[count];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private static Optional<Prefilter> literals(List<PerlPattern> patterns, boolean[] covered) {
    List<List<byte[]>> required = new ArrayList<>();
    boolean any = false;
    for (int i = 0; i < covered.length; i++) {
      List<byte[]> texts = covered[i] ? List.of() : patterns.get(i).required();
      required.add(texts);
      covered[i] |= !texts.isEmpty();
      any |= !texts.isEmpty();
    }
    return any ? Optional.of(new LiteralFilter(required)) : Optional.empty();
  }

  /// How many expressions there are.
  public int size() {
    return size;
  }

  /// How many no filter can read, of a set that is large enough for one.
  public int unfiltered() {
    return size < WORTH_IT ? 0 : always.length;
  }

  /// For each expression -1, or a place such that no match ends before it. The text is that of one
  /// or more lines that are searched apart, `octets[0, length)`.
  public int[] candidates(byte[] octets, int length) {
    int[] first = new int[size];
    Arrays.fill(first, -1);
    for (Prefilter filter : filters) {
      filter.scan(octets, length, first);
    }
    for (int i : always) {
      first[i] = 0;
    }
    return first;
  }
}
