package org.postern.engine.rules;

import java.util.List;

/// What came of reading rules files.
public sealed interface Reading {

  /// They are good.
  ///
  /// @param notes what was passed over
  /// @param idle rules that can never hit, each with its line and what was expected there; one for
  ///   all that miss the same
  record Loaded(RuleSet set, List<Remark> notes, List<Remark> idle) implements Reading {
    public Loaded {
      notes = List.copyOf(notes);
      idle = List.copyOf(idle);
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
