package org.postern.engine.rules;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.postern.engine.pattern.PerlPattern;

/// What rules captured by name in one message. One thread.
final class Captures {

  /// Of one name no more and no longer texts are kept.
  private static final int MOST = 20;

  private static final int LONGEST = 500;

  private final Map<String, Set<String>> texts = new HashMap<>();

  /// Takes the groups with names of a search that found something.
  void take(PerlPattern pattern, PerlPattern.Search search) {
    pattern
        .named()
        .forEach((name, groups) -> {
          if (Template.NAME.matcher(name).matches()) {
            Set<String> known = texts.computeIfAbsent(name, _ -> new LinkedHashSet<>());
            for (int group : groups) {
              search
                  .group(group)
                  .filter(
                      text -> !text.isEmpty() && text.length() <= LONGEST && known.size() < MOST)
                  .ifPresent(known::add);
            }
          }
        });
  }

  /// The texts of a name, each once, as octets.
  Set<String> of(String name) {
    return texts.getOrDefault(name, Set.of());
  }

  /// Whether each of the names has a text.
  boolean has(Set<String> names) {
    return names.stream().noneMatch(name -> of(name).isEmpty());
  }
}
