package org.postern.gateway.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.postern.engine.learn.BayesStatus;
import org.postern.gateway.admit.Outbreaks;
import org.postern.gateway.control.Operations;
import org.postern.gateway.gate.Release;
import org.postern.gateway.learning.Learning;
import org.postern.gateway.learning.Taught;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.learning.Word;
import org.postern.gateway.recipients.Checked;
import org.postern.gateway.relay.Queue;
import org.postern.gateway.relay.QueueEntry;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;

/// What commands may ask about the messages in the spool.
record SpoolOperations(
    Spool spool,
    Queue waiting,
    SeenRecipients seen,
    Function<String, Optional<Domain>> domains,
    Release releases,
    Learning learning,
    Outbreaks outbreaks)
    implements Operations {

  @Override
  public int queued() {
    return spool.list().size();
  }

  @Override
  public List<QueueEntry> queue() {
    return waiting.list();
  }

  @Override
  public int retry(Optional<String> ref) {
    return ref.isPresent() ? waiting.retry(ref.get()) : waiting.retryAll();
  }

  @Override
  public int delete(String ref) {
    return waiting.delete(ref);
  }

  @Override
  public int flushRecipients(Optional<String> what) throws IOException {
    int count = what.isEmpty() ? seen.check().flush() : flush(what.get());
    seen.save();
    return count;
  }

  private int flush(String what) throws IOException {
    return what.indexOf('@') < 0 ? seen.check().flush(what) : seen.check().flush(address(what));
  }

  @Override
  public Checked checkRecipient(String text) throws IOException {
    EmailAddress address = address(text);
    return seen.check().check(domain(address.domain()), address);
  }

  @Override
  public boolean wanted(String ref) {
    return outbreaks.wanted(ref);
  }

  @Override
  public List<Taught> teach(Teaching teaching) throws IOException {
    if (teaching.word() == Word.HAM) {
      outbreaks.wanted(teaching.wave());
    }
    String whom = teaching.whom();
    if (whom.isEmpty()) {
      return List.of(learning.teach(teaching.word(), teaching.lesson()));
    }
    if (whom.startsWith("@")) {
      Domain domain = domain(whom.substring(1));
      return List.of(
          learning.teach(domain.tenant(), domain.name(), teaching.word(), teaching.lesson()));
    }
    EmailAddress user = address(whom);
    TenantId tenant = domain(user.domain()).tenant();
    return teaching.report()
        ? learning.report(tenant, user, teaching.word(), teaching.lesson())
        : List.of(learning.teach(tenant, user, teaching.word(), teaching.lesson()));
  }

  @Override
  public List<BayesStatus> filters(int most) throws IOException {
    return learning.status(most);
  }

  private Domain domain(String name) throws IOException {
    return domains
        .apply(name)
        .orElseThrow(() -> new IOException("mail for " + name + " is not accepted here"));
  }

  private static EmailAddress address(String text) throws IOException {
    return EmailAddress.parse(text)
        .orElseThrow(() -> new IOException("'" + text + "' is no address"));
  }

  @Override
  public List<String> release(Optional<String> tenant, String ref, Optional<String> rcpt)
      throws IOException {
    return releases.release(tenant.map(TenantId::new), ref, rcpt);
  }
}
