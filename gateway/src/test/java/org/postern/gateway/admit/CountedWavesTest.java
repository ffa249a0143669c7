package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.engine.bulk.Sighting;
import org.postern.engine.bulk.Waves;
import org.postern.gateway.store.MemoryCounters;
import org.postern.gateway.store.MovedClock;

class CountedWavesTest {

  private static final List<Long> KEYS = List.of(11L, 12L, 13L, 14L);

  private final MovedClock clock = new MovedClock();
  private final CountedWaves waves =
      new CountedWaves(MemoryCounters.of(CountedWaves.KINDS, clock, new Random(1)));

  private static Waves.Copy copy(int recipient, String network) {
    return new Waves.Copy(
        new Sighting(List.of("user" + recipient + "@a.example"), "x.example", network),
        Optional.empty());
  }

  private static Waves.Copy proven(int recipient, String network, String domain) {
    return new Waves.Copy(copy(recipient, network).sighting(), Optional.of(domain));
  }

  /// So many copies, each to another recipient, from so many networks in turn.
  private void wave(int copies, int networks) {
    for (int i = 0; i < copies; i++) {
      waves.unwanted(KEYS, copy(i, "net" + i % networks));
    }
  }

  private boolean known() {
    return known(KEYS);
  }

  private boolean known(List<Long> keys) {
    return waves.known(keys, copy(999, "elsewhere")).isPresent();
  }

  @Test
  void five_copies_from_three_networks_make_a_wave() {
    assertThat(waves.rolling()).isFalse();
    wave(4, 4);
    assertThat(waves.rolling()).isTrue();
    assertThat(known()).isFalse();
    waves.unwanted(KEYS, copy(4, "net0"));
    assertThat(waves.known(KEYS, copy(999, "elsewhere"))).contains(new Waves.Wave(5, 4));
  }

  @Test
  void two_networks_are_too_few_however_many_copies_there_are() {
    wave(30, 2);
    assertThat(known()).isFalse();
  }

  @Test
  void a_network_that_comes_back_later_counts_once() {
    for (int i = 0; i < 40; i++) {
      waves.unwanted(KEYS, copy(i, "net" + i % 2));
      clock.pass(Duration.ofMinutes(30));
    }
    assertThat(known()).isFalse();
  }

  @Test
  void of_one_network_eight_copies_count_against_it_alone() {
    wave(7, 1);
    assertThat(waves.known(KEYS, copy(999, "net0"))).isEmpty();
    waves.unwanted(KEYS, copy(7, "net0"));
    assertThat(waves.known(KEYS, copy(999, "net0"))).contains(new Waves.Wave(8, 1));
    assertThat(known()).isFalse();
  }

  @Test
  void the_same_copy_to_the_same_recipient_counts_once() {
    for (int i = 0; i < 50; i++) {
      waves.unwanted(KEYS, copy(i % 4, "net" + i));
    }
    assertThat(known()).isFalse();
  }

  @Test
  void three_keys_of_four_must_agree() {
    wave(10, 5);
    assertThat(known(List.of(11L, 12L, 13L, 99L))).isTrue();
    assertThat(known(List.of(11L, 12L, 98L, 99L))).isFalse();
    assertThat(known(List.of(11L))).isTrue();
    assertThat(known(List.of())).isFalse();
  }

  @Test
  void it_is_forgotten_within_hours_and_a_large_one_within_a_day() {
    wave(5, 5);
    clock.pass(Duration.ofHours(1));
    assertThat(known()).isFalse();
    wave(200, 5);
    clock.pass(Duration.ofHours(6));
    assertThat(known()).isTrue();
    clock.pass(Duration.ofHours(9));
    assertThat(known()).isFalse();
  }

  @Test
  void a_wave_that_goes_on_is_known_again_after_its_next_copies() {
    wave(20, 5);
    clock.pass(Duration.ofHours(12));
    assertThat(known()).isFalse();
    waves.unwanted(KEYS, copy(500, "net7"));
    assertThat(known()).isFalse();
    waves.unwanted(KEYS, copy(501, "net8"));
    assertThat(known()).isTrue();
  }

  @Test
  void one_word_that_it_is_wanted_withdraws_it_at_once_and_for_a_month() {
    wave(20, 5);
    waves.wanted(List.of(12L));
    assertThat(known()).isFalse();
    wave(40, 10);
    clock.pass(Duration.ofDays(29));
    wave(40, 10);
    assertThat(known()).isFalse();
    clock.pass(Duration.ofDays(2));
    wave(40, 10);
    assertThat(known()).isTrue();
  }

  @Test
  void a_wave_of_which_one_copy_in_twenty_was_harmless_is_not_known() {
    wave(19, 5);
    waves.harmless(KEYS);
    assertThat(known()).isFalse();
    wave(40, 5);
    assertThat(known()).isTrue();
    waves.harmless(KEYS);
    waves.harmless(KEYS);
    assertThat(known()).isFalse();
  }

  @Test
  void what_was_harmless_days_ago_cannot_be_made_a_wave_by_imitating_it() {
    for (int i = 0; i < 300; i++) {
      waves.harmless(KEYS);
    }
    clock.pass(Duration.ofDays(7));
    wave(1_000, 200);
    assertThat(known()).isFalse();
  }

  @Test
  void a_proven_sender_answers_for_copies_of_its_own_alone() {
    wave(20, 5);
    assertThat(known()).isTrue();
    assertThat(waves.known(KEYS, proven(999, "net1", "shop.example"))).isEmpty();
    waves.unwanted(KEYS, proven(500, "net1", "shop.example"));
    assertThat(waves.known(KEYS, proven(999, "net1", "shop.example"))).isEmpty();
    waves.unwanted(KEYS, proven(501, "net1", "shop.example"));
    assertThat(waves.known(KEYS, proven(999, "net1", "shop.example"))).isPresent();
    assertThat(waves.known(KEYS, proven(999, "net1", "other.example"))).isEmpty();
  }

  @Test
  void harmless_mail_alone_rolls_no_wave() {
    waves.harmless(KEYS);
    waves.wanted(KEYS);
    assertThat(waves.rolling()).isFalse();
    assertThat(known()).isFalse();
  }

  @Test
  void ever_new_waves_take_no_more_room_and_leave_the_large_one() {
    wave(40, 10);
    for (long i = 0; i < 60_000; i++) {
      long key = 1_000 + 4 * i;
      waves.unwanted(List.of(key, key + 1, key + 2, key + 3), copy((int) i, "net" + i));
    }
    assertThat(known()).isTrue();
  }
}
