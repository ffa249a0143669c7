package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.gateway.config.Config;
import org.postern.gateway.control.FakeOperations;
import org.postern.gateway.control.Operations;
import org.postern.gateway.control.Trouble;
import org.postern.gateway.store.MemoryExplanations;
import org.postern.gateway.store.MemoryLessons;
import org.postern.gateway.store.MemoryMailLog;
import org.postern.gateway.store.MemoryQuarantine;
import org.postern.gateway.store.MemoryRecipients;
import org.postern.gateway.store.MemoryReviews;
import org.postern.gateway.store.MemorySenderLists;
import org.postern.gateway.store.MemoryTenants;
import org.postern.gateway.store.MemoryUsers;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;

/// The rest of the program, in memory.
final class FakeProgram implements Program {

  final MemoryTenants tenants = new MemoryTenants();
  final MemoryMailLog mailLog = new MemoryMailLog();
  final MemoryQuarantine quarantine = new MemoryQuarantine();
  final MemoryExplanations explanations = new MemoryExplanations();
  final MemorySenderLists senderLists = new MemorySenderLists();
  final MemoryReviews reviews = new MemoryReviews();
  final MemoryRecipients recipients = new MemoryRecipients();
  final MemoryUsers users = new MemoryUsers();
  final MemoryLessons lessons = new MemoryLessons();
  final FakeOperations operations = new FakeOperations();
  final List<String> events = new ArrayList<>();

  private record InMemory(
      MemoryTenants tenants,
      MemoryMailLog mailLog,
      MemoryQuarantine quarantine,
      MemoryExplanations explanations,
      MemorySenderLists senderLists,
      MemoryReviews reviews,
      MemoryRecipients recipients,
      MemoryUsers users,
      MemoryLessons lessons)
      implements Stores {
    @Override
    public void close() {}
  }

  @Override
  public Stores stores(Path data) {
    return new InMemory(
        tenants,
        mailLog,
        quarantine,
        explanations,
        senderLists,
        reviews,
        recipients,
        users,
        lessons);
  }

  @Override
  public RunningGateway start(Config config) throws IOException {
    if (config.smtp().listen().getFirst().port() == 1) {
      throw new IOException("cannot listen on " + config.smtp().listen().getFirst());
    }
    events.add("start " + config.node().data());
    return new RunningGateway() {
      @Override
      public List<InetSocketAddress> smtp() {
        return List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 2525));
      }

      @Override
      public Operations operations() {
        return operations;
      }

      @Override
      public List<Trouble> troubles() {
        return operations.status.troubles();
      }

      @Override
      public WebResponse why(WebRequest request) {
        return WebResponse.text(404, "nothing to tell");
      }

      @Override
      public void drain() {
        events.add("drain");
      }

      @Override
      public void close() {
        events.add("close");
      }
    };
  }

  @Override
  public <T> T whileStopped(Config config, Asking<T> action) throws IOException {
    return action.ask(operations);
  }
}
