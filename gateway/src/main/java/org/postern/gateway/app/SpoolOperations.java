package org.postern.gateway.app;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.control.Operations;
import org.postern.gateway.gate.Release;
import org.postern.gateway.relay.Queue;
import org.postern.gateway.relay.QueueEntry;
import org.postern.gateway.spool.Spool;
import org.postern.gateway.tenant.TenantId;

/// What commands may ask about the messages in the spool.
record SpoolOperations(Spool spool, Queue waiting, Release releases) implements Operations {

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
  public List<String> release(Optional<String> tenant, String ref, Optional<String> rcpt)
      throws IOException {
    return releases.release(tenant.map(TenantId::new), ref, rcpt);
  }
}
