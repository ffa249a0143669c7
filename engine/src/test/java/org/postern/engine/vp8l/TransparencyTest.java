package org.postern.engine.vp8l;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransparencyTest {

  /// Two rows of three, as they are stored and as they are seen.
  @ParameterizedTest
  @CsvSource({
    "0, 9 1 2 3 4 5",
    "1, 9 10 12 12 16 21",
    "2, 9 10 12 12 14 17",
    "3, 9 10 12 12 17 24"
  })
  void what_was_guessed_is_added(int filter, String seen) {
    byte[] stored = {(byte) (filter << 2), 9, 1, 2, 3, 4, 5};
    byte[] decoded = Transparency.decode(stored, 0, stored.length, 3, 2, () -> false).orElseThrow();
    StringBuilder all = new StringBuilder();
    for (byte one : decoded) {
      all.append(all.isEmpty() ? "" : " ").append(one);
    }
    assertThat(all).hasToString(seen);
  }

  @Test
  void what_is_too_short_or_of_no_known_kind_says_nothing() {
    assertThat(Transparency.decode(new byte[6], 0, 6, 3, 2, () -> false)).isEmpty();
    assertThat(Transparency.decode(new byte[0], 0, 0, 3, 2, () -> false)).isEmpty();
    assertThat(Transparency.decode(new byte[] {1, 0}, 0, 2, 3, 2, () -> false)).isEmpty();
    assertThat(Transparency.decode(new byte[] {2, 0, 0, 0, 0, 0, 0}, 0, 7, 3, 2, () -> false))
        .isEmpty();
  }
}
