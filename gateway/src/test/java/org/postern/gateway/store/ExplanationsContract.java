package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.NOON;
import static org.postern.gateway.store.Samples.explanation;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [Explanations] does.
public interface ExplanationsContract {

  Explanations explanations();

  @Test
  default void an_explanation_comes_back_as_it_was_put() {
    Explanations.Stored small = explanation(A, "R1", "{\"subject\":\"Grüße 你好 \uD83D\uDE00\"}");
    Explanations.Stored large = explanation(A, "R2", "[" + "\"x\",".repeat(100_000) + "1]");
    explanations().put(List.of(small, large, explanation(A, "R3", "")));
    assertThat(explanations().find(Optional.of(A), "R1")).containsExactly(small);
    assertThat(explanations().find(Optional.of(A), "R2")).containsExactly(large);
    assertThat(explanations().find(Optional.of(A), "R3")).containsExactly(explanation(A, "R3", ""));
  }

  @Test
  default void an_unknown_reference_has_none() {
    assertThat(explanations().find(Optional.of(A), "R")).isEmpty();
    assertThat(explanations().find(Optional.empty(), "R")).isEmpty();
  }

  @Test
  default void putting_again_replaces() {
    explanations().put(List.of(explanation(A, "R", "1")));
    explanations().put(List.of(explanation(A, "R", "2")));
    assertThat(explanations().find(Optional.of(A), "R")).containsExactly(explanation(A, "R", "2"));
    assertThat(explanations().find(Optional.empty(), "R")).hasSize(1);
  }

  @Test
  default void the_same_reference_twice_in_one_call_keeps_the_last() {
    explanations().put(List.of(explanation(A, "R", "1"), explanation(A, "R", "2")));
    assertThat(explanations().find(Optional.of(A), "R")).containsExactly(explanation(A, "R", "2"));
  }

  @Test
  default void b_never_sees_explanations_of_a() {
    explanations().put(List.of(explanation(A, "R", "a"), explanation(A, "S", "a")));
    explanations().put(List.of(explanation(B, "R", "b")));
    assertThat(explanations().find(Optional.of(B), "R")).containsExactly(explanation(B, "R", "b"));
    assertThat(explanations().find(Optional.of(B), "S")).isEmpty();
    assertThat(explanations().find(Optional.of(A), "R")).containsExactly(explanation(A, "R", "a"));
  }

  @Test
  default void the_operator_sees_those_of_all_tenants() {
    explanations().put(List.of(explanation(A, "R", "a"), explanation(B, "R", "b")));
    assertThat(explanations().find(Optional.empty(), "R"))
        .containsExactlyInAnyOrder(explanation(A, "R", "a"), explanation(B, "R", "b"));
  }

  @Test
  default void expiry_deletes_what_is_older() {
    Explanations.Stored old = new Explanations.Stored(A, "R1", NOON.minusMillis(1), "{}");
    Explanations.Stored young = new Explanations.Stored(A, "R2", NOON, "{}");
    explanations().put(List.of(old, young));
    assertThat(explanations().expire(NOON)).isEqualTo(1);
    assertThat(explanations().find(Optional.of(A), "R1")).isEmpty();
    assertThat(explanations().find(Optional.of(A), "R2")).containsExactly(young);
  }

  @Test
  default void many_of_the_same_moment_are_kept_apart() {
    explanations()
        .put(
            IntStream.range(0, 3_000)
                .mapToObj(i -> explanation(i % 2 == 0 ? A : B, "R" + i, "{\"n\":" + i + "}"))
                .toList());
    assertThat(explanations().find(Optional.of(B), "R2999"))
        .containsExactly(explanation(B, "R2999", "{\"n\":2999}"));
    assertThat(explanations().expire(NOON.plusMillis(1))).isEqualTo(3_000);
  }
}
