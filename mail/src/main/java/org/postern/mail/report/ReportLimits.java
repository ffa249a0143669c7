package org.postern.mail.report;

/// Budgets of the readers; what exceeds one is broken.
///
/// @param octets of one report, unpacked
/// @param records rows, policies or failures of one report
/// @param text characters of one value
/// @param attachments how many parts of a message are looked into
public record ReportLimits(int octets, int records, int text, int attachments) {
  public static final ReportLimits STANDARD = new ReportLimits(32 << 20, 100_000, 8_192, 10);
}
