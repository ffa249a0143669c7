package org.postern.engine.rules;

import java.util.List;

/// Functions that rules call with `eval:` and that need more than the message: what the sender
/// proved, what other parts of the engine know.
@FunctionalInterface
public interface Facts {

  /// Knows nothing.
  Facts NONE = (_, _) -> false;

  /// Whether it is so.
  ///
  /// @param function one of those the set was read with
  boolean test(String function, List<String> arguments);
}
