package org.postern.mail.dmarc;

import java.util.List;
import org.postern.mail.dns.DnsRecord;

/// Whether somebody takes reports about the domain of another (RFC 9990 section 4).
public enum ReportConsent {
  GIVEN,
  REFUSED,
  /// The DNS gave no answer.
  UNKNOWN;

  /// One readable record is enough; p= is not needed in it.
  static ReportConsent of(List<DnsRecord> records) {
    boolean given =
        records.stream()
            .anyMatch(record ->
                record instanceof DnsRecord.Txt txt && RecordParser.isTagList(txt.text()));
    return given ? GIVEN : REFUSED;
  }
}
