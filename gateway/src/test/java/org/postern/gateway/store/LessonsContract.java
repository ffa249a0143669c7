package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.NOON;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.gateway.tenant.TenantId;

/// What every [Lessons] does.
public interface LessonsContract {

  Lessons lessons();

  private static Learnt learnt(TenantId tenant, String owner, String digest, Instant time) {
    return new Learnt(
        tenant, owner, digest, true, "bob'; --@example.org", 0x8000_0000_0000_00ffL, time);
  }

  @Test
  default void an_entry_comes_back_as_it_was_written() {
    Learnt one = learnt(A, "domain x", "d1", NOON);
    lessons().put(A, one);
    assertThat(lessons().find(A, "domain x", "d1")).contains(one);
    assertThat(lessons().find(A, "domain x", "d2")).isEmpty();
    assertThat(lessons().find(A, "domain y", "d1")).isEmpty();
  }

  @Test
  default void the_last_word_about_a_message_stands() {
    lessons().put(A, learnt(A, "o", "d", NOON));
    Learnt later = new Learnt(A, "o", "d", false, "", 7, NOON.plusSeconds(1));
    lessons().put(A, later);
    assertThat(lessons().find(A, "o", "d")).contains(later);
    assertThat(lessons().by(A, "o", "bob'; --@example.org", NOON, 10)).isEmpty();
    assertThat(lessons().remove(A, "o", "d")).isTrue();
    assertThat(lessons().remove(A, "o", "d")).isFalse();
    assertThat(lessons().find(A, "o", "d")).isEmpty();
  }

  @Test
  default void what_a_reporter_taught_lately_is_found_newest_first() {
    for (int i = 0; i < 5; i++) {
      lessons().put(A, learnt(A, "o", "d" + i, NOON.plusSeconds(i)));
    }
    lessons().put(A, new Learnt(A, "o", "e", true, "ann@example.org", 1, NOON.plusSeconds(9)));
    lessons().put(A, learnt(A, "p", "f", NOON.plusSeconds(9)));
    assertThat(lessons().by(A, "o", "bob'; --@example.org", NOON.plusSeconds(2), 10))
        .extracting(Learnt::digest)
        .containsExactly("d4", "d3", "d2");
    assertThat(lessons().by(A, "o", "bob'; --@example.org", NOON, 1))
        .extracting(Learnt::digest)
        .containsExactly("d4");
  }

  @Test
  default void b_never_sees_what_a_taught() {
    lessons().put(A, learnt(A, "o", "d", NOON));
    assertThat(lessons().find(B, "o", "d")).isEmpty();
    assertThat(lessons().by(B, "o", "bob'; --@example.org", NOON, 10)).isEmpty();
    assertThat(lessons().remove(B, "o", "d")).isFalse();
    lessons().put(B, learnt(A, "o", "d", NOON.plusSeconds(1)));
    assertThat(lessons().find(A, "o", "d").orElseThrow().time()).isEqualTo(NOON);
    assertThat(lessons().find(B, "o", "d").orElseThrow().tenant()).isEqualTo(B);
  }

  @Test
  default void old_entries_go_and_those_beyond_the_number() {
    for (int i = 0; i < 10; i++) {
      lessons().put(i % 2 == 0 ? A : B, learnt(A, "o", "d" + i, NOON.plusSeconds(i)));
    }
    assertThat(lessons().expire(NOON.plusSeconds(2), 100)).isEqualTo(2);
    assertThat(lessons().expire(NOON, 5)).isEqualTo(3);
    assertThat(lessons().expire(NOON, 5)).isZero();
    List<Learnt> left = lessons().by(A, "o", "bob'; --@example.org", NOON, 100);
    assertThat(left).extracting(Learnt::digest).containsExactly("d8", "d6");
    assertThat(lessons().expire(NOON, 0)).isEqualTo(5);
  }
}
