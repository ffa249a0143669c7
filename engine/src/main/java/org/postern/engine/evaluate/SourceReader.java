package org.postern.engine.evaluate;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the messages of a source, in the order of its index, of its mbox, or of the names of its
/// files.
public final class SourceReader {

  private static final String INDEX = "index.tsv";
  private static final long LARGEST = 64L << 20;

  private SourceReader() {}

  /// What takes the messages one after the other.
  public interface Taking {
    /// @param name the file, with `#` and a number for one of several in it
    void message(String name, Label label, byte[] octets) throws InterruptedException;

    /// A file that could not be read.
    void unreadable(String name, String why);
  }

  /// Hands over all messages.
  ///
  /// @throws WrongSource when there is nothing to read there, or an index cannot be understood
  public static void read(Source source, Taking taking) throws InterruptedException {
    Path path = source.path();
    if (!Files.exists(path)) {
      throw new WrongSource("there is no file or folder " + path);
    }
    Counting counting = new Counting(taking);
    Path index = path.resolve(INDEX);
    if (Files.isRegularFile(index)) {
      indexed(source, index, counting);
    } else {
      Label label =
          source
              .label()
              .orElseThrow(() ->
                  new WrongSource(
                      path
                          + " has no "
                          + INDEX
                          + "; say what it holds: --ham, --spam, --infomail"));
      for (Path file : files(path)) {
        one(file, label, counting);
      }
    }
    if (counting.taken == 0) {
      throw new WrongSource(
          "no "
              + source.label().map(label -> label.word() + " ").orElse("")
              + "messages in "
              + path);
    }
  }

  private static List<Path> files(Path path) {
    try (Stream<Path> below = Files.walk(path)) {
      return below
          .filter(Files::isRegularFile)
          .filter(file -> !file.toFile().isHidden())
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new WrongSource("cannot list " + path + ": " + e.getMessage(), e);
    }
  }

  private static void indexed(Source source, Path index, Counting counting)
      throws InterruptedException {
    List<String> lines;
    try {
      lines = Files.readAllLines(index);
    } catch (MalformedInputException e) {
      throw new WrongSource(index + " is not UTF-8", e);
    } catch (IOException e) {
      throw new WrongSource("cannot read " + index + ": " + e.getMessage(), e);
    }
    int number = 0;
    for (String line : lines) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] columns = line.split("\t");
      if (columns.length < 2) {
        throw new WrongSource(index + " line " + number + ": expected class TAB path");
      }
      Optional<Label> label = Label.of(columns[0].strip());
      if (label.isEmpty()) {
        throw new WrongSource(
            index + " line " + number + ": '" + columns[0] + "' is none of ham, infomail, spam");
      }
      if (source.label().isEmpty() || source.label().equals(label)) {
        one(source.path().resolve(columns[1].strip()), label.get(), counting);
      }
    }
  }

  private static void one(Path file, Label label, Counting counting) throws InterruptedException {
    try {
      if (Mbox.is(file)) {
        several(file, label, counting);
        return;
      }
      if (Files.size(file) > LARGEST) {
        counting.unreadable(file.toString(), "more than " + (LARGEST >> 20) + " MB");
        return;
      }
      counting.message(file.toString(), label, Files.readAllBytes(file));
    } catch (java.nio.file.NoSuchFileException e) {
      counting.unreadable(file.toString(), "there is no such file");
    } catch (IOException e) {
      counting.unreadable(
          file.toString(), Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    }
  }

  private static void several(Path file, Label label, Counting counting)
      throws IOException, InterruptedException {
    try (Mbox mbox = Mbox.open(file)) {
      int number = 0;
      Optional<byte[]> message = mbox.next();
      while (message.isPresent()) {
        counting.message(file + "#" + ++number, label, message.get());
        message = mbox.next();
      }
    }
  }

  /// Counts what is handed on.
  private static final class Counting implements Taking {
    private final Taking next;
    private int taken;

    Counting(Taking next) {
      this.next = next;
    }

    @Override
    public void message(String name, Label label, byte[] octets) throws InterruptedException {
      taken++;
      next.message(name, label, octets);
    }

    @Override
    public void unreadable(String name, String why) {
      taken++;
      next.unreadable(name, why);
    }
  }
}
