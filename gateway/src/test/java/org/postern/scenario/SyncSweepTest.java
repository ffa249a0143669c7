package org.postern.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.gateway.FaultySyncs;

/// A fault at the first fsync of the program, at the second, and so on until one run has no such
/// fsync any more: from the making of the database to the end of the draining. Every message that
/// was answered with 250 is there after a restart, on the files as they are and on those that a
/// power cut would have left.
final class SyncSweepTest {

  private static final int AT_ONCE = 2;

  /// Far more than there are: a run without an end would not end by itself.
  private static final int MOST = 1000;

  private static final int MOST_FAILURES = 10;

  @TempDir static Path shared;
  @TempDir Path folder;

  private static FaultySyncs syncs;
  private static RehearsedJava program;

  @BeforeAll
  static void prepare() throws Exception {
    ExternalTools.need("cc");
    syncs = FaultySyncs.build(shared);
    program = RehearsedJava.prepare(shared);
    List<FaultySyncs.Call> calls =
        FaultRun.at(0, Optional.empty(), syncs, program.recording(), shared.resolve("first"));
    assertThat(calls).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource
  void no_fsync_loses_a_message_by_ending_in(FaultySyncs.Kind kind) throws Exception {
    AtomicInteger next = new AtomicInteger(1);
    AtomicInteger faults = new AtomicInteger();
    AtomicBoolean beyond = new AtomicBoolean();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (ExecutorService runs = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < AT_ONCE; i++) {
        var _ =
            runs.submit(() -> {
              while (!beyond.get() && failures.size() < MOST_FAILURES && next.get() < MOST) {
                try {
                  if (run(kind, next.getAndIncrement())) {
                    faults.incrementAndGet();
                  } else {
                    beyond.set(true);
                  }
                } catch (Exception | AssertionError e) {
                  failures.add(e);
                }
              }
            });
      }
    }
    assertThat(failures).isEmpty();
    assertThat(faults.get()).isBetween(20, MOST);
    System.out.println("fsyncs swept with " + kind + ": " + faults);
  }

  /// Whether there was such a call to fail.
  private boolean run(FaultySyncs.Kind kind, int number) throws Exception {
    Path place = folder.resolve(Integer.toString(number));
    List<FaultySyncs.Call> calls =
        FaultRun.at(number, Optional.of(kind), syncs, program.fast(), place);
    delete(place);
    return calls.stream().anyMatch(FaultySyncs.Call::failed);
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
