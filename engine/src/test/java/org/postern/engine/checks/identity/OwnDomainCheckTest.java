package org.postern.engine.checks.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Messages;

class OwnDomainCheckTest {

  private static final OwnDomainCheck CHECK =
      new OwnDomainCheck(domain -> Set.of(domain, "greenhouse.example"));

  private static List<String> found(String mailFrom, String from) {
    String message = "From: " + from + "\r\nSubject: Salaries\r\n\r\nPlease look.\r\n";
    Case mail = Messages.mail(mailFrom, message.getBytes(StandardCharsets.UTF_8));
    return CHECK.inspect(mail).stream().map(finding -> finding.symbol().name()).toList();
  }

  @Test
  void the_other_domains_of_the_organisation_are_own_too() {
    assertThat(found("x@elsewhere.example", "Ann <ann@greenhouse.example>"))
        .containsExactly("OWN_DOMAIN_FORGED");
    assertThat(found("ann@greenhouse.example", "Ann <ann@greenhouse.example>")).isEmpty();
  }

  @Test
  void a_domain_like_another_of_the_organisation_is_found() {
    assertThat(found("x@greenhuose.example", "Ann <ann@greenhuose.example>"))
        .containsExactly("OWN_DOMAIN_LOOKALIKE");
  }

  @Test
  void an_envelope_of_a_look_alike_is_found() {
    assertThat(found("x@greenhouse-login.example", "Ann <ann@elsewhere.example>"))
        .containsExactly("OWN_DOMAIN_LOOKALIKE");
  }

  @Test
  void nothing_is_found_where_nobody_is_named() {
    assertThat(found("x@elsewhere.example", "")).isEmpty();
  }
}
