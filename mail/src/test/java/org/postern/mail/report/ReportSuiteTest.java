package org.postern.mail.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.mail.mime.Json;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.mime.Suites;

/// The reports of mail-auth: each is read and compared, value by value, with what that library
/// reads.
class ReportSuiteTest {

  private final List<String> misses = new ArrayList<>();
  private int values;
  private int files;

  private static List<Path> expectations(String folder) {
    return Suites.files(Suites.folder("reports/mail-auth/resources/" + folder), ".json");
  }

  private static Map<String, Object> expected(Path json) {
    return Json.object(Json.parse(new String(Suites.read(json), StandardCharsets.UTF_8)));
  }

  private static Path beside(Path json, String suffix) {
    return json.resolveSibling(json.getFileName().toString().replace(".json", suffix));
  }

  private static Report inMail(Path eml) {
    var message = new MimeParser(MimeLimits.DEFAULT).parse(Suites.read(eml));
    List<Reading<? extends Report>> found = new Reports(ReportLimits.STANDARD).in(message);
    assertThat(found).as(eml.toString()).hasSize(1);
    assertThat(found.getFirst()).as(eml.toString()).isInstanceOf(Reading.Ok.class);
    return ((Reading.Ok<? extends Report>) found.getFirst()).report();
  }

  private static <T> T ok(Reading<T> reading) {
    assertThat(reading).isInstanceOf(Reading.Ok.class);
    return ((Reading.Ok<T>) reading).report();
  }

  /// Every value expected must be ours; `null` and an empty text are nothing.
  private void compare(String path, Object expected, Object ours) {
    if (expected instanceof Map<?, ?> map) {
      Map<String, Object> mine = ours instanceof Map<?, ?> m ? Json.object(m) : Map.of();
      Json.object(map)
          .forEach((k, v) -> compare(path + "." + k, v, mine.getOrDefault(k, "not read")));
      return;
    }
    if (expected instanceof List<?> list && ours instanceof List<?> mine) {
      values++;
      if (list.size() != mine.size()) {
        misses.add(path + " has " + list.size() + ", ours " + mine.size());
        return;
      }
      for (int i = 0; i < list.size(); i++) {
        compare(path + "[" + i + "]", list.get(i), mine.get(i));
      }
      return;
    }
    values++;
    String wanted = expected.equals("null") ? "" : expected.toString();
    if (!wanted.equals(String.valueOf(ours))) {
      misses.add(path + ": " + wanted + ", ours " + ours);
    }
  }

  private void report(String what) {
    System.out.println(
        what + ": " + files + " reports, " + (values - misses.size()) + " of " + values);
    misses.forEach(miss -> System.out.println("  differs: " + miss));
  }

  // ----------------------------------------------------------------------- aggregate reports

  @Test
  void aggregate_reports() {
    for (Path json : expectations("dmarc-feedback")) {
      boolean plain = json.getFileName().toString().startsWith("0");
      AggregateReport ours =
          plain
              ? ok(AggregateReport.read(Suites.read(beside(json, ".xml")), ReportLimits.STANDARD))
              : (AggregateReport) inMail(beside(json, ".eml"));
      compare(json.getFileName().toString(), expected(json), shown(ours));
      assertThat(ok(AggregateReport.read(ours.write(), ReportLimits.STANDARD)))
          .isEqualTo(withoutExtensions(ours));
      files++;
    }
    report("aggregate reports");
    assertThat(files).isGreaterThanOrEqualTo(10);
    // The library knows the reason of RFC 7489 no more; it is read as what it is.
    assertThat(misses)
        .isSubsetOf(
            "005.json.record[0].row.policy_evaluated.reason[0].type_: Other, ours SampledOut");
  }

