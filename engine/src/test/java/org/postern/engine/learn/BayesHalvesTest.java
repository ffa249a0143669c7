package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// The filter alone on real mail in the order of time: learnt on the first half, judged on the
/// second.
class BayesHalvesTest {

  @TempDir Path folder;

  private record Sample(boolean spam, BayesTokens tokens) {}

  @Test
  void what_was_learnt_of_earlier_mail_tells_later_mail() throws IOException {
    String root = System.getenv("POSTERN_CORPORA");
    Path corpus = Path.of(root == null ? "/nowhere" : root, "spamassassin");
    assumeTrue(Files.isDirectory(corpus), "SKIPPED: POSTERN_CORPORA does not lead to spamassassin");
    List<Sample> samples = read(corpus);
    List<Sample> earlier = samples.subList(0, samples.size() / 2);
    List<Sample> later = samples.subList(samples.size() / 2, samples.size());

    BayesStore filters = new BayesStore(folder, BayesLimits.STANDARD, InstantSource.system());
    for (Sample sample : earlier) {
      filters.learn(BayesOwner.GLOBAL, sample.spam(), sample.tokens().lesson());
    }
    long start = System.nanoTime();
    List<Double> spam = new ArrayList<>();
    List<Double> ham = new ArrayList<>();
    for (Sample sample : later) {
      BayesOpinion opinion = filters.opinion(sample.tokens(), List.of(BayesOwner.GLOBAL));
      (sample.spam() ? spam : ham).add(opinion.strength());
    }
    double micros = (System.nanoTime() - start) / 1e3 / later.size();

    double[] sortedHam = ham.stream().mapToDouble(one -> one).sorted().toArray();
    double thousandth = sortedHam[sortedHam.length - 1 - sortedHam.length / 1_000];
    double recall = 100.0 * spam.stream().filter(one -> one > thousandth).count() / spam.size();
    double above = above(sortedHam, spam);
    System.out.printf(
        Locale.ROOT,
        "Bayes alone: 1-ROCA %.3f %%, recall %.1f %% at 0.1 %% false positives (threshold %.2f),"
            + " %.1f %% of spam and %.2f %% of ham above 0.5, %.1f %% of ham below -0.5,"
            + " %.0f µs each, %s%n",
        above,
        recall,
        thousandth,
        100.0 * spam.stream().filter(one -> one > 0.5).count() / spam.size(),
        100.0 * ham.stream().filter(one -> one > 0.5).count() / ham.size(),
        100.0 * ham.stream().filter(one -> one < -0.5).count() / ham.size(),
        micros,
        filters.status(BayesOwner.GLOBAL).orElseThrow());
    assertThat(above).isLessThan(0.8);
    assertThat(recall).isGreaterThan(75);
  }

  private static List<Sample> read(Path corpus) throws IOException {
    MimeParser parser = new MimeParser(MimeLimits.DEFAULT);
    List<Sample> samples = new ArrayList<>();
    long nanos = 0;
    for (String line : Files.readAllLines(corpus.resolve("index.tsv"))) {
      String[] columns = line.split("\t");
      Message message = parser.parse(Files.readAllBytes(corpus.resolve(columns[1])));
      HeaderFacts header = HeaderFacts.of(message.headers());
      ContentFacts content = ContentFacts.of(message);
      long start = System.nanoTime();
      BayesTokens tokens = BayesTokens.of(message, header, content, Beside.NONE);
      nanos += System.nanoTime() - start;
      samples.add(new Sample(columns[0].equals("spam"), tokens));
    }
    System.out.printf(Locale.ROOT, "tokens: %.0f µs each%n", nanos / 1e3 / samples.size());
    return samples;
  }

  private static double above(double[] sortedHam, List<Double> spam) {
    double above = 0;
    for (double one : spam) {
      long equal = Arrays.stream(sortedHam).filter(ham -> ham == one).count();
      long more = Arrays.stream(sortedHam).filter(ham -> ham > one).count();
      above += more + equal / 2.0;
    }
    return 100 * above / sortedHam.length / spam.size();
  }
}
