package org.postern.mail.arc;

import java.util.Optional;
import org.postern.mail.dkim.DkimReason;

/// What is wrong with a chain: the instance at fault (0 where that is not known), and what its
/// signature or key did, where it is that.
public record ArcFault(ArcReason reason, int instance, Optional<DkimReason> detail) {

  ArcFault(ArcReason reason, int instance) {
    this(reason, instance, Optional.empty());
  }

  /// The fault in plain ASCII words, without quotes or brackets.
  public String text() {
    return (instance == 0 ? "" : "i=" + instance + " ")
        + reason.text()
        + detail.map(why -> ", " + why.text()).orElse("");
  }
}
