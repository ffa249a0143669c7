package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.postern.engine.learn.BayesStore;
import org.postern.gateway.config.Config;
import org.postern.gateway.control.Operations;
import org.postern.gateway.control.Trouble;
import org.postern.gateway.gate.Gate;
import org.postern.gateway.gate.Release;
import org.postern.gateway.learning.Learning;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.gateway.spool.Progress;
import org.postern.gateway.spool.Spooled;
import org.postern.gateway.tenant.Current;
import org.postern.gateway.tenant.Domains;
import org.postern.gateway.tenant.UserSnapshot;
import org.postern.gateway.track.TrackLimits;
import org.postern.gateway.track.Tracker;
import org.postern.gateway.web.WebRequest;
import org.postern.gateway.web.WebResponse;
import org.postern.gateway.why.FormKey;
import org.postern.gateway.why.WhyLimits;
import org.postern.gateway.why.WhyPages;
import org.postern.mail.auth.Authenticator;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.Certificates;
import org.postern.mail.smtp.SmtpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One running gateway: its parts, started in the order in which they need each other and ended in
/// the opposite one.
final class Node implements RunningGateway {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration DOMAINS_EVERY = Duration.ofMillis(500);
  // So that people see why a list no longer decides.
  private static final Duration ENTRIES_SHOWN = Duration.ofDays(7);
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Config config;
  private final SqliteStores stores;
  private final Tracker tracker;
  private final Examining examining;
  private final ScheduledExecutorService timer;
  private final ExecutorService workers;
  private final Domains domains;
  private final Current<ListSnapshot> lists;
  private final Current<UserSnapshot> users;
  private final NameService names;
  private final Delivery delivery;
  private final Admitting admitting;
  private final SeenRecipients seen;
  private final Learning learning;
  private final Gate gate;
  private final SmtpServer server;
  private List<Spooled> left;
  private final Clock clock;
  private final WhyPages why;

