package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.NOON;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.gateway.tenant.TenantId;

/// What every [Reviews] does.
public interface ReviewsContract {

  Reviews reviews();

  private static Review review(TenantId tenant, String ref, Instant time) {
    return Review.open(tenant, ref, time, "a@example.net", "Grüße, 你好\n'); DROP TABLE review; --");
  }

  private Reviews.Outcome add(TenantId tenant, String ref) {
    return reviews().add(tenant, review(tenant, ref, NOON));
  }

  @Test
  default void a_request_comes_back_as_it_was_written() {
    assertThat(add(A, "R1")).isEqualTo(Reviews.Outcome.KEPT);
    assertThat(reviews().find(Optional.of(A), "R1")).containsExactly(review(A, "R1", NOON));
    assertThat(reviews().find(Optional.of(A), "R2")).isEmpty();
  }

  @Test
  default void nobody_asks_twice_even_after_it_was_closed() {
    add(A, "R");
    assertThat(add(A, "R")).isEqualTo(Reviews.Outcome.KNOWN);
    assertThat(reviews().close(Optional.of(A), "R", NOON.plusSeconds(5), "was right")).isEqualTo(1);
    assertThat(add(A, "R")).isEqualTo(Reviews.Outcome.KNOWN);
    assertThat(reviews().find(Optional.of(A), "R")).hasSize(1);
  }

  @Test
  default void closing_keeps_time_and_answer_and_happens_once() {
    add(A, "R");
    Instant later = NOON.plusSeconds(60);
    assertThat(reviews().close(Optional.of(A), "R", later, "let through")).isEqualTo(1);
    assertThat(reviews().close(Optional.of(A), "R", later.plusSeconds(1), "again")).isZero();
    Review closed = reviews().find(Optional.of(A), "R").getFirst();
    assertThat(closed.open()).isFalse();
    assertThat(closed.closed()).contains(later);
    assertThat(closed.answer()).isEqualTo("let through");
  }

  @Test
  default void the_list_is_newest_first_and_of_the_open_ones_unless_asked() {
    reviews().add(A, review(A, "R1", NOON));
    reviews().add(A, review(A, "R2", NOON.plusSeconds(1)));
    reviews().add(A, review(A, "R3", NOON.plusSeconds(2)));
    reviews().close(Optional.of(A), "R2", NOON.plusSeconds(9), "");
    assertThat(refs(reviews().list(Optional.of(A), false, 10))).containsExactly("R3", "R1");
    assertThat(refs(reviews().list(Optional.of(A), true, 10))).containsExactly("R3", "R2", "R1");
    assertThat(refs(reviews().list(Optional.of(A), true, 2))).containsExactly("R3", "R2");
  }

  @Test
  default void b_never_sees_requests_of_a() {
    add(A, "R");
    assertThat(reviews().find(Optional.of(B), "R")).isEmpty();
    assertThat(reviews().list(Optional.of(B), true, 10)).isEmpty();
    assertThat(reviews().close(Optional.of(B), "R", NOON, "mine")).isZero();
    assertThat(reviews().find(Optional.of(A), "R").getFirst().open()).isTrue();
    assertThat(add(B, "R")).isEqualTo(Reviews.Outcome.KEPT);
    assertThat(reviews().list(Optional.of(B), true, 10))
        .extracting(Review::tenant)
        .containsExactly(B);
    reviews().close(Optional.of(B), "R", NOON, "mine");
    assertThat(reviews().find(Optional.of(A), "R").getFirst().open()).isTrue();
  }

  @Test
  default void the_operator_sees_and_closes_those_of_all_tenants() {
    add(A, "R");
    add(B, "R");
    assertThat(reviews().find(Optional.empty(), "R"))
        .extracting(Review::tenant)
        .containsExactlyInAnyOrder(A, B);
    assertThat(reviews().list(Optional.empty(), false, 10)).hasSize(2);
    assertThat(reviews().close(Optional.empty(), "R", NOON, "")).isEqualTo(2);
    assertThat(reviews().list(Optional.empty(), false, 10)).isEmpty();
  }

  @Test
  default void a_request_is_kept_for_the_tenant_it_is_given_for() {
    reviews().add(B, review(A, "R", NOON));
    assertThat(reviews().find(Optional.of(A), "R")).isEmpty();
    assertThat(reviews().find(Optional.of(B), "R").getFirst().tenant()).isEqualTo(B);
  }

  @Test
  default void expiry_deletes_what_is_older() {
    reviews().add(A, review(A, "R1", NOON.minusMillis(1)));
    reviews().add(A, review(A, "R2", NOON));
    assertThat(reviews().expire(NOON)).isEqualTo(1);
    assertThat(refs(reviews().list(Optional.of(A), true, 10))).containsExactly("R2");
  }

  private static List<String> refs(List<Review> reviews) {
    return reviews.stream().map(Review::ref).toList();
  }
}
