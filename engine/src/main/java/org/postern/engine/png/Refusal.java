package org.postern.engine.png;

import java.io.Serial;

/// Why a picture is not decoded; caught where decoding began.
final class Refusal extends Exception {

  @Serial private static final long serialVersionUID = 1;

  Refusal(String why) {
    super(why, null, false, false);
  }

  /// What [#getMessage] says, which is there always.
  String why() {
    return String.valueOf(getMessage());
  }
}
