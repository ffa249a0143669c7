package org.postern.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Category;

/// All built-in checks over collections of others: those who hide things, and real mail.
class CorporaTest {

  private static final Set<Category> FINE =
      Set.of(Category.CLEAN, Category.INFOMAIL, Category.BULK);

  private static final Pattern LINE = Pattern.compile("\"file\": \"(hide-content[^\"]+)\"");

  private static Path folder(String variable, String name) {
    String root = System.getenv(variable);
    Path folder = Path.of(root == null ? "/nowhere" : root, name);
    assumeTrue(
        Files.isDirectory(folder), () -> "SKIPPED: " + variable + " does not lead to " + name);
    return folder;
  }

  @Test
  void a_hidden_virus_is_found_or_the_message_is_called_ambiguous() throws IOException {
    Path root = folder("POSTERN_SUITES", "mime/mime-is-broken");
    int all = 0;
    int infected = 0;
    List<String> missed = new ArrayList<>();
    try (Scanner scanner = Scanner.standard()) {
      for (String line : Files.readAllLines(root.resolve("manifest.jsonl"))) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.find()) {
          continue;
        }
        all++;
        Scanned scanned =
            scanner.scan(Files.readAllBytes(root.resolve(matcher.group(1))), Transaction.UNKNOWN);
        boolean ambiguous =
            scanned.report().findings().stream()
                .anyMatch(finding -> finding.symbol().name().equals("MIME_AMBIGUOUS"));
        if (scanned.verdict().category() == Category.CONFIRMED_VIRUS) {
          infected++;
        } else if (!ambiguous) {
          missed.add(line);
        }
      }
    }
    System.out.printf(
        "mime-is-broken hide-content: %d of %d infected, %d ambiguous, %d missed%n",
        infected, all, all - infected - missed.size(), missed.size());
    missed.forEach(line -> System.out.println("  missed: " + line));
    assertThat(all).isEqualTo(372);
    assertThat(missed).isEmpty();
    assertThat(infected).isGreaterThanOrEqualTo(365);
  }

  @Test
  void ordinary_mail_and_newsletters_are_not_called_spam() throws IOException {
    // public lists hold a few spams that nobody labelled: all 9 of 3,073 that are called so (3 of
    // the
    // 769 looked at here) offer loans or shares of fortunes
    assertThat(flagged("lists", "ham", 4)).isLessThanOrEqualTo(3.0 / 769);
    assertThat(flagged("spamassassin", "ham", 6)).isLessThanOrEqualTo(1.0 / 1000);
    assertThat(flagged("newsletters", "infomail", 1)).isZero();
  }

  /// The share of every n-th message of a class that is called spam or worse.
  private static double flagged(String corpus, String label, int every) throws IOException {
    Path root = folder("POSTERN_CORPORA", corpus);
    List<String> lines =
        Files.readAllLines(root.resolve("index.tsv")).stream()
            .filter(line -> line.startsWith(label + "\t"))
            .toList();
    int messages = 0;
    int flagged = 0;
    try (Scanner scanner = Scanner.standard()) {
      for (int i = 0; i < lines.size(); i += every) {
        byte[] octets = Files.readAllBytes(root.resolve(lines.get(i).split("\t")[1]));
        Scanned scanned = scanner.scan(octets, Transaction.UNKNOWN);
        assertThat(scanned.report().blind()).as(lines.get(i)).isEmpty();
        messages++;
        boolean fine = FINE.contains(scanned.verdict().category());
        flagged += fine ? 0 : 1;
      }
    }
    System.out.printf("%s %s: %d of %d called spam or worse%n", corpus, label, flagged, messages);
    return (double) flagged / messages;
  }
}
