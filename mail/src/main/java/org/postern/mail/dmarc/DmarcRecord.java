package org.postern.mail.dmarc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A policy record (RFC 9989 section 4.7).
///
/// `tags` holds every tag as written, its name in lower case, unknown and historic ones too (pct,
/// rf, ri): for people to look at, nothing is decided by them. `policy` is p=, or what a record
/// without a valid one is taken for; `subdomains` and `nonexistent` are sp= and np= where given.
/// `failureOptions` (fo=) count only where `failure` (ruf=) is not empty. `faults` says what was
/// passed over as broken.
public record DmarcRecord(
    String text,
    Map<String, String> tags,
    Policy policy,
    Optional<Policy> subdomains,
    Optional<Policy> nonexistent,
    boolean testing,
    Psd psd,
    AlignmentMode dkim,
    AlignmentMode spf,
    List<ReportUri> aggregate,
    List<ReportUri> failure,
    Set<FailureOption> failureOptions,
    List<String> faults) {

  /// What a TXT record is.
  public sealed interface Parsed {

    /// A policy to go by.
    record Ok(DmarcRecord record) implements Parsed {}

    /// A policy record, but without a policy to go by: no valid p=, or a broken sp= or np=, and
    /// nobody to report to (section 4.10.1). It still counts in the tree walk, as what `record`
    /// says of itself; its policies are none.
    record Unusable(DmarcRecord record, String reason) implements Parsed {}

    /// No policy record at all.
    record Foreign() implements Parsed {}
  }

  public DmarcRecord {
    tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    aggregate = List.copyOf(aggregate);
    failure = List.copyOf(failure);
    failureOptions = Set.copyOf(failureOptions);
    faults = List.copyOf(faults);
  }

  /// Reads the text of one TXT record, its strings joined.
  public static Parsed parse(String text) {
    return RecordParser.parse(text);
  }

  /// The value of a tag as written.
  public Optional<String> tag(String name) {
    return Optional.ofNullable(tags.get(name));
  }
}
