package org.postern.mail.dmarc;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.mail.mime.Json;
import org.postern.mail.mime.Suites;

/// What tests of the suites of others need: the lines of their files, and a count of what agrees.
final class DmarcSuite {

  private final List<String> misses = new ArrayList<>();
  private int total;

  void count(boolean ok, String what) {
    total++;
    if (!ok) {
      misses.add(what);
    }
  }

  void report(String suite) {
    System.out.println(suite + ": " + (total - misses.size()) + " of " + total);
    misses.forEach(miss -> System.out.println("  differs: " + miss));
  }

  static Map<String, Object> member(Map<String, Object> of, String name) {
    return of.get(name) instanceof Map<?, ?> map ? Json.object(map) : Map.of();
  }

  static List<Object> list(Map<String, Object> of, String name) {
    return of.get(name) instanceof List<?> list ? Json.list(list) : List.of();
  }

  static List<Map<String, Object>> lines(String file) throws Exception {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Suites.folder(file))) {
      lines.add(Json.object(Json.parse(line)));
    }
    return lines;
  }

  /// How many values were looked at.
  int total() {
    return total;
  }

  /// What differs.
  List<String> misses() {
    return misses;
  }
}
