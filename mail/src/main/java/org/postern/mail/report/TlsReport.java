package org.postern.mail.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An SMTP TLS report (RFC 8460 section 4). Words are as written, unknown ones too.
public record TlsReport(
    String organization,
    Instant begin,
    Instant end,
    String contact,
    String id,
    List<PolicyResult> policies)
    implements Report {

  public TlsReport {
    policies = List.copyOf(policies);
  }

  /// What came of one policy. `type` is `sts`, `tlsa` or `no-policy-found`.
  public record PolicyResult(
      String type,
      List<String> policy,
      Optional<String> domain,
      List<String> hosts,
      long successful,
      long failed,
      List<Failure> failures) {
    public PolicyResult {
      policy = List.copyOf(policy);
      hosts = List.copyOf(hosts);
      failures = List.copyOf(failures);
    }
  }

  /// Sessions that failed alike; addresses as written.
  public record Failure(
      String type,
      Optional<String> sender,
      Optional<String> receivingHost,
      Optional<String> receivingHelo,
      Optional<String> receiver,
      long sessions,
      Optional<String> information,
      Optional<String> reason) {}

  /// Reads the JSON of a report.
  public static Reading<TlsReport> read(byte[] json, ReportLimits limits) {
    return new TlsReader(limits).read(json);
  }
}
