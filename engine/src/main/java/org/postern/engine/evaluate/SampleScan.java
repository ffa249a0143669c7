package org.postern.engine.evaluate;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postern.engine.scan.Scanned;
import org.postern.engine.scan.Scanner;
import org.postern.engine.scan.Transaction;
import org.postern.mail.mime.DateTime;

/// Scans sources with as many threads as there are cores, and keeps what was found.
///
/// One thread: that of whoever calls.
public final class SampleScan {

  private static final int HEADER = 64 << 10;

  private final Scanner scanner;
  private final int workers;
  private final Runnable step;
  private final List<Sample> samples = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private final Queue<Future<Sample>> underWay = new ArrayDeque<>();

  private SampleScan(Scanner scanner, int workers, Runnable step) {
    this.scanner = scanner;
    this.workers = workers;
    this.step = step;
  }

  /// Scans all messages of all sources.
  ///
  /// @param step is called after each message
  /// @throws WrongSource when a source is not there, or holds nothing
  public static Samples of(List<Source> sources, Scanner scanner, Runnable step)
      throws InterruptedException {
    int workers = Runtime.getRuntime().availableProcessors();
    SampleScan scan = new SampleScan(scanner, workers, step);
    long cpu = processorTime();
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      for (Source source : sources) {
        scan.read(source, executor);
      }
      scan.settle(0);
    }
    return new Samples(
        scan.samples,
        scan.unreadable,
        Duration.ofNanos(processorTime() - cpu),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private void read(Source source, ExecutorService executor) throws InterruptedException {
    SourceReader.read(
        source,
        new SourceReader.Taking() {
          @Override
          public void message(String name, Label label, byte[] octets) throws InterruptedException {
            settle(4 * workers);
            underWay.add(executor.submit(() -> scan(source.name(), label, name, octets)));
          }

          @Override
          public void unreadable(String name, String why) {
            unreadable.add(name + ": " + why);
          }
        });
  }

  /// Waits until at most this many are under way.
  private void settle(int most) throws InterruptedException {
    while (underWay.size() > most) {
      try {
        samples.add(underWay.remove().get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
      step.run();
    }
  }

  private Sample scan(String source, Label label, String name, byte[] octets) {
    Scanned scanned = scanner.scan(octets, Transaction.UNKNOWN);
    return new Sample(
        source, label, name, year(octets), octets.length, scanned.took(), scanned.report());
  }

  /// The year of the first Date field; empty where there is none that can be read, or one that no
  /// mail can have.
  static OptionalInt year(byte[] octets) {
    String header =
        new String(octets, 0, Math.min(octets.length, HEADER), StandardCharsets.ISO_8859_1);
    for (String line : header.split("\r?\n", -1)) {
      if (line.isEmpty()) {
        break;
      }
      if (line.toLowerCase(Locale.ROOT).startsWith("date:")) {
        return DateTime.parse(line.substring(5).strip())
            .map(date -> date.time().getYear())
            .filter(year -> year >= 1980 && year < 2100)
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty());
      }
    }
    return OptionalInt.empty();
  }

  private static long processorTime() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