  private static AggregateReport withoutExtensions(AggregateReport report) {
    List<AggregateReport.Row> rows = new ArrayList<>();
    for (AggregateReport.Row row : report.rows()) {
      rows.add(
          new AggregateReport.Row(
              row.source(),
              row.count(),
              row.evaluated(),
              row.identifiers(),
              row.dkim(),
              row.spf(),
              List.of()));
    }
    return new AggregateReport(
        report.version(), report.metadata(), report.published(), rows, List.of());
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      Object value = pairs[i + 1];
      map.put(
          pairs[i].toString(), value instanceof Optional<?> o && o.isEmpty() ? "" : plain(value));
    }
    return map;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Optional<?> optional -> plain(optional.get());
      case Enum<?> word -> camel(word);
      case Instant instant -> instant.getEpochSecond();
      case java.net.InetAddress address -> shortened(address.getHostAddress());
      default -> value;
    };
  }

  /// Zeros left out as Rust does it.
  private static String shortened(String address) {
    return address.replaceFirst("(:0)+:", "::").replace(":::", "::");
  }

  private static Object word(Optional<? extends Enum<?>> word) {
    return word.isPresent() ? camel(word.get()) : "Unspecified";
  }

  private static String camel(Enum<?> value) {
    StringBuilder camel = new StringBuilder();
    for (String piece : value.name().split("_", -1)) {
      camel.append(piece.charAt(0)).append(piece.substring(1).toLowerCase(Locale.ROOT));
    }
    return camel.toString();
  }

  private static Map<String, Object> shown(AggregateReport report) {
    AggregateReport.Metadata metadata = report.metadata();
    AggregateReport.Published published = report.published();
    return map(
        "version", String.valueOf(Double.parseDouble(report.version().orElse("0"))),
        "report_metadata",
            map(
                "org_name", metadata.organization(),
                "email", metadata.email(),
                "extra_contact_info", metadata.contact(),
                "report_id", metadata.id(),
                "date_range", map("begin", metadata.begin(), "end", metadata.end()),
                "error", metadata.errors(),
                "generator", metadata.generator()),
        "policy_published",
            map(
                "domain", published.domain(),
                "version_published", "",
                "adkim", word(published.dkim()),
                "aspf", word(published.spf()),
                "p", word(published.policy()),
                "sp", word(published.subdomains()),
                "np", word(published.nonexistent()),
                "testing", published.testing(),
                "discovery_method", word(published.discovery()),
                "fo", published.failureOptions()),
        "record", report.rows().stream().map(ReportSuiteTest::shown).toList(),
        "extensions", report.extensions().stream().map(ReportSuiteTest::shown).toList());
  }

  private static Map<String, Object> shown(AggregateReport.Extension extension) {
    return map("name", extension.name(), "definition", extension.definition());
  }

  private static Map<String, Object> shown(AggregateReport.Row row) {
    AggregateReport.Evaluated evaluated = row.evaluated();
    return map(
        "row",
            map(
                "source_ip", row.source(),
                "count", row.count(),
                "policy_evaluated",
                    map(
                        "disposition", word(evaluated.disposition()),
                        "dkim", word(evaluated.dkim()),
                        "spf", word(evaluated.spf()),
                        "reason",
                            evaluated.reasons().stream()
                                .map(each -> map("type_", each.type(), "comment", each.comment()))
                                .toList())),
        "identifiers",
            map(
                "envelope_to", row.identifiers().envelopeTo(),
                "envelope_from", row.identifiers().envelopeFrom(),
                "header_from", row.identifiers().headerFrom()),
        "auth_results",
            map(
                "dkim",
                    row.dkim().stream()
                        .map(each ->
                            map(
                                "domain", each.domain(),
                                "selector", each.selector(),
                                "result", word(each.result()),
                                "human_result", each.human()))
                        .toList(),
                "spf",
                    row.spf().stream()
                        .map(each ->
                            map(
                                "domain", each.domain(),
                                "scope",
                                    each.scope()
                                        .map(s ->
                                            s == AggregateReport.Scope.HELO ? "Helo" : "MailFrom")
                                        .orElse("Unspecified"),
                                "result", word(each.result()),
                                "human_result", each.human()))
                        .toList()),
        "extensions", row.extensions().stream().map(ReportSuiteTest::shown).toList());
  }

  // ----------------------------------------------------------------------------- TLS reports

  @Test
  void tls_reports() {
    for (Path json : expectations("tlsrpt")) {
      Path eml = beside(json, ".eml");
      byte[] text = Suites.read(json);
      TlsReport ours =
          eml.toFile().exists()
              ? (TlsReport) inMail(eml)
              : ok(TlsReport.read(text, ReportLimits.STANDARD));
      compare(json.getFileName().toString(), expected(json), shown(ours));
      files++;
    }
    report("TLS reports");
    assertThat(files).isEqualTo(3);
    assertThat(misses).isEmpty();
  }

  private static Map<String, Object> shown(TlsReport report) {
    return map(
        "organization-name", report.organization(),
        "date-range",
            map(
                "start-datetime",
                report.begin().toString(),
                "end-datetime",
                report.end().toString()),
        "contact-info", report.contact(),
        "report-id", report.id(),
        "policies", report.policies().stream().map(ReportSuiteTest::shown).toList());
  }

  private static Map<String, Object> shown(TlsReport.PolicyResult policy) {
    return map(
        "policy",
            map(
                "policy-type", policy.type(),
                "policy-string", policy.policy(),
                "policy-domain", policy.domain(),
                "mx-host", policy.hosts()),
        "summary",
            map(
                "total-successful-session-count", policy.successful(),
                "total-failure-session-count", policy.failed()),
        "failure-details", policy.failures().stream().map(ReportSuiteTest::shown).toList());
  }

  private static Map<String, Object> shown(TlsReport.Failure failure) {
    return map(
        "result-type", failure.type(),
        "sending-mta-ip", failure.sender(),
        "receiving-mx-hostname", failure.receivingHost(),
        "receiving-ip", failure.receiver(),
        "failed-session-count", failure.sessions(),
        "additional-information", failure.information(),
        "failure-reason-code", failure.reason());
  }

  // ------------------------------------------------------------------------ feedback reports

  @Test
  void feedback_reports() {
    for (Path json : expectations("arf")) {
      FeedbackReport ours = (FeedbackReport) inMail(beside(json, ".eml"));
      Map<String, Object> expected = new LinkedHashMap<>(expected(json));
      expected.remove("message"); // Taken out of the expectation by the suite itself.
      compare(json.getFileName().toString(), unfolded(expected), shown(ours));
      files++;
    }
    report("feedback reports");
    assertThat(files).isEqualTo(5);
    assertThat(misses).isEmpty();
  }

  /// Folds are taken out of what we read of fields.
  private static Object unfolded(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> all = new LinkedHashMap<>();
        Json.object(map).forEach((k, v) -> all.put(k, k.equals("headers") ? v : unfolded(v)));
        yield all;
      }
      case List<?> list -> list.stream().map(ReportSuiteTest::unfolded).toList();
      default -> value.toString().replace("\n", "");
    };
  }

  private static Map<String, Object> shown(FeedbackReport report) {
    FeedbackReport.Failure failure = report.failure();
    return map(
        "feedback_type", report.type(),
        "arrival_date", report.arrival(),
        "authentication_results", report.authenticationResults(),
        "incidents", report.incidents(),
        "original_envelope_id", report.envelopeId(),
        "original_mail_from", report.mailFrom(),
        "original_rcpt_to", report.recipients().stream().findFirst(),
        "reported_domain", report.domains(),
        "reported_uri", report.uris(),
        "reporting_mta", report.reportingMta(),
        "source_ip", report.source(),
        "user_agent", report.userAgent(),
        "version", "1",
        "source_port", report.sourcePort(),
        "auth_failure",
            failure.kind() == FeedbackReport.AuthFailure.BODYHASH ? "BodyHash" : failure.kind(),
        "delivery_result", failure.delivery(),
        "dkim_adsp_dns", failure.dkimAdspRecord(),
        "dkim_canonicalized_body", failure.dkimCanonicalBody(),
        "dkim_canonicalized_header", failure.dkimCanonicalHeader(),
        "dkim_domain", failure.dkimDomain(),
        "dkim_identity", failure.dkimIdentity(),
        "dkim_selector", failure.dkimSelector(),
        "dkim_selector_dns", failure.dkimKeyRecord(),
        "spf_dns", failure.spfRecord(),
        "identity_alignment", failure.alignment(),
        "headers", report.headers());
  }
}
