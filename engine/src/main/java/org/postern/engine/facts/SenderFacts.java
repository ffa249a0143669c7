package org.postern.engine.facts;

import java.util.List;
import java.util.Optional;
import org.postern.engine.verdict.GateTest;
import org.postern.mail.auth.AuthResults;

/// What the gate learnt of the sender before the checks.
///
/// @param observations what the tests at the gate found; at most one for each test
/// @param auth what SPF, DKIM, ARC and DMARC say; empty where nobody asked
/// @param hostName the name of the client: one to which its address leads and that leads back to it
public record SenderFacts(
    List<Observation> observations, Optional<AuthResults> auth, Optional<String> hostName) {

  /// Nobody asked.
  public static final SenderFacts UNKNOWN = new SenderFacts(List.of(), Optional.empty());

  public SenderFacts {
    observations = List.copyOf(observations);
  }

  /// Of a client whose name is not known.
  public SenderFacts(List<Observation> observations, Optional<AuthResults> auth) {
    this(observations, auth, Optional.empty());
  }

  /// What one test found.
  ///
  /// @param strength 0 to 1, or down to -1 where the test can also speak for the sender
  /// @param evidence short pieces of text for administrators
  public record Observation(GateTest test, double strength, List<String> evidence) {
    public Observation {
      evidence = List.copyOf(evidence);
    }
  }
}
