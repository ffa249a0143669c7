package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.postern.engine.bulk.Waves;
import org.postern.gateway.admit.AddressLists;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Admissions;
import org.postern.gateway.admit.ByAddress;
import org.postern.gateway.admit.CountedWaves;
import org.postern.gateway.admit.Greylist;
import org.postern.gateway.admit.Harvest;
import org.postern.gateway.admit.Oddities;
import org.postern.gateway.admit.Outbreaks;
import org.postern.gateway.admit.Policies;
import org.postern.gateway.admit.Rates;
import org.postern.gateway.admit.Reputation;
import org.postern.gateway.admit.RoutedRecipients;
import org.postern.gateway.admit.Strangers;
import org.postern.gateway.admit.Tarpit;
import org.postern.gateway.config.AdmissionKeys;
import org.postern.gateway.config.Config;
import org.postern.gateway.control.Trouble;
import org.postern.gateway.store.Counters;
import org.postern.gateway.store.MemoryCounters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom the gate lets in: the address lists, and behind them all other tests, in the order in which
/// they are asked.
final class Admitting implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Admitting.class);
  private static final int FILES_EVERY_SECONDS = 5;
  private static final int SNAPSHOT_EVERY_SECONDS = 300;

  private final AddressLists lists;
  private final MemoryCounters counters;
  private final Path snapshot;
  private final Waves waves;
  private final Outbreaks outbreaks;
  private final Admission admission;

  private Admitting(Config config, DnsTests dns, Clock clock, RandomGenerator random) {
    AdmissionKeys keys = config.admission();
    this.lists = new AddressLists(keys.blocked(), keys.blockedFiles(), keys.trusted());
    this.snapshot = snapshot(config);
    this.counters = counters(config, clock, random);
    List<Admission> tests = new ArrayList<>();
    tests.addAll(ofTheClient(config, counters, clock));
    tests.addAll(dns.tests());
    tests.add(new RoutedRecipients());
    tests.add(new Policies(Set.copyOf(keys.trustedSealers())));
    tests.add(ofTheMessage(config, counters, clock));
    this.waves = waves(config, counters);
    this.outbreaks = new Outbreaks(waves);
    // Of the mail of everybody: trusted clients bring newsletters, too.
    this.admission =
        new Admissions(List.of(new ByAddress(lists, new Admissions(tests)), outbreaks));
  }

  /// Reads the lists, and what was counted before.
  static Admitting open(Config config, DnsTests dns, Clock clock, RandomGenerator random) {
    return new Admitting(config, dns, clock, random);
  }

  /// What was counted before.
  private static MemoryCounters counters(
      Config config, InstantSource clock, RandomGenerator random) {
    return MemoryCounters.open(
        snapshot(config), kinds(config.admission().senders()), clock, random);
  }

  private static Path snapshot(Config config) {
    return config.node().data().resolve("counters");
  }

  private static Waves waves(Config config, Counters counters) {
    boolean known = config.bulk().enabled() && config.bulk().waves();
    return known ? new CountedWaves(counters) : Waves.NONE;
  }

  /// Lets somebody say that messages are wanted while no gateway runs.
  static <T> T whileStopped(
      Config config, InstantSource clock, RandomGenerator random, Saying<T> action)
      throws IOException {
    MemoryCounters counters = counters(config, clock, random);
    Outbreaks outbreaks = new Outbreaks(waves(config, counters));
    T result = action.say(outbreaks);
    if (outbreaks.heard()) {
      counters.save(snapshot(config));
    }
    return result;
  }

  /// Says it.
  interface Saying<T> {
    T say(Outbreaks outbreaks) throws IOException;
  }

  private static List<Counters.Kind> kinds(int senders) {
    return Stream.concat(
            Stream.of(Rates.KINDS, CountedWaves.KINDS).flatMap(List::stream),
            Stream.of(Harvest.KINDS, Greylist.KINDS, Reputation.KINDS)
                .flatMap(List::stream)
                .map(kind -> kind.withRoom(senders)))
        .toList();
  }

  // What costs nothing is asked first.
  private static List<Admission> ofTheClient(Config config, Counters counters, Clock clock) {
    AdmissionKeys keys = config.admission();
    return List.of(
        strangers(config, new Rates(Settings.rates(keys), counters)),
        new Oddities(keys.quiet()),
        strangers(config, new Tarpit(Settings.tarpit(keys), counters, Tarpit.Pause.SLEEP)),
        strangers(config, new Harvest(Settings.harvest(keys), counters, clock)),
        strangers(config, new Reputation(counters)));
  }

  private static Admission ofTheMessage(Config config, Counters counters, Clock clock) {
    return strangers(config, new Greylist(Settings.greylist(config.admission()), counters, clock));
  }

  private static Admission strangers(Config config, Admission test) {
    return config.limits().loopbackCounts() ? test : new Strangers(test);
  }

  /// Lists that could not be read.
  List<Trouble> troubles() {
    return lists.problems().stream()
        .map(one -> Troubles.notRead("admission.blocked_files", one))
        .toList();
  }

  Admission admission() {
    return admission;
  }

  /// What turned out to be unwanted again and again.
  Waves waves() {
    return waves;
  }

  /// What hears of messages that are wanted after all.
  Outbreaks outbreaks() {
    return outbreaks;
  }

  /// Keeps the lists as fresh as their files, and the counts for the next start.
  void watch(ScheduledExecutorService timer, Executor workers) {
    every(timer, workers, FILES_EVERY_SECONDS, lists::refresh);
    every(timer, workers, SNAPSHOT_EVERY_SECONDS, this::save);
  }

  // Not on the thread of the timer: disks are slow.
  private static void every(
      ScheduledExecutorService timer, Executor workers, int seconds, Runnable task) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> workers.execute(task), seconds, seconds, TimeUnit.SECONDS);
  }

  private synchronized void save() {
    try {
      counters.save(snapshot);
    } catch (IOException e) {
      LOG.warn("event=counters-not-saved file={} why={}", snapshot, e.toString());
    }
  }

  @Override
  public void close() {
    save();
  }
}
