package org.postern.mail.arc;

import org.postern.mail.dkim.DkimLimits;

/// Bounds on what one chain may cost: `lookups` different keys, `chainBytes` octets in all of its
/// fields, and for each signature those of DKIM.
public record ArcLimits(int lookups, int chainBytes, DkimLimits signatures) {

  /// 55 keys, which a chain of 50 can do with, and 256 KiB.
  public static final ArcLimits STANDARD = new ArcLimits(55, 256 << 10, DkimLimits.STANDARD);

  public ArcLimits {
    if (lookups < 1 || chainBytes < 1) {
      throw new IllegalArgumentException("a limit below its least value");
    }
  }
}
