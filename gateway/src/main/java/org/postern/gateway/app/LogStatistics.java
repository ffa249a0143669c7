package org.postern.gateway.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.track.AttemptCounts.Group;
import org.postern.gateway.track.AttemptCounts.Result;

/// What `postern log --stats` says.
final class LogStatistics {

  private static final List<String> STEPS = List.of("before_data", "data", "after");

  private LogStatistics() {}

  static JsonObject json(Result result) {
    JsonObject steps = new JsonObject();
    for (String step : STEPS) {
      JsonObject one = new JsonObject().with("count", result.spamAttempts(step));
      result.share(step).ifPresent(share -> one.with("percent", rounded(share)));
      steps.with(
          step,
          one.with(
              "by",
              groups(result, step).stream()
                  .map(group ->
                      new JsonObject()
                          .with("stage", group.getKey().stage())
                          .with("why", group.getKey().why())
                          .with("count", group.getValue()))
                  .toList()));
    }
    return new JsonObject()
        .with("rows", result.rows())
        .with("attempts", result.attempts())
        .with("spam_attempts", result.spamAttempts())
        .with("spam", steps)
        .with("accepted", result.clean())
        .with("refused_otherwise", result.others())
        .with("abandoned", result.abandoned())
        .with(
            "temporary",
            new JsonObject()
                .with("refusals", result.temporary())
                .with("retries", result.retries())
                .with("followed", result.followed())
                .with("open", result.open()));
  }

  static List<String> shown(Result result) {
    List<String> lines = new ArrayList<>();
    lines.add(line(result.attempts(), "attempts in all"));
    lines.add(line(result.clean(), "accepted, and no spam"));
    lines.add(line(result.others(), "refused for other reasons than spam or policy"));
    lines.add(line(result.abandoned(), "given up by the client"));
    lines.add(line(result.open(), "refused for the time being, without a repetition so far"));
    lines.add(line(result.spamAttempts(), "spam attempts, of them"));
    for (String step : STEPS) {
      lines.add(line(result.spamAttempts(step), words(step) + percent(result, step)));
      for (Map.Entry<Group, Long> group : groups(result, step)) {
        String of = group.getKey().stage() + "  " + group.getKey().why();
        lines.add("    " + line(group.getValue(), of));
      }
    }
    lines.add(
        line(result.temporary(), "temporary refusals (4xx)")
            + ": "
            + result.retries()
            + " were repetitions, "
            + result.followed()
            + " attempts were answered for good afterwards");
    return lines.stream().map(Shown::text).toList();
  }

  private static List<Map.Entry<Group, Long>> groups(Result result, String step) {
    return result.spam().entrySet().stream()
        .filter(one -> one.getKey().when().equals(step))
        .sorted(
            Map.Entry.<Group, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }

  private static String line(long count, String what) {
    return String.format(Locale.ROOT, "%,12d  %s", count, what);
  }

  private static String words(String step) {
    return switch (step) {
      case "before_data" -> "  refused before DATA";
      case "data" -> "  refused at DATA";
      default -> "  accepted, then held, marked or discarded";
    };
  }

  private static String percent(Result result, String step) {
    return result
        .share(step)
        .map(share -> String.format(Locale.ROOT, ", %.1f %%", share))
        .orElse("");
  }

  private static double rounded(double share) {
    return Math.round(share * 100) / 100.0;
  }
}
