package org.postern.engine.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatternSetTest {

  private static final List<String> EXPRESSIONS =
      List.of(
          "winner",
          "lott?ery",
          "(?:dear|hello) friend",
          "^subject",
          "end\\z",
          "\\d+ euro",
          "a.c",
          "(\\w)\\1\\1",
          "x(?=y)y",
          "(?<!no )money",
          "v[i1]agr[a@]",
          "[^a-z]{4}",
          "fr(?:e|3){2}",
          "\\bbank\\b",
          "caf\\xc3\\xa9",
          "a{2,40}b",
          "");

  private static List<PerlPattern> patterns() throws PatternException {
    List<PerlPattern> patterns = new ArrayList<>();
    for (String expression : EXPRESSIONS) {
      patterns.add(PerlPattern.of(expression, "i"));
    }
    return patterns;
  }

  private static byte[] text(Random random) {
    List<String> words =
        List.of(
            "WINNER",
            "lotery",
            "Dear Friend",
            "subject",
            "end",
            "12 Euro",
            "abc",
            "aaa",
            "xy",
            "no money",
            "money",
            "v1agra",
            "----",
            "FR33",
            "bank",
            "café",
            "aaaab",
            "\n",
            " ");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < random.nextInt(12); i++) {
      text.append(words.get(random.nextInt(words.size()))).append(random.nextBoolean() ? " " : "");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void misses_nothing(Databases databases) throws PatternException {
    List<PerlPattern> patterns = patterns();
    PatternSet set = PatternSet.of(patterns, databases);
    Random random = new Random(4);
    for (int round = 0; round < 500; round++) {
      byte[] text = text(random);
      int[] first = set.candidates(text, text.length);
      for (int i = 0; i < first.length; i++) {
        Steps steps = new Steps(1_000_000, Long.MAX_VALUE / 2, () -> 0);
        PerlPattern.Outcome outcome = patterns.get(i).search(text, steps).in(0, text.length);
        if (outcome == PerlPattern.Outcome.FOUND) {
          assertThat(first[i])
              .as("%s in %s", patterns.get(i), new String(text, StandardCharsets.UTF_8))
              .isNotNegative();
        }
      }
    }
  }

  @Test
  void an_expression_of_many_alternatives_is_filtered_in_pieces() throws PatternException {
    StringBuilder words = new StringBuilder("\\bword0\\b(?: \\S+){0,5}");
    for (int i = 1; i < 300; i++) {
      words.append("|\\bword").append(i).append("(?:s|en)\\b");
    }
    List<PerlPattern> patterns = new ArrayList<>(patterns());
    patterns.add(PerlPattern.of(words.toString(), "i"));
    PatternSet set = PatternSet.of(patterns, Databases.inMemory());
    int last = patterns.size() - 1;
    byte[] text = "the last Word299s and the first: word2s".getBytes(StandardCharsets.UTF_8);

    assertThat(patterns.get(last).prefilters(1_600)).hasSizeGreaterThan(2);
    assertThat(set.candidates(text, text.length)[last]).isBetween(0, 17);
    byte[] none = "word2 words299".getBytes(StandardCharsets.UTF_8);
    if (Databases.inMemory().isNative()) {
      assertThat(set.candidates(none, none.length)[last]).isEqualTo(-1);
    }
  }

  @Test
  void alternatives_within_an_expression_divide_it_as_well() throws PatternException {
    StringBuilder words = new StringBuilder("\\bthe (?:very )?(?:first");
    for (int i = 0; i < 300; i++) {
      words.append("|word").append(i).append(i % 50 == 0 ? "(?:s|en)" : "s");
    }
    PerlPattern pattern = PerlPattern.of(words.append(") of all\\b").toString(), "i");
    assertThat(pattern.prefilters(1_600))
        .hasSizeGreaterThan(1)
        .allSatisfy(piece -> assertThat(piece.length()).isLessThanOrEqualTo(1_600))
        .allSatisfy(piece -> assertThat(piece).contains("of all"));
    List<PerlPattern> patterns = new ArrayList<>(patterns());
    patterns.add(pattern);
    PatternSet set = PatternSet.of(patterns, Databases.inMemory());
    int last = patterns.size() - 1;
    for (String word : List.of("first", "word250en", "WORD299S")) {
      byte[] text = ("it is the very " + word + " of all").getBytes(StandardCharsets.UTF_8);
      assertThat(set.candidates(text, text.length)[last]).isNotNegative();
    }
    byte[] none = "the word251en of all, the very word1 of all".getBytes(StandardCharsets.UTF_8);
    if (Databases.inMemory().isNative()) {
      assertThat(set.candidates(none, none.length)[last]).isEqualTo(-1);
    }
  }

  @Test
  void misses_nothing_with_the_native_library() throws PatternException {
    Databases databases = Databases.inMemory();
    org.junit.jupiter.api.Assumptions.assumeTrue(
        databases.isNative(), "SKIPPED: no vectorscan for this platform");
    misses_nothing(databases);
  }

  @Test
  void misses_nothing_in_pure_java() throws PatternException {
    misses_nothing(Databases.pureJava());
  }

  @Test
  void leaves_out_most_of_what_does_not_match() throws PatternException {
    byte[] text = "nothing of the kind".getBytes(StandardCharsets.UTF_8);
    for (Databases databases : List.of(Databases.inMemory(), Databases.pureJava())) {
      int[] first = PatternSet.of(patterns(), databases).candidates(text, text.length);
      assertThat(java.util.Arrays.stream(first).filter(end -> end >= 0).count()).isLessThan(8);
    }
  }

  @Test
  void the_required_literals_are_the_longest_of_the_choice() throws PatternException {
    assertThat(PerlPattern.of("(?:foo|bar)\\s+lottery", "i").required())
        .containsExactly("lottery".getBytes(StandardCharsets.US_ASCII));
    assertThat(PerlPattern.of("FREE (?:money|cash)", "").required())
        .hasSize(2)
        .contains("free money".getBytes(StandardCharsets.US_ASCII));
    assertThat(PerlPattern.of("[a-z]+", "").required()).isEmpty();
    assertThat(PerlPattern.of("(?:abc)?", "").required()).isEmpty();
  }

  @Test
  void what_was_compiled_is_read_again(@TempDir Path folder) throws Exception {
    Databases databases = Databases.onlyIn(folder);
    org.junit.jupiter.api.Assumptions.assumeTrue(
        databases.isNative(), "SKIPPED: no vectorscan for this platform");
    PatternSet.of(patterns(), databases);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
    PatternSet again = PatternSet.of(patterns(), Databases.onlyIn(folder));
    byte[] text = "a winner".getBytes(StandardCharsets.UTF_8);
    assertThat(again.candidates(text, text.length)[0]).isEqualTo(8);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void a_damaged_file_is_compiled_anew(@TempDir Path folder) throws Exception {
    Databases databases = Databases.onlyIn(folder);
    org.junit.jupiter.api.Assumptions.assumeTrue(
        databases.isNative(), "SKIPPED: no vectorscan for this platform");
    PatternSet.of(patterns(), databases);
    try (Stream<Path> files = Files.list(folder)) {
      Files.write(files.findFirst().orElseThrow(), new byte[200]);
    }
    byte[] text = "a winner".getBytes(StandardCharsets.UTF_8);
    assertThat(PatternSet.of(patterns(), databases).candidates(text, text.length)[0]).isEqualTo(8);
  }

  @Test
  void a_file_that_others_may_write_to_is_compiled_anew(@TempDir Path folder) throws Exception {
    Databases databases = Databases.onlyIn(folder);
    org.junit.jupiter.api.Assumptions.assumeTrue(
        databases.isNative(), "SKIPPED: no vectorscan for this platform");
    PatternSet.of(patterns(), databases);
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    Object first = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    PatternSet.of(patterns(), databases);
    assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey()).isEqualTo(first);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    PatternSet.of(patterns(), databases);
    assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey()).isNotEqualTo(first);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_symbolic_link_is_not_followed(@TempDir Path folder, @TempDir Path other) throws Exception {
    Databases databases = Databases.onlyIn(folder);
    org.junit.jupiter.api.Assumptions.assumeTrue(
        databases.isNative(), "SKIPPED: no vectorscan for this platform");
    PatternSet.of(patterns(), databases);
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    Path moved = other.resolve("moved");
    Files.move(file, moved);
    Files.createSymbolicLink(file, moved);
    PatternSet.of(patterns(), databases);
    assertThat(Files.isSymbolicLink(file)).isFalse();
  }

  @Test
  void an_empty_text_has_no_match_also_when_it_comes_first_or_behind_a_large_one()
      throws PatternException {
    List<PerlPattern> words = new ArrayList<>();
    for (String word : List.of("one", "two", "three", "four")) {
      words.add(PerlPattern.of(word, ""));
    }
    for (Databases databases : List.of(Databases.inMemory(), Databases.pureJava())) {
      PatternSet set = PatternSet.of(words, databases);
      assertThat(set.candidates(new byte[0], 0)).containsOnly(-1);
      byte[] large = new byte[5 << 20];
      assertThat(set.candidates(large, large.length)).containsOnly(-1);
      assertThat(set.candidates(new byte[0], 0)).containsOnly(-1);
    }
  }
}
