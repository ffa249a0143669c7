package org.postern.mail.report;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.mail.dmarc.AlignmentMode;
import org.postern.mail.dmarc.Policy;

/// A DMARC aggregate report (RFC 9990 section 3, RFC 7489 appendix C). What a reporter left out or
/// wrote in unknown words is empty; texts are as written, of any content.
public record AggregateReport(
    Optional<String> version,
    Metadata metadata,
    Published published,
    List<Row> rows,
    List<Extension> extensions)
    implements Report {

  public AggregateReport {
    rows = List.copyOf(rows);
    extensions = List.copyOf(extensions);
  }

  /// Who reports, and about which time.
  public record Metadata(
      String organization,
      String email,
      Optional<String> contact,
      String id,
      Instant begin,
      Instant end,
      List<String> errors,
      Optional<String> generator) {
    public Metadata {
      errors = List.copyOf(errors);
    }
  }

  /// The policy that the reporter found. `failureOptions` is fo as written.
  public record Published(
      String domain,
      Optional<AlignmentMode> dkim,
      Optional<AlignmentMode> spf,
      Optional<Policy> policy,
      Optional<Policy> subdomains,
      Optional<Policy> nonexistent,
      boolean testing,
      Optional<Discovery> discovery,
      Optional<String> failureOptions) {}

  /// How the policy was found.
  public enum Discovery {
    PSL,
    TREEWALK
  }

  /// Messages of one source that were treated alike.
  public record Row(
      Optional<InetAddress> source,
      long count,
      Evaluated evaluated,
      Identifiers identifiers,
      List<Signature> dkim,
      List<Sender> spf,
      List<Extension> extensions) {
    public Row {
      dkim = List.copyOf(dkim);
      spf = List.copyOf(spf);
      extensions = List.copyOf(extensions);
    }
  }

  /// What DMARC made of them.
  public record Evaluated(
      Optional<Disposition> disposition,
      Optional<Result> dkim,
      Optional<Result> spf,
      List<Reason> reasons) {
    public Evaluated {
      reasons = List.copyOf(reasons);
    }
  }

  public enum Disposition {
    NONE,
    /// DMARC passed (RFC 9990).
    PASS,
    QUARANTINE,
    REJECT
  }

  /// A result of SPF, DKIM or the alignment of them, in the words of RFC 8601.
  public enum Result {
    NONE,
    PASS,
    FAIL,
    POLICY,
    NEUTRAL,
    SOFTFAIL,
    TEMPERROR,
    PERMERROR
  }

  /// Why another policy was applied than the published one.
  public record Reason(ReasonType type, Optional<String> comment) {}

  /// Forwarded and sampled_out are of RFC 7489.
  public enum ReasonType {
    LOCAL_POLICY,
    MAILING_LIST,
    OTHER,
    POLICY_TEST_MODE,
    TRUSTED_FORWARDER,
    FORWARDED,
    SAMPLED_OUT
  }

  public record Identifiers(
      Optional<String> envelopeTo, Optional<String> envelopeFrom, String headerFrom) {}

  /// One DKIM signature.
  public record Signature(
      String domain, Optional<String> selector, Optional<Result> result, Optional<String> human) {}

  /// One check of SPF.
  public record Sender(
      String domain, Optional<Scope> scope, Optional<Result> result, Optional<String> human) {}

  public enum Scope {
    HELO,
    MFROM
  }

  /// Something beyond the standard, named; its content is not read.
  public record Extension(String name, String definition) {}

  /// Reads the XML of a report.
  public static Reading<AggregateReport> read(byte[] xml, ReportLimits limits) {
    return new AggregateReader(limits).read(xml);
  }

  /// The XML of a report as RFC 9990 has it, in UTF-8.
  public byte[] write() {
    return AggregateWriter.write(this);
  }

  /// The word of an enum in a report.
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
