package org.postern.gateway.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.store.Learnt;

/// What was said about one message to one filter: at most one word of each reporter, oldest first.
record Said(List<Learnt> words) {

  Said {
    words = List.copyOf(words);
  }

  /// As what the message counts: as the operator said; else as more users said than not, and where
  /// they are as many on both sides, as was said first.
  Optional<Boolean> spam() {
    Optional<Learnt> operator = of("");
    if (operator.isPresent()) {
      return operator.map(Learnt::spam);
    }
    if (words.isEmpty()) {
      return Optional.empty();
    }
    long spam = words.stream().filter(Learnt::spam).count();
    long ham = words.size() - spam;
    return Optional.of(spam == ham ? words.getFirst().spam() : spam > ham);
  }

  /// The word of a reporter; that of the operator is empty.
  Optional<Learnt> of(String reporter) {
    return words.stream().filter(one -> one.reporter().equals(reporter)).findFirst();
  }

  Said without(String reporter) {
    return new Said(words.stream().filter(one -> !one.reporter().equals(reporter)).toList());
  }

  /// With this one, in place of another of the same reporter.
  Said with(Learnt word) {
    List<Learnt> all = new ArrayList<>(without(word.reporter()).words);
    all.add(word);
    return new Said(all);
  }
}
