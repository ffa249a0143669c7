package org.postern.gateway.control;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.postern.engine.learn.BayesStatus;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.learning.Taught;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.recipients.Checked;
import org.postern.gateway.relay.QueueEntry;

/// What can be asked of a gateway about the messages that it has in its hands. Thread-safe.
///
/// A running gateway answers through the [ControlServer]; when none runs, a command opens the data
/// itself.
public interface Operations {

  /// Messages in the spool.
  int queued() throws IOException;

  /// Everything that waits in the queue, oldest first: one entry for each recipient.
  List<QueueEntry> queue() throws IOException;

  /// Makes what waits due now; tells how many recipients. Without a reference, everything.
  int retry(Optional<String> ref) throws IOException;

  /// Throws a message away without telling the sender; tells how many recipients it had left.
  int delete(String ref) throws IOException;

  /// Delivers held messages: the entries of this reference, or the one of that recipient; tells
  /// which recipients.
  List<String> release(Optional<String> tenant, String ref, Optional<String> rcpt)
      throws IOException;

  /// Forgets what next hops said about recipients: of an address, of a domain, or all; tells how
  /// many answers.
  int flushRecipients(Optional<String> what) throws IOException;

  /// Asks the next hop for a recipient now.
  ///
  /// @throws IOException when there is no such domain
  Checked checkRecipient(String address) throws IOException;

  /// Teaches the Bayesian filters what somebody says about a message; tells what became of it, for
  /// each filter.
  ///
  /// @throws IOException when there is no such domain, or it could not be written down
  List<Taught> teach(Teaching teaching) throws IOException;

  /// Says that a message which was refused or held of late is wanted: copies of it are not refused
  /// as a wave any more. Whether it is remembered here.
  boolean wanted(String ref) throws IOException;

  /// How the Bayesian filters stand: that of everybody, those of domains, those of users.
  List<BayesStatus> filters(int most) throws IOException;

  /// A gateway and where it listens.
  ///
  /// @param queued messages in the spool
  /// @param troubles what an administrator should look at, at most [#MOST_TROUBLES]
  record Status(
      long pid,
      String version,
      Instant started,
      List<String> smtp,
      String http,
      int queued,
      List<Trouble> troubles) {

    /// No more are told at once.
    public static final int MOST_TROUBLES = 50;

    public Status {
      smtp = List.copyOf(smtp);
      troubles = troubles.stream().limit(MOST_TROUBLES).toList();
    }

    /// As the control channel and `postern status --json` tell it.
    public JsonObject json() {
      return new JsonObject()
          .with("pid", pid)
          .with("version", version)
          .with("started", started)
          .with("smtp", smtp)
          .with("http", http)
          .with("queued", queued)
          .with("troubles", troubles.stream().map(Trouble::json).toList());
    }
  }
}
