package org.postern.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.FaultySyncs;

/// A real process on a real file system is killed, and its writes are made to fail.
final class SpoolFaultTest {

  private static final String STRACE = "/usr/bin/strace";
  private static final int WRITERS = 3;

  /// What the child said until it ended.
  private record Said(Set<Integer> acknowledged, Set<Integer> gone, int refused, boolean ended) {}

  @TempDir Path folder;

  private static void need(boolean there, String what) {
    if (!there && "true".equals(System.getenv("CI"))) {
      fail(what + " is missing");
    }
    assumeTrue(there, "SKIPPED, this checks durability: " + what + " is missing");
  }

  private static Process start(
      List<String> before, Map<String, String> environment, Path spool, int messages, int threads)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            SpoolChild.class.getName(),
            spool.toString(),
            Integer.toString(messages),
            Integer.toString(threads)));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Said listen(Process child) throws Exception {
    return listen(child, Integer.MAX_VALUE);
  }

  private static Said listen(Process child, int killAfter) throws Exception {
    Set<Integer> acknowledged = new HashSet<>();
    Set<Integer> gone = new HashSet<>();
    int refused = 0;
    boolean ended = false;
    try (BufferedReader lines =
        new BufferedReader(
            new java.io.InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int space = line.indexOf(' ');
        String word = space < 0 ? line : line.substring(0, space);
        switch (word) {
          case "ack" -> acknowledged.add(Integer.parseInt(line.substring(space + 1)));
          case "gone" -> gone.add(Integer.parseInt(line.substring(space + 1)));
          case "no" -> refused++;
          case "end" -> ended = true;
          default -> {} // what the logging of the child prints
        }
        if (acknowledged.size() >= killAfter) {
          child.toHandle().destroyForcibly(); // leaves the rest of its output readable
        }
      }
    }
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Said(acknowledged, gone, refused, ended);
  }

  private static void compare(Path spoolFolder, Said said, String what) throws IOException {
    try (JournalSpool spool =
        JournalSpool.open(
            spoolFolder, SpoolChild.limits(), InstantSource.system(), new Random(2))) {
      Map<Integer, Spooled> there =
          spool.list().stream()
              .collect(Collectors.toMap(SpoolFaultTest::number, Function.identity()));
      for (int number : said.acknowledged()) {
        if (!said.gone().contains(number)) {
          assertThat(there).as("%s: acknowledged %d", what, number).containsKey(number);
        }
      }
      for (Map.Entry<Integer, Spooled> one : there.entrySet()) {
        int number = one.getKey();
        assertThat(spool.body(one.getValue()))
            .as("%s: body of %d", what, number)
            .isEqualTo(Mail.body(number, SpoolChild.size(number)));
      }
    }
  }

  private static int number(Spooled message) {
    String local = message.envelope().to().get(0).address().local();
    return Integer.parseInt(local.substring("rcpt".length()));
  }

  @Test
  void a_kill_at_any_moment_loses_nothing_acknowledged() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int run = 0; run < 4; run++) {
      Path spool = folder.resolve("kill" + run);
      int after = 1 + random.nextInt(400);
      Said said = listen(start(List.of(), Map.of(), spool, 100_000, 8), after);

      assertThat(said.acknowledged().size()).isGreaterThanOrEqualTo(after);
      assertThat(said.ended()).isFalse();
      compare(spool, said, "seed %d, killed after %d".formatted(seed, after));
    }
  }

  @Test
  void a_kill_at_any_flush_loses_nothing_acknowledged() throws Exception {
    FaultySyncs syncs = syncs();
    for (int flush : new int[] {1, 3, 5, 6, 7, 8, 9, 11, 14, 20, 33, 61}) {
      Path place = folder.resolve("flush" + flush);
      var fault = syncs.environment(place, Optional.of(FaultySyncs.Kind.KILL), flush);
      Said said = listen(start(List.of(), fault, place.resolve("spool"), 200, 3));

      assertThat(said.ended()).isFalse();
      compare(place.resolve("spool"), said, "killed at flush " + flush);
    }
  }

  @Test
  void a_flush_that_fails_refuses_its_messages_and_the_next_are_taken() throws Exception {
    FaultySyncs syncs = syncs();
    for (int flush : new int[] {8, 9, 12, 30}) {
      Path place = folder.resolve("eio" + flush);
      var fault = syncs.environment(place, Optional.of(FaultySyncs.Kind.EIO), flush);
      Said said = listen(start(List.of(), fault, place.resolve("spool"), 100, WRITERS));

      assertThat(said.ended()).isTrue();
      assertThat(FaultySyncs.calls(place).stream().filter(FaultySyncs.Call::failed))
          .as("failures at flush %d", flush)
          .hasSize(1);
      // Each writer waits for its message before it brings another: the flush had one of each.
      assertThat(said.refused()).as("flush %d", flush).isLessThanOrEqualTo(WRITERS);
      assertThat(said.acknowledged()).hasSize(100 - said.refused());
      compare(place.resolve("spool"), said, "EIO at flush " + flush);
    }
  }

  private FaultySyncs syncs() throws Exception {
    need(Files.isExecutable(Path.of("/usr/bin/cc")), "cc");
    return FaultySyncs.build(folder);
  }

  /// One writer: each of its messages needs a flush of its own before it is acknowledged.
  @Test
  void a_message_is_flushed_before_it_is_acknowledged() throws Exception {
    need(Files.isExecutable(Path.of(STRACE)), STRACE);
    Path trace = folder.resolve("trace");
    Map<Integer, String> open = new TreeMap<>();
    List<String> command =
        List.of(
            STRACE,
            "-f",
            "-qq",
            "-y",
            "-o",
            trace.toString(),
            "-s",
            "12",
            "-e",
            "trace=fsync,fdatasync,write,writev,pwrite64,pwritev");
    Said said = listen(start(command, Map.of(), folder.resolve("order"), 60, 1));
    assertThat(said.acknowledged()).hasSize(60);

    boolean dirty = false;
    boolean flushed = false;
    int acknowledged = 0;
    for (String line : Files.readAllLines(trace, StandardCharsets.ISO_8859_1)) {
      int thread = Integer.parseInt(line.substring(0, line.indexOf(' ')));
      String call = line.substring(line.indexOf(' ')).strip();
      if (call.startsWith("<...")) {
        call = open.getOrDefault(thread, "") + call;
      } else if (call.endsWith("<unfinished ...>")) {
        open.put(thread, call);
        if (call.startsWith("f")) {
          continue; // counts when it returns
        }
      }
      if (call.startsWith("f") && call.endsWith("= 0") && call.contains("/journal/")) {
        flushed |= dirty;
        dirty = false;
      } else if (call.contains("/journal/")) {
        dirty = true;
      } else if (call.contains("\"ack ")) {
        if (call.startsWith("write") && !call.contains("resumed")) {
          assertThat(flushed).as("flushed before: %s", line).isTrue();
          flushed = false;
          acknowledged++;
        }
      }
    }
    assertThat(acknowledged).isEqualTo(60);
  }

  @Test
  void a_full_disk_refuses_and_takes_mail_again_when_there_is_room() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("small"));
    need(run("mount", "-t", "tmpfs", "-o", "size=1m", "none", mount.toString()), "root for mount");
    try {
      for (long reserve : new long[] {200_000, 0}) {
        fillAndFree(mount.resolve("spool" + reserve), reserve, mount.resolve("ballast"));
      }
    } finally {
      assertThat(run("umount", mount.toString())).isTrue();
    }
  }

  private static void fillAndFree(Path spoolFolder, long reserve, Path ballast) throws IOException {
    SpoolLimits limits =
        SpoolChild.limits().withReserveOctets(reserve).withQuiet(Duration.ofMillis(50));
    List<Spooled> taken = new ArrayList<>();
    Files.write(ballast, new byte[300_000]);
    try (JournalSpool spool =
        JournalSpool.open(spoolFolder, limits, InstantSource.system(), new Random(3))) {
      assertThatThrownBy(
              () -> {
                for (int n = 0; n < 2000; n++) {
                  taken.add(spool.commit(Mail.envelope(n), Mail.data(n, SpoolChild.size(n))));
                }
              })
          .isInstanceOf(SpoolFull.class);
      assertThat(taken).hasSizeGreaterThan(20);
      assertThatThrownBy(() -> spool.commit(Mail.envelope(1), Mail.data(1, 50_000)))
          .isInstanceOf(SpoolFull.class);
      if (reserve > 0) {
        taken.set(0, spool.update(taken.get(0), Mail.judged(1)));
      }
      assertThat(spool.list()).isEqualTo(taken);

      Files.delete(ballast);
      taken.add(spool.commit(Mail.envelope(7), Mail.data(7, SpoolChild.size(7))));
      for (Spooled message : taken) {
        int number = number(message);
        assertThat(spool.body(message)).isEqualTo(Mail.body(number, SpoolChild.size(number)));
        spool.remove(message);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            try (var files = Files.list(spoolFolder.resolve("journal"))) {
              assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isZero();
            }
          });
    }
    try (JournalSpool spool =
        JournalSpool.open(spoolFolder, limits, InstantSource.system(), new Random(3))) {
      assertThat(spool.list()).isEmpty();
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0;
  }
}
