package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;

/// `postern domain`.
class DomainCommandTest extends TypedCommands {

  @Test
  void adds_changes_lists_and_removes_domains() {
    assertThat(
            runHere(
                "domain",
                "add",
                "Example.ORG",
                "--route",
                "mx1.example.org:25",
                "--route",
                "[2001:db8::1]:2525",
                "--priority",
                "20"))
        .isZero();
    assertThat(out())
        .isEqualTo(
            "added example.org (tenant default): queue to mx1.example.org:25 (10),"
                + " [2001:db8::1]:2525 (20)\n");
    assertThat(program.tenants.domains())
        .containsExactly(
            new Domain(
                TenantId.DEFAULT,
                "example.org",
                List.of(
                    new NextHop("mx1.example.org", 25, 10), new NextHop("2001:db8::1", 2525, 20)),
                DomainSettings.STANDARD));

    assertThat(
            runHere(
                "domain",
                "add",
                "example.org",
                "--route",
                "h:26",
                "--mode",
                "proxy",
                "--no-analysis",
                "--lifetime",
                "2d",
                "--retention",
                "90d"))
        .isZero();
    assertThat(out())
        .isEqualTo("changed example.org (tenant default): proxy to h:26, without analysis\n");

    assertThat(runHere("domain", "list")).isZero();
    assertThat(out())
        .startsWith(
            "{\"domain\":\"example.org\",\"tenant\":\"default\",\"route\":[{\"host\":\"h\","
                + "\"port\":26,\"priority\":10}],\"mode\":\"proxy\",\"analysis\":false,"
                + "\"lifetime\":\"2d\",\"retention\":\"90d\",\"settings\":{\"mode\":\"proxy\",\"analysis\":\"false\",");
    screen = true;
    assertThat(runHere("domain", "list")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            DOMAIN       TENANT   MODE               ROUTE
            example.org  default  proxy, unexamined  h:26
            """);

    assertThat(runHere("domain", "remove", "example.org")).isZero();
    assertThat(runHere("domain", "remove", "example.org")).isEqualTo(1);
    assertThat(err()).contains("tenant default has no domain example.org");
  }

  @Test
  void changes_settings_of_a_domain_and_shows_them() {
    assertThat(runHere("domain", "add", "x.example", "--route", "h:25", "--set", "confirm-at=8"))
        .isZero();
    assertThat(
            runHere("domain", "set", "x.example", "recipients=pass-through", "on-clean=mark [ok]"))
        .isZero();
    assertThat(out()).endsWith("changed x.example\n");
    assertThat(runHere("domain", "set", "x.example")).isZero();
    assertThat(out())
        .contains("\nrecipients=pass-through\n", "\non-clean=mark [ok]\n", "\nconfirm-at=8\n")
        .contains("\nsuspect-at=5\n", "mode=queue\n");
  }

  @Test
  void a_wrong_setting_of_a_domain_says_what_was_expected() {
    assertThat(runHere("domain", "add", "x.example", "--route", "h:25")).isZero();
    assertThat(runHere("domain", "set", "x.example", "recipients=perhaps")).isEqualTo(2);
    assertThat(err()).contains("expected pass-through or list or off");
    assertThat(runHere("domain", "set", "x.example", "recipient=off")).isEqualTo(2);
    assertThat(err()).contains("there is no setting 'recipient'", "delimiter, refuse-on");
    assertThat(runHere("domain", "set", "y.example", "recipients=off")).isEqualTo(1);
    assertThat(err()).contains("has no domain y.example");
  }

  @Test
  void a_domain_of_another_tenant_stays_there() {
    assertThat(runHere("domain", "add", "x.example", "--route", "h:25", "--tenant", "a")).isZero();
    assertThat(runHere("domain", "add", "x.example", "--route", "h:25", "--tenant", "b"))
        .isEqualTo(1);
    assertThat(err()).isEqualTo("postern: the domain x.example belongs to another tenant\n");
    assertThat(runHere("domain", "list", "--tenant", "b")).isZero();
    assertThat(out()).isEmpty();
  }
}
