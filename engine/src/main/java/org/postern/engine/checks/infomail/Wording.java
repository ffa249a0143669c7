package org.postern.engine.checks.infomail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Phrases of mass mail and of transactions in several languages, from the resource `wording.txt`:
/// `[TOPIC]`, then one phrase a line in lower case.
final class Wording {

  static final Wording STANDARD = read("wording.txt");

  /// What phrases are about.
  enum Topic {
    /// How to get no more of it.
    UNSUBSCRIBE,
    /// Why one gets it, where to read it in a browser.
    MAILING,
    /// Offers and appeals.
    OFFER,
    /// Subjects of mail about one transaction of the reader.
    TRANSACTION,
    /// Parts of a web address that ends a subscription.
    LINK
  }

  private final Map<Topic, List<String>> phrases;

  /// Those of all topics, one topic behind the other.
  private final List<String> all = new ArrayList<>();

  /// Where those of a topic begin among all.
  private final Map<Topic, Integer> begins = new EnumMap<>(Topic.class);

  private final Phrases together;

  private Wording(Map<Topic, List<String>> phrases) {
    this.phrases = phrases;
    phrases.forEach((topic, some) -> {
      begins.put(topic, all.size());
      all.addAll(some);
    });
    this.together = new Phrases(all);
  }

  /// What a text says, of all topics.
  final class Said {
    private final BitSet numbers;

    private Said(String lower) {
      this.numbers = together.in(lower);
    }

    /// The first phrase of a topic that stands in it.
    Optional<String> first(Topic topic) {
      int number = numbers.nextSetBit(begin(topic));
      return number < 0 || number >= end(topic) ? Optional.empty() : Optional.of(all.get(number));
    }

    /// How many phrases of a topic stand in it.
    int count(Topic topic) {
      return numbers.get(begin(topic), end(topic)).cardinality();
    }

    private int begin(Topic topic) {
      return begins.getOrDefault(topic, 0);
    }

    private int end(Topic topic) {
      return begin(topic) + phrases.getOrDefault(topic, List.of()).size();
    }
  }

  private static Wording read(String resource) {
    Map<Topic, List<String>> phrases = new EnumMap<>(Topic.class);
    try (InputStream in = Wording.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + resource + " is missing");
      }
      Topic topic = Topic.UNSUBSCRIBE;
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          topic = Topic.valueOf(line.substring(1, line.indexOf(']')));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          phrases.computeIfAbsent(topic, _ -> new ArrayList<>()).add(line.strip());
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("the resource " + resource, broken);
    }
    return new Wording(phrases);
  }

  /// What a text says that is in lower case and not short: all topics in one pass.
  Said said(String lower) {
    return new Said(lower);
  }

  /// The first phrase of a topic that stands in a text, which is short and in lower case.
  Optional<String> find(Topic topic, String lower) {
    for (String phrase : phrases.getOrDefault(topic, List.of())) {
      if (lower.contains(phrase)) {
        return Optional.of(phrase);
      }
    }
    return Optional.empty();
  }

  /// Beginning and end of a text, where mass mail says what it is, in lower case.
  static String ends(String text, int head, int tail) {
    String both =
        text.length() <= head + tail
            ? text
            : text.substring(0, head) + "\n" + text.substring(text.length() - tail);
    return both.toLowerCase(Locale.ROOT);
  }
}
