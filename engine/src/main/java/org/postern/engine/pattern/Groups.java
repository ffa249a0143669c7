package org.postern.engine.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The groups of an expression that capture, as far as it is read, by number and by name. One
/// thread.
final class Groups {

  private final Map<String, List<Integer>> names = new LinkedHashMap<>();
  private int count;

  /// The number of the group that begins here.
  int open() {
    return ++count;
  }

  /// Gives the group that begins next a name. Several may have the same.
  void nameNext(String name) {
    names.computeIfAbsent(name, _ -> new ArrayList<>()).add(count + 1);
  }

  int count() {
    return count;
  }

  /// The numbers of the groups that have a name.
  Map<String, List<Integer>> names() {
    return names;
  }

  /// The group that a reference means: `2`, `-1` for the last one before, or a name.
  int of(String reference) throws PatternException {
    if (!reference.matches("-?[0-9]{1,3}")) {
      return named(reference);
    }
    int number = Integer.parseInt(reference);
    return numbered(number < 0 ? count + 1 + number : number);
  }

  int numbered(int number) throws PatternException {
    if (number > count || number < 1) {
      throw new PatternException("there is no group " + number);
    }
    return number;
  }

  /// The first of that name.
  int named(String name) throws PatternException {
    List<Integer> numbers = names.get(name);
    if (numbers == null) {
      throw new PatternException("there is no group '" + name + "'");
    }
    return numbers.getFirst();
  }
}
