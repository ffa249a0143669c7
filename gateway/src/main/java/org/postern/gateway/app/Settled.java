package org.postern.gateway.app;

import java.util.List;

/// Arguments of the form KEY=VALUE.
final class Settled {

  private Settled() {}

  /// Settings with one value changed.
  interface Changing<S> {
    /// @throws IllegalArgumentException that says what was expected
    S with(S settings, String key, String value);
  }

  /// The settings with all changes.
  ///
  /// @param example of what is expected
  static <S> S with(S settings, List<String> changes, String example, Changing<S> changing) {
    S changed = settings;
    for (String change : changes) {
      int equals = change.indexOf('=');
      if (equals < 1) {
        throw new WrongUse("'" + Shown.text(change) + "' is not KEY=VALUE, for example " + example);
      }
      try {
        changed = changing.with(changed, change.substring(0, equals), change.substring(equals + 1));
      } catch (IllegalArgumentException e) {
        throw new WrongUse(String.valueOf(e.getMessage()), e);
      }
    }
    return changed;
  }
}
