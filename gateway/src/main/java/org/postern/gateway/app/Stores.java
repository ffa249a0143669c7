package org.postern.gateway.app;

import java.io.IOException;
import org.postern.gateway.store.Explanations;
import org.postern.gateway.store.Lessons;
import org.postern.gateway.store.MailLog;
import org.postern.gateway.store.Quarantine;
import org.postern.gateway.store.Recipients;
import org.postern.gateway.store.Reviews;
import org.postern.gateway.store.SenderLists;
import org.postern.gateway.store.Tenants;
import org.postern.gateway.store.Users;

/// All stores of one node, open.
public interface Stores extends AutoCloseable {

  Tenants tenants();

  MailLog mailLog();

  Quarantine quarantine();

  Explanations explanations();

  SenderLists senderLists();

  Reviews reviews();

  Recipients recipients();

  Users users();

  Lessons lessons();

  @Override
  void close() throws IOException;
}
