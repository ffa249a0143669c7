package org.postern.gateway.why;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.MemoryMailLog;
import org.postern.gateway.store.MemoryReviews;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;

/// Pages over a log in which mail was refused.
abstract class RefusedMail {

  static final String REF = "01M4-8K2J-7QXD-0TZF";
  static final String OTHER = "01M4-8K2J-7QXD-0TZG";
  static final Instant NOW = Instant.parse("2026-03-01T12:34:56Z");
  static final TenantId A = new TenantId("alpha");
  static final TenantId B = new TenantId("beta");
  static final String SPAM =
      "550 5.7.1 Message refused: it was recognised as unwanted (ref " + REF + ")";
  static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

  @TempDir Path data;
  final MemoryMailLog log = new MemoryMailLog();
  final MemoryReviews reviews = new MemoryReviews();
  FormKey key;
  WhyPages pages;

  @BeforeEach
  void open() throws IOException {
    key = FormKey.ofFile(data.resolve("why.key"), new SecureRandom());
    pages = pages(WhyLimits.STANDARD);
  }

  WhyPages pages(WhyLimits limits) {
    return new WhyPages(
        log,
        reviews,
        key,
        Optional.of("https://mx.example.org"),
        limits,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  static LogRow row(
      TenantId tenant, String stage, String disposition, String status, String symbol) {
    return row(tenant, stage, disposition, status, symbol, "mail.example.net");
  }

  static LogRow row(
      TenantId tenant,
      String stage,
      String disposition,
      String status,
      String symbol,
      String helo) {
    return new LogRow(
        tenant,
        NOW.minusSeconds(100),
        REF,
        stage,
        "192.0.2.7",
        helo,
        "sender@example.net",
        "secret.recipient@alpha.example",
        "secret subject",
        "<secret@example.net>",
        4711,
        "TLSv1.3",
        "CONFIRMED_SPAM",
        17.25,
        disposition,
        status,
        symbol);
  }

  void logged(LogRow... rows) {
    log.append(List.of(rows));
  }

  WebResponse get(String target) {
    return pages.answer(
        new WebRequest(CLIENT, "GET", target, Map.of("host", "mx"), WebRequest.Body.NONE));
  }

  WebResponse post(String target, Map<String, String> form, String... fields) {
    List<String> pairs = new ArrayList<>();
    form.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return post(target, String.join("&", pairs), fields);
  }

  WebResponse post(String target, String body, String... more) {
    Map<String, String> fields = new HashMap<>();
    fields.put("host", "mx.example.org");
    fields.put("content-type", "application/x-www-form-urlencoded");
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    return pages.answer(
        new WebRequest(
            CLIENT,
            "POST",
            target,
            fields,
            new WebRequest.Body(body.getBytes(StandardCharsets.UTF_8))));
  }
}
