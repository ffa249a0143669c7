package org.postern.engine.rules;

import java.util.List;

/// What came of reading rules files.
public sealed interface Reading {

  /// They are good.
  ///
  /// @param notes what was passed over, and which rules can never hit
  record Loaded(RuleSet set, List<Remark> notes) implements Reading {
    public Loaded {
      notes = List.copyOf(notes);
    }
  }

  /// They are not, as a whole: whoever has a set keeps it.
  ///
  /// @param errors each with the line and what was expected there
  record Refused(List<Remark> errors) implements Reading {
    public Refused {
      errors = List.copyOf(errors);
    }
  }
}