  private Node(Config config, Clock clock, RandomGenerator random) throws IOException {
    this.clock = clock;
    this.config = config;
    String hostname = Hostname.of(config);
    Path data = Files.createDirectories(config.node().data());
    this.stores = SqliteStores.open(data, clock);
    this.tracker = new Tracker(stores.mailLog(), stores.explanations(), TrackLimits.STANDARD);
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("timer").factory());
    this.workers = Executors.newVirtualThreadPerTaskExecutor();
    this.domains = new Domains(stores.tenants()::version, stores.tenants()::domains);
    domains.refreshIfChanged();
    this.names = NameService.open(config);
    DnsTests dns = DnsTests.of(config, names.resolver(), hostname, clock);
    dns.watch(timer, workers);
    this.admitting = Admitting.open(config, dns, clock, random);
    this.examining =
        Examining.open(
            config,
            name -> domains.snapshot().beside(name),
            ShortLinks.follower(
                config,
                names.resolver(),
                host ->
                    host.equalsIgnoreCase(hostname) || domains.snapshot().find(host).isPresent()),
            admitting.waves(),
            clock,
            random);
    CompletableFuture<Void> warm = examining.warmUp(workers);
    this.lists =
        new Current<>(
            "lists of senders",
            ListSnapshot.EMPTY,
            stores.senderLists()::version,
            () -> new ListSnapshot(stores.senderLists().entries()));
    lists.refreshIfChanged();
    this.users =
        new Current<>(
            "choices of users",
            UserSnapshot.EMPTY,
            stores.users()::version,
            () -> new UserSnapshot(stores.users().all()));
    users.refreshIfChanged();
    this.learning = learning(config, stores, domains, clock);
    this.delivery =
        Delivery.open(config, hostname, domains, stores.recipients(), tracker, clock, random);
    this.seen = new SeenRecipients(delivery.recipients(), data);
    this.gate =
        new Gate(
            new Gate.Parts(
                Settings.gate(config, hostname),
                name -> domains.snapshot().find(name).map(examining::weighed),
                lists::snapshot,
                users::snapshot,
                admitting.admission(),
                names.resolver().map(one -> new Authenticator(one, hostname, workers, clock)),
                new MimeParser(MimeLimits.DEFAULT),
                examining.engine(),
                learning,
                delivery.spool(),
                stores.quarantine(),
                delivery.queue()::deliver,
                delivery.relay(),
                delivery.recipients(),
                tracker,
                workers,
                timer,
                clock,
                random));
    // Before the first message comes in: later nobody could tell what an earlier run left.
    this.left = delivery.spool().list();
    delivery.queue().restore();
    warm.join();
    this.server =
        SmtpServer.start(
            Settings.listeners(config),
            gate,
            Settings.smtp(config),
            hostname,
            Optional.of(certificates(config, hostname, clock)),
            Files.createDirectories(data.resolve("incoming")),
            clock);
    delivery.knowOurselves(server.addresses());
    this.why =
        new WhyPages(
            stores.mailLog(),
            stores.reviews(),
            FormKey.ofFile(data.resolve("why.key"), random),
            config.http().publicUrl(),
            WhyLimits.STANDARD,
            clock);
  }

  /// Starts one.
  static Node start(Config config, Clock clock) throws IOException {
    Node node = new Node(config, clock, new SecureRandom());
    node.resume();
    var _ = node.domains.watch(node.timer, DOMAINS_EVERY);
    var _ = node.lists.watch(node.timer, DOMAINS_EVERY);
    var _ = node.users.watch(node.timer, DOMAINS_EVERY);
    node.examining.watch(node.timer, node.workers);
    node.admitting.watch(node.timer, node.workers);
    node.workers.execute(node.seen::restore);
    var _ =
        node.timer.scheduleWithFixedDelay(
            () -> node.workers.execute(node.seen::save), 10, 10, TimeUnit.MINUTES);
    // Not on the thread of the timer: it may take minutes, and others want to be on time.
    var _ =
        node.timer.scheduleWithFixedDelay(
            () -> node.workers.execute(node::expire), 1, 60, TimeUnit.MINUTES);
    return node;
  }

  @Override
  public List<InetSocketAddress> smtp() {
    return server.addresses();
  }

  @Override
  public Operations operations() {
    return new SpoolOperations(
        delivery.spool(),
        delivery.queue(),
        seen,
        name -> domains.snapshot().find(name),
        new Release(
            stores.quarantine(),
            delivery.spool(),
            delivery.queue()::submit,
            tracker,
            new Released(new Teacher(learning), admitting.outbreaks()),
            clock),
        learning,
        admitting.outbreaks());
  }

  @Override
  public List<Trouble> troubles() {
    return Stream.concat(examining.troubles().stream(), admitting.troubles().stream()).toList();
  }

  @Override
  public WebResponse why(WebRequest request) {
    return why.answer(request);
  }

  @Override
  public void drain() {
    try {
      server.drain(GRACE);
      if (!gate.drain(GRACE)) {
        LOG.warn("event=drain-late what=analysis: the rest is in the spool");
      }
      if (!delivery.queue().drain(GRACE)) {
        LOG.warn("event=drain-late what=delivery: the rest is in the spool");
      }
      tracker.flush(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    timer.shutdownNow();
    seen.save();
    workers.shutdownNow();
    delivery.close();
    admitting.close();
    names.close();
    examining.close();
    tracker.close();
    stores.close();
  }

  /// The filters of these data: one process at a time may have them.
  static Learning learning(
      Config config, SqliteStores stores, Domains domains, InstantSource clock) {
    return new Learning(
        new BayesStore(config.node().data().resolve("filters"), Settings.filters(config), clock),
        stores.lessons(),
        Settings.learning(config),
        name -> domains.snapshot().recipientRules(name),
        clock);
  }

  private static Certificates certificates(Config config, String hostname, Clock clock)
      throws IOException {
    Config.Tls tls = config.tls();
    return tls.certificate().isPresent() && tls.key().isPresent()
        ? Certificates.ofFiles(tls.certificate().get(), tls.key().get(), clock)
        : Certificates.selfSigned(config.node().data().resolve("tls"), hostname, clock);
  }

  // What a crash left: what was accepted and not judged is examined now, what was judged waits in
  // the queue.
  private void resume() {
    int accepted = 0;
    for (Spooled spooled : left) {
      if (spooled.progress() instanceof Progress.Accepted) {
        gate.resume(spooled);
        accepted++;
      }
    }
    left = List.of();
    delivery.queue().start();
    if (accepted > 0) {
      LOG.info("event=resumed messages={}", accepted);
    }
  }

  private void expire() {
    attempt(
        "mail-log",
        () -> stores.mailLog().expire(clock.instant().minus(config.mailLog().retention())));
    attempt(
        "explanations",
        () -> stores.explanations().expire(clock.instant().minus(config.mailLog().explanations())));
    attempt(
        "reviews",
        () -> stores.reviews().expire(clock.instant().minus(config.mailLog().retention())));
    attempt(
        "list-entries", () -> stores.senderLists().expire(clock.instant().minus(ENTRIES_SHOWN)));
    attempt("learning", learning::expire);
    attempt("quarantine", () -> stores.quarantine().expire(clock.instant()));
    attempt("quarantine-files", () -> stores.quarantine().sweep());
  }

  private interface Expiry {
    long run() throws IOException;
  }

  private static void attempt(String what, Expiry expiry) {
    try {
      long count = expiry.run();
      if (count > 0) {
        LOG.info("event=expired what={} count={}", what, count);
      }
    } catch (IOException | RuntimeException e) {
      // The next hour tries again; the schedule must not end.
      LOG.error("event=expiry-failed what={}", what, e);
    }
  }
}
