package org.postern.engine.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads the lines of rules files into drafts. Octets are characters here: an expression is matched
/// octet for octet. One thread, used once.
final class RuleReader {

  private static final int DEEPEST_INCLUDE = 10;
  private static final int MOST_FILE = 16 << 20;
  private static final int MOST_RULES = 50_000;
  private static final int MOST_REMARKS = 1_000;

  private static final Set<String> TESTS =
      Set.of("header", "body", "rawbody", "full", "uri", "meta", "mimeheader");

  /// What is about other things than rules: said nothing about.
  private static final Set<String> SILENT =
      Set.of(
          "test",
          "priority",
          "reuse",
          "lang",
          "loadplugin",
          "tryplugin",
          "shortcircuit",
          "require_version");

  private final Map<String, Draft> drafts = new LinkedHashMap<>();
  private final ReplaceTags tags = new ReplaceTags();
  private final List<Remark> errors = new ArrayList<>();
  private final Map<String, Integer> unknown = new TreeMap<>();
  private final Map<String, Remark> unknownFirst = new TreeMap<>();
  private final Deque<Branch> branches = new ArrayDeque<>();
  private final List<String> freemail = new ArrayList<>();
  private String file = "";
  private int line;
  private int includes;

  /// An `if` that is open.
  ///
  /// @param outer whether lines outside of it are read
  private record Branch(int line, boolean outer, boolean taken, boolean elseSeen) {}

  Map<String, Draft> drafts() {
    return drafts;
  }

  ReplaceTags tags() {
    return tags;
  }

  List<Remark> errors() {
    return errors;
  }

  /// The values of `freemail_domains`.
  List<String> freemailDomains() {
    return freemail;
  }

  /// What was passed over.
  List<Remark> notes() {
    List<Remark> notes = new ArrayList<>();
    unknownFirst.forEach((word, first) ->
        notes.add(
            new Remark(
                first.file(),
                first.line(),
                "'" + word + "' means nothing here, " + unknown.get(word) + " lines passed over")));
    return notes;
  }

  void read(Path path) {
    try {
      if (Files.size(path) > MOST_FILE) {
        errors.add(new Remark(path.toString(), 0, "at most 16 MB expected"));
        return;
      }
      read(path.toString(), Files.readAllBytes(path));
    } catch (IOException unreadable) {
      errors.add(new Remark(path.toString(), 0, "a file that can be read expected: " + unreadable));
    }
  }

