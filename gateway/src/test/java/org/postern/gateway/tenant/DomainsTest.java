package org.postern.gateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DomainsTest {
  private final AtomicLong version = new AtomicLong(7);
  private volatile List<Domain> stored = List.of();
  private volatile boolean broken;
  private final Domains domains =
      new Domains(
          version::get,
          () -> {
            if (broken) {
              throw new IllegalStateException("not readable");
            }
            return stored;
          });

  @Test
  void a_domain_is_found_by_its_exact_name_in_any_case() {
    change(domain("example.org"));
    assertThat(domains.refreshIfChanged()).isTrue();
    assertThat(domains.snapshot().find("example.org")).contains(domain("example.org"));
    assertThat(domains.snapshot().find("Example.ORG")).contains(domain("example.org"));
    assertThat(domains.snapshot().find("sub.example.org")).isEmpty();
    assertThat(domains.snapshot().find("org")).isEmpty();
    assertThat(domains.snapshot().find("")).isEmpty();
    assertThat(domains.snapshot().size()).isEqualTo(1);
  }

  @Test
  void domains_of_a_tenant_stand_beside_each_other() {
    change(domain("example.org"), domain("example.net"));
    domains.refreshIfChanged();
    DomainSnapshot snapshot = domains.snapshot();
    assertThat(snapshot.beside("Example.org")).containsOnly("example.org", "example.net");
    assertThat(snapshot.beside("Elsewhere.example")).containsOnly("elsewhere.example");
  }

  @Test
  void the_domains_of_a_hoster_stand_alone() {
    List<Domain> many = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      many.add(domain("d" + i + ".example"));
    }
    assertThat(new DomainSnapshot(many).beside("d7.example")).containsOnly("d7.example");
  }

  @Test
  void domains_are_read_only_when_the_version_is_another() {
    change(domain("example.org"));
    assertThat(domains.refreshIfChanged()).isTrue();
    stored = List.of();
    assertThat(domains.refreshIfChanged()).isFalse();
    assertThat(domains.snapshot().find("example.org")).isPresent();
  }

  @Test
  void a_snapshot_in_use_does_not_change() {
    change(domain("example.org"));
    domains.refreshIfChanged();
    DomainSnapshot before = domains.snapshot();
    change();
    assertThat(domains.refreshIfChanged()).isTrue();
    assertThat(before.find("example.org")).isPresent();
    assertThat(domains.snapshot().find("example.org")).isEmpty();
  }

  @Test
  void the_old_snapshot_stays_when_reading_fails_and_the_change_is_seen_later() {
    change(domain("example.org"));
    domains.refreshIfChanged();
    broken = true;
    change(domain("example.org"), domain("example.com"));
    assertThatThrownBy(domains::refreshIfChanged).isInstanceOf(IllegalStateException.class);
    assertThat(domains.snapshot().find("example.org")).isPresent();
    broken = false;
    assertThat(domains.refreshIfChanged()).isTrue();
    assertThat(domains.snapshot().size()).isEqualTo(2);
  }

  @Test
  void watching_sees_changes_by_itself_and_outlives_failures() {
    try (ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor()) {
      broken = true;
      change(domain("example.org"));
      ScheduledFuture<?> watch = domains.watch(scheduler, Duration.ofMillis(10));
      await().pollDelay(Duration.ofMillis(60)).until(() -> domains.snapshot().size() == 0);
      broken = false;
      await().until(() -> domains.snapshot().size() == 1);
      assertThat(watch.cancel(false)).isTrue();
    }
  }

  private void change(Domain... now) {
    stored = List.of(now);
    version.incrementAndGet();
  }

  private static Domain domain(String name) {
    return new Domain(
        TenantId.DEFAULT,
        name,
        List.of(new NextHop("mx.example.org", 25, 0)),
        DomainSettings.STANDARD);
  }
}
