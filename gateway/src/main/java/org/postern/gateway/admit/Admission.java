package org.postern.gateway.admit;

import java.util.List;
import org.postern.engine.Case;
import org.postern.engine.verdict.Verdict;
import org.postern.mail.smtp.Client;

/// One idea of whom to let in, or all of them together ([Admissions]). Thread-safe.
public interface Admission {

  /// Lets everybody in.
  Admission OPEN = _ -> new Visit() {};

  /// A client connected; called before anything is said to it. Must not block: look-ups begin here
  /// and are waited for when their answer is needed.
  Visit open(Client client);

  /// What a message turned out to be, once for each message that was judged; refused ones included,
  /// but for those that admission itself refused. For what remembers senders. Must not block.
  ///
  /// @param verdicts one for each recipient, at least one
  default void judged(Case mail, List<Verdict> verdicts) {}
}