  void read(String name, byte[] octets) {
    String outerFile = file;
    int outerLine = line;
    file = name;
    line = 0;
    List<Branch> outer = List.copyOf(branches);
    branches.clear();
    for (String text : new String(octets, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      line++;
      if (errors.size() < MOST_REMARKS) {
        line(text);
      }
    }
    for (Branch open : branches) {
      errors.add(new Remark(file, open.line(), "'endif' expected for the 'if' of this line"));
    }
    branches.clear();
    branches.addAll(outer);
    file = outerFile;
    line = outerLine;
  }

  private void line(String raw) {
    String text = withoutComment(raw).strip();
    if (text.isEmpty()) {
      return;
    }
    try {
      if (text.startsWith("lang ") || text.startsWith("lang\t")) {
        String[] words = text.split("\\s+", 3);
        if (words.length < 3 || !words[1].startsWith("en")) {
          return;
        }
        text = words[2];
      }
      String[] words = text.split("\\s+", 2);
      String key = words[0].toLowerCase(Locale.ROOT).replace('-', '_');
      directive(key, words.length > 1 ? words[1] : "");
    } catch (RuleException wrong) {
      error(String.valueOf(wrong.getMessage()));
    }
  }

  private void error(String expected) {
    errors.add(new Remark(file, line, expected));
  }

  /// `#` starts a comment, `\#` is one.
  private static String withoutComment(String raw) {
    if (raw.indexOf('#') < 0) {
      return raw;
    }
    for (int i = raw.indexOf('#'); i >= 0; i = raw.indexOf('#', i + 1)) {
      if (i == 0 || raw.charAt(i - 1) != '\\') {
        return raw.substring(0, i).replace("\\#", "#");
      }
    }
    return raw.replace("\\#", "#");
  }

  private boolean reading() {
    return branches.isEmpty() || (branches.peek().outer() && branches.peek().taken());
  }

  private void directive(String key, String value) throws RuleException {
    switch (key) {
      case "if" -> open(value);
      case "ifplugin" -> open("plugin(" + value + ")");
      case "else" -> otherwise();
      case "endif" -> {
        if (branches.isEmpty()) {
          throw new RuleException("an 'if' before 'endif' expected");
        }
        branches.pop();
      }
      default -> {
        if (reading()) {
          setting(key, value);
        }
      }
    }
  }

  private void open(String condition) throws RuleException {
    if (condition.isBlank()) {
      throw new RuleException("a condition expected");
    }
    boolean outer = reading();
    branches.push(new Branch(line, outer, outer && Condition.holds(condition), false));
  }

  private void otherwise() throws RuleException {
    if (branches.isEmpty() || branches.peek().elseSeen()) {
      throw new RuleException("an 'if' before 'else' expected");
    }
    Branch branch = branches.pop();
    branches.push(new Branch(branch.line(), branch.outer(), !branch.taken(), true));
  }

  private void setting(String key, String value) throws RuleException {
    if (TESTS.contains(key)) {
      test(key, value);
      return;
    }
    switch (key) {
      case "include" -> include(value);
      case "score" -> score(value);
      case "describe" -> {
        String[] words = words(value, 2, "the name of a rule and a text");
        draft(words[0]).description = decoded(words[1]);
      }
      case "tflags" -> {
        String[] words = words(value, 2, "the name of a rule and flags");
        draft(words[0]).flags.addAll(List.of(words[1].split("[\\s,]+")));
      }
      case "replace_rules" -> {
        for (String name : value.split("\\s+")) {
          draft(name).replaceTags = true;
        }
      }
      case "replace_start", "replace_end" -> tags.define(key, value, "");
      case "replace_tag", "replace_pre", "replace_inter", "replace_post" -> {
        String[] words = words(value, 2, "the name of a tag and an expression");
        tags.define(key, words[0], words[1]);
      }
      case "freemail_domains" ->
          freemail.addAll(List.of(value.toLowerCase(Locale.ROOT).split("\\s+")));
      default -> passOver(key);
    }
  }

  private void passOver(String key) {
    if (!SILENT.contains(key)) {
      unknown.merge(key, 1, Integer::sum);
      unknownFirst.putIfAbsent(key, new Remark(file, line, key));
    }
  }

  private static String decoded(String octets) {
    return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String[] words(String value, int count, String expected) throws RuleException {
    String[] words = value.strip().split("\\s+", count);
    if (words.length < count) {
      throw new RuleException(expected + " expected");
    }
    return words;
  }

  private Draft draft(String name) throws RuleException {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,127}")) {
      throw new RuleException(
          "the name of a rule expected: letters, digits and underlines, not '" + name + "'");
    }
    if (drafts.size() >= MOST_RULES) {
      throw new RuleException("at most " + MOST_RULES + " rules expected");
    }
    return drafts.computeIfAbsent(name, Draft::new);
  }

  private void test(String key, String value) throws RuleException {
    String[] words = words(value, 2, "the name of a rule and a test");
    Draft draft = draft(words[0]);
    draft.kind = key;
    draft.definition = words[1].strip();
    draft.file = file;
    draft.line = line;
  }

  private void include(String value) throws RuleException {
    if (value.isBlank()) {
      throw new RuleException("the name of a file expected");
    }
    if (includes >= DEEPEST_INCLUDE) {
      throw new RuleException("files included at most " + DEEPEST_INCLUDE + " deep expected");
    }
    Path parent = Path.of(file).toAbsolutePath().getParent();
    Path path = parent == null ? Path.of(value.strip()) : parent.resolve(value.strip());
    includes++;
    read(path);
    includes--;
  }

  /// One number, or four of which the first (no network, no learning) is ours; in brackets they are
  /// added to what was said before.
  private void score(String value) throws RuleException {
    String[] words = words(value, 2, "the name of a rule and one or four numbers");
    String[] numbers = words[1].split("\\s+");
    if (numbers.length != 1 && numbers.length != 4) {
      throw new RuleException("one or four numbers expected, not " + numbers.length);
    }
    Draft draft = draft(words[0]);
    String first = numbers[0];
    boolean relative = first.startsWith("(") && first.endsWith(")");
    try {
      double points = Double.parseDouble(relative ? first.substring(1, first.length() - 1) : first);
      if (!(Math.abs(points) <= 1_000)) {
        throw new RuleException("a number between -1000 and 1000 expected, not " + first);
      }
      draft.score(relative ? draft.score() + points : points);
    } catch (NumberFormatException wrong) {
      throw new RuleException("a number expected, not '" + first + "'", wrong);
    }
  }
}
