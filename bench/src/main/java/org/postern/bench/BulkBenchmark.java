package org.postern.bench;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postern.engine.bulk.BulkCounts;
import org.postern.engine.bulk.BulkRoom;
import org.postern.engine.bulk.Fingerprints;
import org.postern.engine.bulk.MemoryBulkCounts;
import org.postern.engine.bulk.Sighting;
import org.postern.engine.bulk.Tally;
import org.postern.engine.bulk.Waves;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.NormalText;
import org.postern.gateway.admit.CountedWaves;
import org.postern.gateway.store.MemoryCounters;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// The mass mail criterion: fingerprints of a text of 17 KB, its facts at hand, and counting them.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BulkBenchmark {

  private static final int OCTETS = 17_000;
  private static final int WORDS = 2_000;
  private static final Waves.Copy COPY =
      new Waves.Copy(
          new Sighting(List.of("bob@b.example"), "a.example", "192.0.2"), Optional.empty());

  private final Message message = new MimeParser(MimeLimits.DEFAULT).parse(made());
  private final HeaderFacts header = HeaderFacts.of(message.headers());
  private final ContentFacts content = ContentFacts.of(message);
  private final String text = NormalText.of(content.visible()).text();
  private final BulkCounts counts =
      new MemoryBulkCounts(BulkRoom.STANDARD, InstantSource.system(), new Random(1));
  private final Waves waves = rolling(fingerprints());
  private int number;

  @Benchmark
  public Fingerprints fingerprints() {
    return Fingerprints.of(message, header, content, text, List.of("bob@b.example"));
  }

  /// To one more recipient each time.
  @Benchmark
  public List<Tally> fingerprintsAndCounts() {
    String recipient = "user" + number++ + "@b.example";
    Fingerprints prints = Fingerprints.of(message, header, content, text, List.of(recipient));
    return counts.add(prints.all(), new Sighting(List.of(recipient), "a.example", "192.0.2"));
  }

  /// What the preliminary stage adds where waves roll: fingerprints, and looking for the wave.
  @Benchmark
  public Optional<Waves.Wave> fingerprintsAndWave() {
    Fingerprints prints =
        Fingerprints.of(message, header, content, text, COPY.sighting().recipients());
    return waves.known(prints.whole(), COPY);
  }

  private static Waves rolling(Fingerprints prints) {
    CountedWaves waves =
        new CountedWaves(
            MemoryCounters.of(CountedWaves.KINDS, InstantSource.system(), new Random(1)));
    for (int i = 0; i < 20; i++) {
      Sighting sighting = new Sighting(List.of("user" + i + "@b.example"), "a.example", "net" + i);
      waves.unwanted(prints.whole(), new Waves.Copy(sighting, Optional.empty()));
    }
    return waves;
  }

  private static byte[] made() {
    Random random = new Random(1);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < WORDS; i++) {
      StringBuilder word = new StringBuilder();
      for (int letters = 2 + random.nextInt(8); letters > 0; letters--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words.add(word.toString());
    }
    StringBuilder text = new StringBuilder("From: a@a.example\r\nTo: bob@b.example\r\n\r\n");
    for (int i = 1; text.length() < OCTETS; i++) {
      text.append(words.get(random.nextInt(WORDS))).append(i % 12 == 0 ? "\r\n" : " ");
    }
    return text.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
