package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.gateway.tenant.TenantId;

/// What every [Recipients] does.
public interface RecipientsContract {

  Recipients recipients();

  private List<String> all(TenantId tenant, String domain) {
    List<String> all = new ArrayList<>();
    recipients().list(tenant, domain, all::add);
    return all;
  }

  @Test
  default void what_was_added_is_found_in_any_case_and_listed_as_it_was_given() {
    assertThat(recipients().add(A, "Example.ORG", List.of("Bob", "ann.lee", "Jörg"))).isEqualTo(3);
    assertThat(recipients().contains(A, "example.org", "bOB", false)).isTrue();
    assertThat(recipients().contains(A, "EXAMPLE.org", "JÖRG", false)).isTrue();
    assertThat(recipients().contains(A, "example.org", "bob", true)).isFalse();
    assertThat(recipients().contains(A, "example.org", "Bob", true)).isTrue();
    assertThat(recipients().contains(A, "example.org", "ann", false)).isFalse();
    assertThat(recipients().contains(A, "example.net", "bob", false)).isFalse();
    assertThat(all(A, "example.org")).containsExactly("ann.lee", "Bob", "Jörg");
  }

  @Test
  default void the_two_ways_to_write_an_accent_are_one() {
    recipients().add(A, "example.org", List.of("jo\u0308rg"));
    assertThat(recipients().contains(A, "example.org", "J\u00f6rg", false)).isTrue();
  }

  @Test
  default void adding_again_adds_nothing() {
    recipients().add(A, "example.org", List.of("bob"));
    assertThat(recipients().add(A, "example.org", List.of("bob", "ann"))).isEqualTo(1);
    assertThat(recipients().add(A, "example.org", List.of())).isZero();
    assertThat(all(A, "example.org")).containsExactly("ann", "bob");
  }

  @Test
  default void what_was_removed_is_gone() {
    recipients().add(A, "example.org", List.of("Bob", "ann"));
    assertThat(recipients().remove(A, "example.org", List.of("bob", "nobody"))).isEqualTo(1);
    assertThat(recipients().contains(A, "example.org", "Bob", false)).isFalse();
    assertThat(all(A, "example.org")).containsExactly("ann");
  }

  @Test
  default void replacing_leaves_exactly_the_new_ones() {
    recipients().add(A, "example.org", List.of("bob", "ann"));
    recipients().add(A, "example.net", List.of("bob"));
    recipients().replace(A, "example.org", List.of("ann", "eve"));
    assertThat(all(A, "example.org")).containsExactly("ann", "eve");
    assertThat(all(A, "example.net")).containsExactly("bob");
  }

  @Test
  default void b_never_sees_recipients_of_a() {
    recipients().add(A, "example.org", List.of("bob"));
    assertThat(recipients().contains(B, "example.org", "bob", false)).isFalse();
    assertThat(all(B, "example.org")).isEmpty();
    assertThat(recipients().remove(B, "example.org", List.of("bob"))).isZero();
    recipients().replace(B, "example.org", List.of());
    assertThat(all(A, "example.org")).containsExactly("bob");
  }

  @Test
  default void thousands_are_listed_each_once() {
    List<String> many = IntStream.range(0, 3456).mapToObj(i -> "user" + i).toList();
    assertThat(recipients().add(A, "example.org", many)).isEqualTo(3456);
    assertThat(all(A, "example.org")).containsExactlyInAnyOrderElementsOf(many);
  }
}
