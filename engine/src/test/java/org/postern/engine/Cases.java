package org.postern.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// Reads `.cases` files: messages in short form, and the symbols expected of them.
///
/// ```
/// === a sentence that names the case
/// @ mail-from bounce@example.org
/// Subject: replaces the default field of that name; a second line adds a second field
/// -Date
///
/// The body, up to the next expectation.
/// expect SYMBOL
/// expect no OTHER_SYMBOL
/// ```
///
/// `-Name` takes a default field away; `{GTUBE}` and `{EICAR}` stand for the test texts, `\\uXXXX`
/// for a character, `{drawn ADDRESS}` for a code drawn with letters, `{attach NAME RECIPE}` on a
/// line of its own for an attachment, see [Recipes].
public final class Cases {

  /// One case: the fields in order, the body, what is expected and what is not.
  public record One(
      String file,
      String name,
      String mailFrom,
      List<String> header,
      String body,
      List<String> expected,
      List<String> unexpected) {

    @Override
    public String toString() {
      return file + ": " + name;
    }

    /// The message as it comes over the wire.
    public String message() {
      return String.join("\r\n", header) + "\r\n\r\n" + body.replace("\n", "\r\n");
    }
  }

  private static final Map<String, String> DEFAULTS = defaults();

  private Cases() {}

  private static Map<String, String> defaults() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("From", "Ann Miller <ann@sender.example>");
    fields.put("To", "Bob <bob@receiver.example>");
    fields.put("Date", "Mon, 5 Jan 2026 10:00:00 +0100");
    fields.put("Message-ID", "<4711.0815@sender.example>");
    fields.put("Subject", "Minutes of yesterday's meeting");
    fields.put("MIME-Version", "1.0");
    return fields;
  }

  /// All cases in a folder and below.
  public static List<One> read(Path folder) throws IOException {
    List<One> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".cases")).sorted().toList()) {
        for (String text : Files.readString(file).split("(?m)^=== ")) {
          if (!text.isBlank() && !text.startsWith("#")) {
            all.add(parse(String.valueOf(file.getFileName()), text));
          }
        }
      }
    }
    return all;
  }

  private static One parse(String file, String text) {
    List<String> lines = text.lines().toList();
    String name = lines.getFirst().strip();
    String mailFrom = "ann@sender.example";
    Map<String, String> defaults = new LinkedHashMap<>(DEFAULTS);
    List<String> given = new ArrayList<>();
    List<String> body = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    List<String> unexpected = new ArrayList<>();
    boolean inBody = false;
    for (String raw : lines.subList(1, lines.size())) {
      String line = Recipes.expand(raw);
      if (raw.startsWith("expect no ")) {
        unexpected.add(raw.substring(10).strip());
      } else if (raw.startsWith("expect ")) {
        expected.add(raw.substring(7).strip());
      } else if (inBody) {
        body.add(line);
      } else if (raw.startsWith("@ mail-from ")) {
        mailFrom = raw.substring(12).strip();
      } else if (raw.startsWith("-")) {
        defaults.remove(raw.substring(1).strip());
      } else if (raw.isBlank()) {
        inBody = true;
      } else {
        given.add(line);
      }
    }
    for (String line : given) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String field = line.substring(0, colon).toLowerCase(Locale.ROOT);
        defaults.keySet().removeIf(key -> key.toLowerCase(Locale.ROOT).equals(field));
      }
    }
    if (expected.isEmpty() && unexpected.isEmpty()) {
      throw new IllegalArgumentException(file + ": " + name + " expects nothing");
    }
    List<String> header = new ArrayList<>();
    defaults.forEach((key, value) -> header.add(key + ": " + value));
    header.addAll(given);
    String all = String.join("\n", body) + "\n";
    return Recipes.withAttachments(
        new One(file, name, mailFrom, header, all, expected, unexpected));
  }
}
