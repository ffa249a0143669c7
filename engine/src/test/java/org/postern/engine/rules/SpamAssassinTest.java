package org.postern.engine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.pattern.Databases;
import org.postern.mail.mime.AddressList;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// The rules of Debian's package spamassassin: whether they load, and whether they hit what
/// SpamAssassin itself says they hit. Runs where the package is installed.
class SpamAssassinTest {

  private static final Path RULES = Path.of("/usr/share/spamassassin");
  private static final Path SCRIPT = Path.of("src/test/resources/spamassassin/hits.pl");
  private static final int OF_EACH_CORPUS = Integer.getInteger("postern.messages", 15);
  private static final RuleLimits PATIENT =
      new RuleLimits(2_000_000_000L, Duration.ofMinutes(1), 1_000, 1_000);

  private static Path kept = Path.of(".");

  @BeforeAll
  static void the_package_is_there(@TempDir Path folder) {
    assumeTrue(
        Files.isDirectory(RULES) && Files.isExecutable(Path.of("/usr/bin/spamassassin")),
        "SKIPPED: the package spamassassin is not installed");
    kept = folder;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(RULES)) {
      return all.filter(path -> path.toString().endsWith(".cf")).sorted().toList();
    }
  }

  private static Reading read(Databases databases) throws IOException {
    return RuleSet.readTexts(Map.of(), files(), databases, Set.of(), PATIENT, System::nanoTime);
  }

  @Test
  void at_least_99_of_100_expressions_load() throws Exception {
    Reading reading = read(Databases.pureJava());
    long errors =
        switch (reading) {
          case Reading.Loaded _ -> 0;
          case Reading.Refused refused -> refused.errors().size();
        };
    long expressions =
        switch (reading) {
          case Reading.Loaded loaded ->
              loaded.set().rules().stream()
                  .filter(rule -> rule.test() instanceof RuleTest.Search)
                  .count();
          case Reading.Refused _ -> 1_500;
        };
    System.out.printf("spamassassin: %d expressions, %d do not load%n", expressions, errors);
    assertThat(expressions).isGreaterThan(1_400);
    assertThat(errors / (double) expressions).isLessThan(0.01);
  }

  @Test
  void hits_are_those_of_spamassassin() throws Exception {
    List<Path> mails = mails();
    assumeTrue(!mails.isEmpty(), "SKIPPED: POSTERN_CORPORA names no folder");
    RuleSet set = ((Reading.Loaded) read(Databases.in(kept))).set();
    Map<Path, Set<String>> theirs = theirs(mails);
    Set<String> compared = compared(set);
    Map<String, int[]> byRule = new TreeMap<>();
    long pairs = 0;
    long same = 0;
    long both = 0;
    long either = 0;
    for (Path mail : mails) {
      Set<String> ours = ours(set, mail);
      Set<String> others = theirs.getOrDefault(mail, Set.of());
      for (String rule : compared) {
        boolean we = ours.contains(rule);
        boolean they = others.contains(rule);
        pairs++;
        same += we == they ? 1 : 0;
        both += we && they ? 1 : 0;
        either += we || they ? 1 : 0;
        if (we != they) {
          byRule.computeIfAbsent(rule, _ -> new int[2])[we ? 0 : 1]++;
        }
      }
    }
    System.out.printf(
        "spamassassin: %d messages, %d rules, %d of %d pairs equal, %d of %d hits common%n",
        mails.size(), compared.size(), same, pairs, both, either);
    byRule.entrySet().stream()
        .sorted((a, b) ->
            Integer.compare(b.getValue()[0] + b.getValue()[1], a.getValue()[0] + a.getValue()[1]))
        .limit(40)
        .forEach(entry ->
            System.out.printf(
                "  %s: ours alone %d, theirs alone %d%n",
                entry.getKey(), entry.getValue()[0], entry.getValue()[1]));
    assertThat(same / (double) pairs).isGreaterThan(0.99);
    assertThat(both / (double) either).isGreaterThan(0.9);
  }

  @Test
  void hits_are_the_same_without_the_native_library() throws Exception {
    List<Path> mails = mails();
    assumeTrue(!mails.isEmpty(), "SKIPPED: POSTERN_CORPORA names no folder");
    Databases databases = Databases.in(kept);
    assumeTrue(databases.isNative(), "SKIPPED: no vectorscan for this platform");
    RuleSet one = ((Reading.Loaded) read(databases)).set();
    RuleSet other = ((Reading.Loaded) read(Databases.pureJava())).set();
    for (int i = 0; i < mails.size(); i += 10) {
      assertThat(ours(other, mails.get(i)))
          .as("%s", mails.get(i))
          .isEqualTo(ours(one, mails.get(i)));
    }
  }

  /// Rules that SpamAssassin would run without the network, and that are an expression alone or ask
  /// of HTML.
  private static Set<String> compared(RuleSet set) {
    Set<String> names = new TreeSet<>();
    for (Rule rule : set.rules()) {
      if ((rule.test() instanceof RuleTest.Search || ofHtml(rule.test()))
          && !rule.flags().contains("net")
          && (rule.partial() || rule.score() != 0)) {
        names.add(rule.name());
      }
    }
    return names;
  }

  private static boolean ofHtml(RuleTest test) {
    return test instanceof RuleTest.HtmlText
        || (test instanceof RuleTest.Eval eval && HtmlFunctions.NAMES.contains(eval.function()));
  }

  private static List<Path> mails() throws IOException {
    String corpora = System.getenv("POSTERN_CORPORA");
    List<Path> mails = new ArrayList<>();
    if (corpora == null) {
      return mails;
    }
    for (String corpus : List.of("spamassassin", "lists", "newsletters", "phish")) {
      List<String> lines = Files.readAllLines(Path.of(corpora, corpus, "index.tsv"));
      int step = Math.max(1, lines.size() / OF_EACH_CORPUS);
      for (int i = 0; i < OF_EACH_CORPUS; i++) {
        mails.add(Path.of(corpora, corpus, lines.get(i * step).split("\t")[1]));
      }
    }
    return mails;
  }

  private static Set<String> ours(RuleSet set, Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    byte[] octets =
        text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    Message message = new MimeParser(MimeLimits.DEFAULT).parse(octets);
    String envelopeFrom =
        message.headers().value("Return-Path").stream()
            .flatMap(value -> AddressList.parse(value).mailboxes().stream())
            .map(Mailbox::address)
            .findFirst()
            .orElse("");
    Set<String> names = new HashSet<>();
    set.run(new Renderings(message, envelopeFrom), Facts.NONE)
        .forEach(hit -> names.add(hit.rule().name()));
    return names;
  }

  private static Map<Path, Set<String>> theirs(List<Path> mails) throws Exception {
    Path input = kept.resolve("input");
    Path output = kept.resolve("output");
    Files.write(input, mails.stream().map(Path::toString).toList());
    Process perl =
        new ProcessBuilder("perl", SCRIPT.toAbsolutePath().toString())
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!perl.waitFor(4, TimeUnit.MINUTES)) {
      perl.destroyForcibly();
    }
    Map<Path, Set<String>> hits = new HashMap<>();
    for (String line : Files.readAllLines(output, StandardCharsets.ISO_8859_1)) {
      String[] columns = line.split("\t", 2);
      Set<String> names = new HashSet<>();
      for (String name : columns[1].split(",")) {
        names.add(name.replaceFirst("\\(.*", "").strip());
      }
      hits.put(Path.of(columns[0]), names);
    }
    assertThat(hits).as("what hits.pl said").hasSameSizeAs(mails);
    return hits;
  }
}
