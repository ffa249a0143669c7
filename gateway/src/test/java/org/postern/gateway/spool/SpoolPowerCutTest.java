package org.postern.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Power cuts and failing writes at any operation, on a simulated disk.
final class SpoolPowerCutTest {

  private static final Logger SPOOL_LOG =
      (Logger) LoggerFactory.getLogger("org.postern.gateway.spool");
  private static final int WRITERS = 4;
  private static final int GENERATIONS = 4;
  private static final int LEAST_SEEDS = 21;

  @BeforeAll
  static void keep_quiet_about_faults_made_on_purpose() {
    SPOOL_LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak_again() {
    SPOOL_LOG.setLevel(Level.INFO);
  }

  private static JournalSpool open(FaultyDisk disk, long seed) throws IOException {
    return JournalSpool.open(
        disk, Ledger.limits(), InstantSource.fixed(Mail.RECEIVED), new Random(seed));
  }

  @Test
  void a_power_cut_at_any_moment_loses_nothing_acknowledged() throws Exception {
    long firstSeed = System.nanoTime();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
    int seeds = 0;
    while (seeds < LEAST_SEEDS || System.nanoTime() < end) {
      manyGenerations(firstSeed + seeds);
      seeds++;
    }
    System.out.printf("power cuts: seeds %d to %d%n", firstSeed, firstSeed + seeds - 1);
  }

  private static void manyGenerations(long seed) throws Exception {
    Random random = new Random(seed);
    Ledger ledger = new Ledger();
    FaultyDisk disk = new FaultyDisk();
    for (int generation = 0; generation < GENERATIONS; generation++) {
      String what = "seed %d generation %d".formatted(seed, generation);
      disk.cutAt(5 + random.nextInt(generation % 2 == 0 ? 400 : 60));
      try (JournalSpool spool = open(disk, seed)) {
        ledger.compare(spool, what + " after start");
        useUntilCut(spool, ledger, generation, seed);
      } catch (IOException cutDuringStart) {
        assertThat(cutDuringStart).hasMessageContaining("power is off");
      }
      disk = disk.afterCut(random);
    }
    try (JournalSpool spool = open(disk, seed)) {
      ledger.compare(spool, "seed %d at the end".formatted(seed));
    }
  }

  private static void useUntilCut(JournalSpool spool, Ledger ledger, int generation, long seed)
      throws InterruptedException {
    Thread[] writers = new Thread[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
      int base = generation * 100_000 + i * 10_000;
      Random random = new Random(seed + i);
      writers[i] =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int n = 0; n < 1000; n++) {
                    ledger.live(spool, base + n, random);
                  }
                } catch (IOException cut) {
                  // The power is off: what was acknowledged before stands in the ledger.
                }
              });
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  @Test
  void an_input_output_error_at_any_operation_loses_nothing_and_is_got_over() throws Exception {
    failAtEach("Input/output error");
  }

  @Test
  void a_full_disk_at_any_operation_loses_nothing_and_is_got_over() throws Exception {
    failAtEach("No space left on device");
  }

  private static void failAtEach(String failure) throws Exception {
    int most = 0;
    for (int operation = 8; operation < 170; operation++) {
      String what = failure + " at " + operation;
      FaultyDisk disk = new FaultyDisk().failAt(operation, failure);
      Ledger ledger = new Ledger();
      Random random = new Random(operation);
      try (JournalSpool spool = open(disk, operation)) {
        ledger.liveOn(spool, 0, 60, random);
        ledger.compare(spool, what);
      }
      most = Math.max(most, ledger.refused());
      try (JournalSpool spool = open(disk.afterCut(random), operation)) {
        ledger.compare(spool, what + " then a power cut");
      }
    }
    assertThat(most).as("messages refused for one failure").isBetween(1, 2);
  }
}
