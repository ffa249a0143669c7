package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.postern.gateway.config.Config;
import org.postern.gateway.recipients.RecipientCheck;
import org.postern.gateway.relay.Composer;
import org.postern.gateway.relay.HostLookup;
import org.postern.gateway.relay.Queue;
import org.postern.gateway.relay.Relay;
import org.postern.gateway.relay.Routes;
import org.postern.gateway.spool.JournalSpool;
import org.postern.gateway.store.Recipients;
import org.postern.gateway.tenant.Domains;
import org.postern.gateway.track.MailTrack;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientTls;

/// The way out: the spool, the relay and the queue between them.
record Delivery(
    JournalSpool spool,
    SmtpClient client,
    Relay relay,
    RecipientCheck recipients,
    Queue queue,
    List<InetSocketAddress> listeners)
    implements AutoCloseable {

  /// Opens the spool; nothing is delivered before the queue starts.
  static Delivery open(
      Config config,
      String hostname,
      Domains domains,
      Recipients lists,
      MailTrack track,
      Clock clock,
      RandomGenerator random)
      throws IOException {
    JournalSpool spool =
        JournalSpool.open(
            config.node().data().resolve("spool"), Settings.spool(config), clock, random);
    SmtpClient client =
        new SmtpClient(hostname, Settings.client(config), SmtpClientTls.unverified());
    List<InetSocketAddress> listeners = new CopyOnWriteArrayList<>();
    Relay relay =
        new Relay(
            client,
            HostLookup.SYSTEM,
            Settings.relay(config),
            hop -> Relay.listeners(listeners).test(hop),
            clock,
            random);
    RecipientCheck recipients =
        new RecipientCheck(
            relay,
            lists,
            name -> domains.snapshot().find(name),
            Settings.recipients(config),
            clock,
            random);
    Queue queue =
        new Queue(
            hostname,
            spool,
            relay,
            Routes.of(domains::snapshot, Settings.smartHost(config)),
            Composer.PREPEND,
            recipients,
            track,
            Settings.queue(config),
            clock,
            random);
    return new Delivery(spool, client, relay, recipients, queue, listeners);
  }

  /// The listeners have their real ports only after they were opened.
  void knowOurselves(List<InetSocketAddress> opened) {
    listeners.addAll(opened);
  }

  @Override
  public void close() throws IOException {
    queue.close();
    recipients.close();
    relay.close();
    client.close();
    spool.close();
  }
}
