package org.postern.gateway.app;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.learning.Taught;

/// What became of many messages.
final class TaughtMessages {
  private final Terminal terminal;
  private final boolean json;
  private final Map<Taught.Outcome, Integer> counts = new EnumMap<>(Taught.Outcome.class);

  TaughtMessages(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  void take(String what, List<Taught> taught) {
    for (Taught one : taught) {
      counts.merge(one.outcome(), 1, Integer::sum);
      if (json) {
        terminal.line(
            new JsonObject()
                .with("message", what)
                .with("filter", one.owner())
                .with("outcome", one.outcome().name()));
      }
    }
  }

  void end() {
    if (!json) {
      terminal.line(
          counts.isEmpty()
              ? "no messages"
              : counts.entrySet().stream()
                  .map(entry -> text(entry.getKey()) + " " + entry.getValue())
                  .collect(Collectors.joining(", ")));
    }
  }

  private static String text(Taught.Outcome outcome) {
    return switch (outcome) {
      case LEARNT -> "learnt";
      case MOVED -> "moved from the other class";
      case KNOWN -> "known before";
      case STANDS -> "left as others taught them";
      case ENOUGH -> "beyond the reports of a day";
      case SAME_WAVE -> "reported before in this wave";
      case FORGOTTEN -> "forgotten";
      case UNKNOWN -> "never learnt";
    };
  }
}
