package org.postern.gateway.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressKeyTest {

  @Test
  void the_domain_comes_first_and_case_does_not_count() {
    assertThat(AddressKey.of("Bob@Example.ORG")).isEqualTo("example.org@bob");
    assertThat(AddressKey.of("Bob")).isEqualTo("bob");
    assertThat(AddressKey.of("")).isEmpty();
  }

  @Test
  void letters_and_their_marks_are_one_however_they_are_written() {
    assertThat(AddressKey.of("J\u00dcrgen@b\u00fccher.example"))
        .isEqualTo(AddressKey.of("ju\u0308rgen@bu\u0308cher.example"));
  }

  @Test
  void all_of_a_domain_lie_between_two_keys() {
    assertThat(AddressKey.ofDomain("@Example.org")).containsExactly("example.org@", "example.orgA");
    assertThat(AddressKey.isDomain("@example.org")).isTrue();
    assertThat(AddressKey.isDomain("bob@example.org")).isFalse();
  }
}
