package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.domain;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Policy;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;

/// What every [Tenants] does.
public interface TenantsContract {

  Tenants tenants();

  @Test
  default void a_domain_comes_back_as_it_was_put() {
    Domain domain =
        new Domain(
            A,
            "Example.ORG",
            List.of(new NextHop("mx1.example.org", 25, 20), new NextHop("2001:db8::1", 2525, 10)),
            everythingChanged());
    tenants().put(domain);
    assertThat(tenants().domain(A, "example.org")).contains(domain);
    assertThat(tenants().domain(A, "EXAMPLE.org")).contains(domain);
    assertThat(tenants().domains()).containsExactly(domain);
  }

  private static DomainSettings everythingChanged() {
    Policy policy =
        new Policy(
            4,
            8.5,
            Map.of(
                Category.CLEAN, new Disposition.Mark("[checked]"),
                Category.PHISHING, new Disposition.Redirect(abuse())),
            new Disposition.Hold(),
            Set.of());
    return DomainSettings.STANDARD
        .withMode(DomainSettings.Mode.PROXY)
        .withAnalysis(false)
        .withQueueLifetime(Duration.ofHours(3))
        .withQuarantineRetention(Duration.ofDays(9))
        .withInfomailRetention(Optional.of(Duration.ofDays(2)))
        .withRecipients(DomainSettings.Recipients.PASS_THROUGH)
        .withRecipientRules(
            new RecipientRules(
                RecipientRules.WhenDown.BUFFER,
                new ReversePath.Sender(abuse()),
                true,
                Optional.of('-')))
        .withRefuseOn(Set.of(GateTest.HELO, GateTest.RATE))
        .withPolicy(policy);
  }

  private static EmailAddress abuse() {
    return EmailAddress.parse("abuse@example.org").orElseThrow();
  }

  @Test
  default void there_are_no_domains_at_first() {
    assertThat(tenants().domains()).isEmpty();
    assertThat(tenants().domain(A, "example.org")).isEmpty();
    assertThat(tenants().remove(A, "example.org")).isFalse();
  }

  @Test
  default void putting_again_replaces() {
    tenants().put(domain(A, "example.org"));
    Domain other =
        new Domain(A, "example.org", List.of(new NextHop("other", 26, 0)), DomainSettings.STANDARD);
    tenants().put(other);
    assertThat(tenants().domains()).containsExactly(other);
  }

  @Test
  default void b_never_sees_domains_of_a() {
    tenants().put(domain(A, "example.org"));
    assertThat(tenants().domain(B, "example.org")).isEmpty();
    assertThat(tenants().remove(B, "example.org")).isFalse();
    assertThat(tenants().domain(A, "example.org")).isPresent();
  }

  @Test
  default void a_domain_of_another_tenant_is_taken() {
    tenants().put(domain(A, "example.org"));
    assertThatThrownBy(() -> tenants().put(domain(B, "EXAMPLE.ORG")))
        .isInstanceOf(Tenants.Taken.class)
        .hasMessageContaining("example.org");
    assertThat(tenants().domains()).containsExactly(domain(A, "example.org"));
  }

  @Test
  default void a_domain_moves_by_removing_and_adding() {
    tenants().put(domain(A, "example.org"));
    assertThat(tenants().remove(A, "Example.org")).isTrue();
    tenants().put(domain(B, "example.org"));
    assertThat(tenants().domain(A, "example.org")).isEmpty();
    assertThat(tenants().domain(B, "example.org")).isPresent();
  }

  @Test
  default void a_subdomain_is_a_domain_of_its_own() {
    tenants().put(domain(A, "example.org"));
    tenants().put(domain(B, "sub.example.org"));
    assertThat(tenants().domains()).hasSize(2);
    assertThat(tenants().domain(A, "sub.example.org")).isEmpty();
  }

  @Test
  default void the_version_changes_with_each_change_and_only_then() {
    long empty = tenants().version();
    assertThat(tenants().version()).isEqualTo(empty);
    tenants().put(domain(A, "example.org"));
    long added = tenants().version();
    assertThat(added).isNotEqualTo(empty);
    assertThat(tenants().remove(B, "example.org")).isFalse();
    assertThat(tenants().version()).isEqualTo(added);
    assertThat(tenants().remove(A, "example.org")).isTrue();
    assertThat(tenants().version()).isNotEqualTo(added).isNotEqualTo(empty);
  }

  @Test
  default void exactly_one_of_several_tenants_gets_a_domain() throws Exception {
    List<Callable<Boolean>> claims =
        IntStream.range(0, 8).mapToObj(i -> claim(new TenantId("t" + i))).toList();
    assertThat(Together.run(claims)).containsOnlyOnce(true);
    assertThat(tenants().domains()).hasSize(1);
  }

  private Callable<Boolean> claim(TenantId tenant) {
    return () -> {
      try {
        tenants().put(domain(tenant, "example.org"));
        return true;
      } catch (Tenants.Taken e) {
        return false;
      }
    };
  }
}
