package org.postern.gateway.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postern.engine.verdict.Category;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;

/// Rows and entries for tests of stores.
public final class Samples {
  public static final TenantId A = new TenantId("a");
  public static final TenantId B = new TenantId("b");
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");

  private Samples() {}

  public static LogRow row(TenantId tenant, Instant time, String ref, String from, String to) {
    return new LogRow(
        tenant,
        time,
        ref,
        "deliver",
        "192.0.2.7",
        "mail.example.net",
        from,
        to,
        "Grüße, 你好 \uD83D\uDE00",
        "<1@example.net>",
        4711,
        "TLSv1.3 TLS_AES_256_GCM_SHA384",
        "CLEAN",
        -1.25,
        "delivered",
        "250 2.0.0 ok");
  }

  public static Held held(TenantId tenant, String ref, String rcpt) {
    return held(tenant, ref, NOON, rcpt);
  }

  public static Held held(TenantId tenant, String ref, Instant time, String rcpt) {
    return new Held(
        tenant,
        ref,
        time,
        rcpt,
        "sender@example.net",
        "Grüße, 你好",
        "<1@example.net>",
        Category.CONFIRMED_SPAM,
        12.5,
        17,
        "{\"body\":\"8BITMIME\"}",
        time.plus(Duration.ofDays(30)));
  }

  public static Explanations.Stored explanation(TenantId tenant, String ref, String json) {
    return new Explanations.Stored(tenant, ref, NOON, json);
  }

  public static Domain domain(TenantId tenant, String name) {
    return new Domain(
        tenant,
        name,
        List.of(new NextHop("mx1.example.org", 25, 10), new NextHop("2001:db8::1", 2525, 20)),
        DomainSettings.STANDARD);
  }
}
