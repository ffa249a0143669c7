package org.postern.mail.dkim;

import java.time.Duration;

/// Bounds on what one message may cost. `signatures` are verified from the top, later ones are
/// neutral up to twice that number and then not looked at; sizes are in octets, `rsaBits` the
/// largest key, `skew` how far the clock of a signer may be ahead.
public record DkimLimits(
    int signatures,
    int headerBytes,
    int signatureBytes,
    int signedFields,
    int keyRecordBytes,
    int rsaBits,
    Duration skew) {

  /// 8 signatures, 1 MiB of header, 16 KiB a signature, 500 names, 8 KiB a key record, a day ahead.
  public static final DkimLimits STANDARD =
      new DkimLimits(8, 1 << 20, 16 << 10, 500, 8 << 10, 8192, Duration.ofDays(1));

  public DkimLimits {
    if (signatures < 1
        || headerBytes < 1
        || signatureBytes < 1
        || signedFields < 1
        || keyRecordBytes < 1
        || rsaBits < 1024
        || skew.isNegative()) {
      throw new IllegalArgumentException("a limit below its least value");
    }
  }
}
