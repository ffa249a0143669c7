package org.postern.engine.scan;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;

/// Tells what all built-in checks together say about labelled mail, and what they cost: per corpus
/// and class the categories, how many were suspected or worse, how often each symbol was found, and
/// processor time per message.
public final class Measurement {

  private final Map<String, Integer> categories = new TreeMap<>();
  private final Map<String, Integer> symbols = new TreeMap<>();
  private final Map<String, Long> checks = new TreeMap<>();
  private final List<String> blind = new ArrayList<>();
  private final List<Long> took = new ArrayList<>();
  private int messages;
  private int flagged;

  private Measurement() {}

  /// `Measurement FOLDER…`: each folder holds an `index.tsv` of lines `class TAB path`.
  public static void main(String[] args) throws IOException {
    try (Scanner scanner = Scanner.standard()) {
      for (String arg : args) {
        Path folder = Path.of(arg);
        List<String> lines = Files.readAllLines(folder.resolve("index.tsv"));
        Map<String, Measurement> classes = new TreeMap<>();
        long octets = 0;
        long cpu = processorTime();
        for (String line : lines) {
          String[] columns = line.split("\t");
          byte[] message = Files.readAllBytes(folder.resolve(columns[1]));
          octets += message.length;
          classes
              .computeIfAbsent(columns[0], _ -> new Measurement())
              .take(scanner.scan(message, Transaction.UNKNOWN));
        }
        System.out.printf(
            Locale.ROOT,
            "%s: %d messages of %.1f KB, %.3f ms of processor time each%n",
            folder.getFileName(),
            lines.size(),
            octets / 1024.0 / lines.size(),
            (processorTime() - cpu) / 1e6 / lines.size());
        classes.forEach((name, measurement) -> measurement.print(name));
      }
    }
  }

  private static long processorTime() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private void take(Scanned scanned) {
    messages++;
    took.add(scanned.took().toNanos());
    String category = scanned.verdict().category().name();
    categories.merge(category, 1, Integer::sum);
    if (!category.equals("CLEAN")) {
      flagged++;
    }
    scanned.report().findings().stream()
        .map(Finding::symbol)
        .distinct()
        .forEach(symbol -> symbols.merge(symbol.name(), 1, Integer::sum));
    for (CheckOutcome outcome : scanned.report().outcomes()) {
      if (outcome instanceof CheckOutcome.Done done) {
        checks.merge(done.check(), done.took().toNanos(), Long::sum);
      } else {
        blind.add(outcome.toString());
      }
    }
  }

  private void print(String name) {
    long[] sorted = took.stream().mapToLong(nanos -> nanos).toArray();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "  %s: %d messages, %d not clean (%.2f %%), %.3f ms median, %.3f ms at 99 %%, %d blind%n",
        name,
        messages,
        flagged,
        100.0 * flagged / messages,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6,
        blind.size());
    System.out.println("    " + categories);
    System.out.println(
        "    "
            + symbols.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(e ->
                    String.format(
                        Locale.ROOT, "%s %.1f%%", e.getKey(), 100.0 * e.getValue() / messages))
                .collect(Collectors.joining(", ")));
    System.out.println(
        "    µs: "
            + checks.entrySet().stream()
                .map(e -> e.getKey() + " " + e.getValue() / 1000 / messages)
                .collect(Collectors.joining(", ")));
    blind.stream().limit(3).forEach(outcome -> System.out.println("    " + outcome));
  }
}
