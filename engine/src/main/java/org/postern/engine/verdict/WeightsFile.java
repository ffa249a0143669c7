package org.postern.engine.verdict;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The text form of weights: lines `symbol TAB points` and `cap TAB group TAB points`; empty lines
/// and those that begin with `#` mean nothing.
public final class WeightsFile {

  /// No symbol is worth more, in either direction.
  private static final double MOST = 100;

  private static final long LARGEST = 1 << 20;

  private WeightsFile() {}

  /// A line that cannot be understood; the text names it and says what was expected.
  public static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(int line, String what) {
      super("line " + line + ": " + what);
    }
  }

  /// Reads; symbols need not exist.
  public static Weights parse(String text) throws Wrong {
    return parse(text, Optional.empty());
  }

  /// Reads a file of an administrator: a symbol that does not exist is an error.
  public static Weights parse(String text, Map<String, Symbol> symbols) throws Wrong {
    return parse(text, Optional.of(symbols));
  }

  /// Reads a file of an administrator.
  ///
  /// @throws IOException whose text names the file, the line and what was expected there
  public static Weights read(Path path, Map<String, Symbol> symbols) throws IOException {
    try {
      return parse(text(path), symbols);
    } catch (Wrong wrong) {
      throw new IOException(path + " " + wrong.getMessage(), wrong);
    }
  }

  private static String text(Path path) throws IOException {
    if (Files.isRegularFile(path) && Files.size(path) > LARGEST) {
      throw new IOException(path + " is larger than " + LARGEST + " octets: no file of weights");
    }
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + path, e);
    } catch (CharacterCodingException e) {
      throw new IOException(path + " is not UTF-8: no file of weights", e);
    } catch (IOException e) {
      throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static Weights parse(String text, Optional<Map<String, Symbol>> symbols) throws Wrong {
    Map<String, Double> points = new TreeMap<>();
    Map<Group, Double> caps = new EnumMap<>(Group.class);
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] columns = line.strip().split("\\s+");
      boolean cap = columns[0].equals("cap");
      if (columns.length != (cap ? 3 : 2)) {
        throw new Wrong(number, "expected: SYMBOL TAB points, or: cap TAB GROUP TAB points");
      }
      double value = value(columns[columns.length - 1], number);
      boolean twice =
          cap
              ? caps.put(group(columns[1], value, number), value) != null
              : points.put(symbol(columns[0], symbols, number), value) != null;
      if (twice) {
        throw new Wrong(number, columns[cap ? 1 : 0] + " stands twice");
      }
    }
    return Weights.of(points, caps);
  }

  private static double value(String text, int line) throws Wrong {
    if (!text.matches("[-+]?[0-9]{1,3}(\\.[0-9]{1,6})?")) {
      throw new Wrong(line, "'" + text + "' is no number of points, for example 2 or -0.35");
    }
    double value = Double.parseDouble(text);
    if (Math.abs(value) > MOST) {
      throw new Wrong(line, "'" + text + "' is more than " + (int) MOST + " points");
    }
    return value;
  }

  private static Group group(String name, double value, int line) throws Wrong {
    if (value <= 0) {
      throw new Wrong(line, "a cap must be above 0");
    }
    for (Group group : Group.values()) {
      if (group.name().equals(name)) {
        return group;
      }
    }
    throw new Wrong(
        line, "there is no group '" + name + "', expected one of " + List.of(Group.values()));
  }

  private static String symbol(String name, Optional<Map<String, Symbol>> symbols, int line)
      throws Wrong {
    if (symbols.isPresent()) {
      Symbol symbol = symbols.get().get(name);
      if (symbol == null) {
        throw new Wrong(line, "there is no symbol '" + name + "'" + near(name, symbols.get()));
      }
      if (symbol.decides().isPresent()) {
        throw new Wrong(
            line, name + " decides " + symbol.decides().get() + " by itself and has no points");
      }
    }
    return name;
  }

  private static String near(String name, Map<String, Symbol> symbols) {
    String start = name.substring(0, Math.min(4, name.length()));
    List<String> alike =
        symbols.keySet().stream().filter(one -> one.startsWith(start)).sorted().limit(3).toList();
    return alike.isEmpty()
        ? ", expected one of docs/symbols.md"
        : ", expected one of docs/symbols.md such as " + String.join(", ", alike);
  }

  /// Writes.
  ///
  /// @param header lines of comment, without `#`
  public static String text(Weights weights, List<String> header) {
    StringBuilder text = new StringBuilder();
    header.stream()
        .flatMap(line -> Arrays.stream(line.split("\n", -1)))
        .forEach(line -> text.append(("# " + line).stripTrailing()).append('\n'));
    weights
        .caps()
        .forEach((group, cap) ->
            text.append("cap\t").append(group).append('\t').append(number(cap)).append('\n'));
    weights
        .points()
        .forEach(
            (name, points) -> text.append(name).append('\t').append(number(points)).append('\n'));
    return text.toString();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value + 0.0);
  }
}
