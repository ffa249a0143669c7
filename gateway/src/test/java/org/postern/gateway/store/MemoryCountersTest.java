package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCountersTest implements CountersContract {

  private static final List<Counters.Kind> KINDS = List.of(MINUTES, DAYS);

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock();
  private final MemoryCounters counters = MemoryCounters.of(KINDS, clock, new Random(1));

  @Override
  public Counters counters() {
    return counters;
  }

  @Override
  public MovedClock clock() {
    return clock;
  }

  private MemoryCounters open(List<Counters.Kind> kinds) {
    return MemoryCounters.open(folder.resolve("counters"), kinds, clock, new Random(2));
  }

  @Test
  void a_snapshot_brings_everything_back_and_time_goes_on() throws IOException {
    var began = clock.instant();
    counters.add(MINUTES, "a", 100);
    counters.add(DAYS, "b", 3);
    counters.save(folder.resolve("counters"));
    clock.pass(Duration.ofMinutes(1));
    MemoryCounters next = open(KINDS);
    assertThat(next.count(MINUTES, "a").value()).isBetween(36.0, 37.0);
    assertThat(next.count(DAYS, "b").value()).isBetween(2.9, 3.0);
    assertThat(next.count(DAYS, "b").since()).isEqualTo(began);
  }

  @Test
  void a_snapshot_fits_other_rooms_and_kinds() throws IOException {
    counters.add(MINUTES, "a", 1);
    counters.add(DAYS, "b", 3);
    counters.save(folder.resolve("counters"));
    MemoryCounters next =
        open(List.of(DAYS.withRoom(20_000), new Counters.Kind("new", Duration.ofDays(1), 10)));
    assertThat(next.count(DAYS, "b").value()).isEqualTo(3);
    assertThatIllegalArgumentException().isThrownBy(() -> next.count(MINUTES, "a"));
  }

  @Test
  void a_snapshot_that_is_broken_anywhere_is_as_good_as_none() throws IOException {
    counters.add(DAYS, "b", 3);
    Path file = folder.resolve("counters");
    counters.save(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(open(KINDS).count(DAYS, "b")).isEqualTo(Counters.Count.NONE);
    }
    Files.writeString(file, "something else, and longer than the head of a snapshot is");
    assertThat(open(KINDS).count(DAYS, "b")).isEqualTo(Counters.Count.NONE);
  }

  @Test
  void without_a_snapshot_all_begins_at_nothing() {
    assertThat(open(KINDS).count(DAYS, "b")).isEqualTo(Counters.Count.NONE);
  }

  @Test
  void a_count_from_the_future_fades_from_now_on() throws IOException {
    clock.pass(Duration.ofDays(365));
    counters.add(MINUTES, "a", 1);
    counters.save(folder.resolve("counters"));
    clock.pass(Duration.ofDays(-365));
    MemoryCounters next = open(KINDS);
    clock.pass(Duration.ofMinutes(10));
    assertThat(next.count(MINUTES, "a")).isEqualTo(Counters.Count.NONE);
  }

  // Aumasson and Bernstein, appendix A: the key 00…0f, the octets 00…0e; as text of 16 bits the
  // octets must be even in number, so the vectors of 0 and 8 octets of the reference code.
  @Test
  void the_hash_is_siphash() {
    HexFormat hex = HexFormat.of();
    KeyedHash hash = new KeyedHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    assertThat(hex.toHexDigits(Long.reverseBytes(hash.of("")))).isEqualTo("310e0edd47db6f72");
    assertThat(hex.toHexDigits(Long.reverseBytes(hash.of("\u0100\u0302\u0504\u0706"))))
        .isEqualTo("6224939a79f5f593");
  }
}
