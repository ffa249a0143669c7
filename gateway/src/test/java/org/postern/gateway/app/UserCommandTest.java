package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.store.Samples;
import org.postern.gateway.tenant.TenantId;

class UserCommandTest extends TypedCommands {

  @BeforeEach
  void addDomain() {
    program.tenants.put(Samples.domain(TenantId.DEFAULT, "example.org"));
  }

  @Test
  void keeps_shows_lists_and_forgets_what_a_user_chose() {
    assertThat(runHere("user", "set", "Bob@Example.org", "infomail=mark [news]")).isZero();
    assertThat(err()).contains("infomail-by=users");
    assertThat(runHere("user", "set", "bob@example.org")).isZero();
    assertThat(out()).isEqualTo("infomail=mark [news]\n");
    assertThat(runHere("user", "list")).isZero();
    assertThat(out()).isEqualTo("Bob@example.org infomail=mark [news]\n");
    assertThat(runHere("user", "set", "bob@example.org", "infomail=domain")).isZero();
    assertThat(runHere("user", "list")).isZero();
    assertThat(out()).isEmpty();
  }

  @Test
  void a_user_cannot_have_mail_refused_or_sent_elsewhere() {
    for (String wrong : new String[] {"reject", "discard", "redirect x@y.example", "no"}) {
      assertThat(runHere("user", "set", "bob@example.org", "infomail=" + wrong)).isEqualTo(2);
      assertThat(err()).contains("expected domain, deliver, hold or mark PREFIX");
    }
    assertThat(runHere("user", "set", "bob@example.org", "colour=blue")).isEqualTo(2);
    assertThat(err()).contains("there is infomail");
  }

  @Test
  void a_domain_that_is_not_served_has_no_users() {
    assertThat(runHere("user", "set", "bob@example.net", "infomail=hold")).isEqualTo(1);
    assertThat(err()).contains("no domain example.net");
  }
}
