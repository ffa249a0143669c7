package org.postern.mail.smtp;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Third-party suites, read from the folder that POSTERN_SUITES names.
final class Suites {

  private static final Pattern OBJECT =
      Pattern.compile("\\{[^{}]*(?:\"(?:[^\"\\\\]|\\\\.)*\"[^{}\"]*)*}");
  private static final Pattern PAIR =
      Pattern.compile("\"(\\w+)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

  private Suites() {}

  /// The folder of one suite; skips the test, saying so, where there is none.
  static Path folder(String name) {
    String root = System.getenv().getOrDefault("POSTERN_SUITES", "");
    Path folder = Path.of(root, name);
    boolean there = !root.isEmpty() && Files.isDirectory(folder);
    assumeTrue(there, "SKIPPED: POSTERN_SUITES names no folder with the suite " + name);
    return folder;
  }

  /// The string members of all flat objects in a JSON file.
  static List<Map<String, String>> objects(Path json) throws IOException {
    try (Stream<java.util.regex.MatchResult> found =
        OBJECT.matcher(Files.readString(json)).results()) {
      return found.map(object -> members(object.group())).toList();
    }
  }

  private static Map<String, String> members(String object) {
    Map<String, String> members = new HashMap<>();
    Matcher pairs = PAIR.matcher(object);
    while (pairs.find()) {
      members.put(pairs.group(1), unescape(pairs.group(2)));
    }
    return members;
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\') {
        plain.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        case 'b' -> plain.append('\b');
        case 'f' -> plain.append('\f');
        case 'u' -> {
          plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> plain.append(escaped);
      }
    }
    return plain.toString();
  }
}
