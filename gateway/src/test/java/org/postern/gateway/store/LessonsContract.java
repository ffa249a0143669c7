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
    assertThat(lessons().find(A, "domain x", "d1")).containsExactly(one);
    assertThat(lessons().find(A, "domain x", "d2")).isEmpty();
    assertThat(lessons().find(A, "domain y", "d1")).isEmpty();
  }

  @Test
  default void the_last_word_of_a_reporter_about_a_message_stands() {
    Learnt first = learnt(A, "o", "d", NOON);
    lessons().put(A, first);
    Learnt later = new Learnt(A, "o", "d", false, first.reporter(), 7, NOON.plusSeconds(1));
    lessons().put(A, later);
    assertThat(lessons().find(A, "o", "d")).containsExactly(later);
    assertThat(lessons().remove(A, "o", "d", "ann@example.org")).isFalse();
    assertThat(lessons().remove(A, "o", "d", first.reporter())).isTrue();
    assertThat(lessons().remove(A, "o", "d", first.reporter())).isFalse();
    assertThat(lessons().find(A, "o", "d")).isEmpty();
  }

  @Test
  default void everybody_s_word_about_a_message_is_kept() {
    Learnt bob = learnt(A, "o", "d", NOON.plusSeconds(1));
    Learnt operator = new Learnt(A, "o", "d", false, "", 7, NOON);
    lessons().put(A, bob);
    lessons().put(A, operator);
    assertThat(lessons().find(A, "o", "d")).containsExactly(operator, bob);
    assertThat(lessons().remove(A, "o", "d", "")).isTrue();
    assertThat(lessons().find(A, "o", "d")).containsExactly(bob);
  }

  @Test
  default void it_is_known_who_taught_a_filter_also_when_the_entries_are_gone() {
    lessons().put(A, new Learnt(A, "o", "d1", true, "bob@example.org", 1, NOON));
    lessons().put(A, new Learnt(A, "o", "d2", true, "ann@example.org", 1, NOON.plusSeconds(2)));
    lessons().put(A, new Learnt(A, "o", "d2", true, "", 1, NOON.plusSeconds(3)));
    lessons().put(A, new Learnt(A, "p", "d2", true, "eve@example.org", 1, NOON));
    assertThat(lessons().reporters(A, "o", NOON, 9))
        .containsExactly("", "ann@example.org", "bob@example.org");
    assertThat(lessons().reporters(A, "o", NOON, 2)).containsExactly("", "ann@example.org");
    assertThat(lessons().reporters(A, "o", NOON.plusSeconds(3), 9)).containsExactly("");
    assertThat(lessons().reporters(B, "o", NOON, 9)).isEmpty();
    lessons().put(A, new Learnt(A, "o", "d3", true, "ann@example.org", 1, NOON.plusSeconds(4)));
    lessons().remove(A, "o", "d2", "");
    lessons().remove(A, "o", "d2", "ann@example.org");
    lessons().expire(NOON.plusSeconds(60), 100);
    assertThat(lessons().reporters(A, "o", NOON, 9))
        .containsExactly("ann@example.org", "bob@example.org");
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
    assertThat(lessons().remove(B, "o", "d", "bob'; --@example.org")).isFalse();
    lessons().put(B, learnt(A, "o", "d", NOON.plusSeconds(1)));
    assertThat(lessons().find(A, "o", "d").getFirst().time()).isEqualTo(NOON);
    assertThat(lessons().find(B, "o", "d").getFirst().tenant()).isEqualTo(B);
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
