package org.postern.engine.evaluate;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Symbol;

/// What was found, kept in a file, so that mail is scanned once and judged often.
///
/// The first line is `postern findings 1`; every other is a message: label, source, year or 0, size
/// in octets, time in nanoseconds, file, then `SYMBOL=strength` for each finding and `!check` for
/// each check that failed or was late, all separated by TAB.
public final class FindingsFile {

  private static final String FIRST = "postern findings 1";
  private static final int FIXED = 6;

  private FindingsFile() {}

  /// Writes, a file that is there anew.
  public static void write(Path file, List<Sample> samples) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(FIRST + "\n");
      for (Sample sample : samples) {
        out.write(line(sample) + "\n");
      }
    }
  }

  private static String line(Sample sample) {
    List<String> columns = new ArrayList<>();
    columns.add(sample.label().word());
    columns.add(plain(sample.source()));
    columns.add(Integer.toString(sample.year().orElse(0)));
    columns.add(Integer.toString(sample.octets()));
    columns.add(Long.toString(sample.took().toNanos()));
    columns.add(plain(sample.name()));
    sample
        .report()
        .findings()
        .forEach(finding -> columns.add(finding.symbol().name() + "=" + finding.strength()));
    sample.report().blind().forEach(outcome -> columns.add("!" + outcome.check()));
    return String.join("\t", columns);
  }

  private static String plain(String text) {
    return text.replaceAll("[\t\r\n]", "?");
  }

  /// Reads.
  ///
  /// @throws WrongSource when it is something else, or names symbols that do not exist
  public static Samples read(Path file, Map<String, Symbol> symbols) throws IOException {
    List<Sample> samples = new ArrayList<>();
    try (Stream<String> lines = Files.lines(file)) {
      int[] number = {0};
      lines.forEachOrdered(line -> {
        if (++number[0] > 1) {
          samples.add(sample(line.split("\t"), file + " line " + number[0], symbols));
        } else if (!line.equals(FIRST)) {
          throw new WrongSource(file + " does not hold findings of this version; scan again");
        }
      });
    } catch (UncheckedIOException e) {
      throw new WrongSource(file + " is no text", e);
    }
    return new Samples(samples, List.of(), Duration.ZERO, Duration.ZERO);
  }

  private static Sample sample(String[] columns, String where, Map<String, Symbol> symbols) {
    List<Finding> findings = new ArrayList<>();
    List<CheckOutcome> outcomes = new ArrayList<>();
    try {
      for (int i = FIXED; i < columns.length; i++) {
        if (columns[i].startsWith("!")) {
          outcomes.add(
              new CheckOutcome.Failed(
                  columns[i].substring(1), "when it was scanned", Duration.ZERO));
        } else {
          findings.add(finding(columns[i], where, symbols));
        }
      }
      outcomes.addFirst(new CheckOutcome.Done("findings", findings, Duration.ZERO));
      int year = Integer.parseInt(columns[2]);
      return new Sample(
          columns[1],
          Label.of(columns[0]).orElseThrow(() -> new WrongSource(where + ": no label")),
          columns[5],
          year == 0 ? OptionalInt.empty() : OptionalInt.of(year),
          Integer.parseInt(columns[3]),
          Duration.ofNanos(Long.parseLong(columns[4])),
          new Report(outcomes));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new WrongSource(where + " cannot be understood", e);
    }
  }

  private static Finding finding(String column, String where, Map<String, Symbol> symbols) {
    int equals = column.indexOf('=');
    Symbol symbol = symbols.get(column.substring(0, equals));
    if (symbol == null) {
      throw new WrongSource(
          where + ": there is no symbol " + column.substring(0, equals) + "; scan again");
    }
    return symbol.found(Double.parseDouble(column.substring(equals + 1)), List.of());
  }
}
