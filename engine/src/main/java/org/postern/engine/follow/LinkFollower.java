package org.postern.engine.follow;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.engine.follow.Resolution.Fault;
import org.postern.engine.follow.Resolution.Reason;
import org.postern.engine.url.WebAddress;
import org.postern.mail.dns.Resolver;
import org.postern.mail.smtp.Cidr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the shortened links of messages. What came of it is remembered; a link that several
/// messages bring at the same moment is asked once.
///
/// Thread-safe.
public final class LinkFollower {

  /// What the requests call themselves.
  public static final String AGENT = "Postern-Links/1.0";

  private static final Logger LOG = LoggerFactory.getLogger(LinkFollower.class);

  // An address in memory beside its characters, about.
  private static final int OVERHEAD = 300;

  private final FollowLimits limits;
  private final FollowRules rules;
  private final SafeFetcher fetcher;
  private final Semaphore running;
  private final AsyncCache<String, Resolution> known;

  /// To the public internet.
  ///
  /// @param resolver of the house
  /// @param never networks of it that are left alone
  public LinkFollower(FollowLimits limits, FollowRules rules, Resolver resolver, List<Cidr> never) {
    this(limits, rules, new SafeFetcher(resolver, List.copyOf(never), AGENT));
  }

  LinkFollower(FollowLimits limits, FollowRules rules, SafeFetcher fetcher) {
    this.limits = limits;
    this.rules = rules;
    this.fetcher = fetcher;
    this.running = new Semaphore(limits.parallel());
    this.known =
        Caffeine.newBuilder()
            .maximumWeight(limits.remembered())
            .weigher(LinkFollower::weight)
            .executor(Runnable::run)
            .expireAfter(Expiry.<String, Resolution>creating((_, found) -> kept(found)))
            .buildAsync();
  }

  private static int weight(String link, Resolution found) {
    long all = 2L * link.length() + OVERHEAD;
    for (WebAddress one : found.chain()) {
      all += 4L * one.toString().length() + OVERHEAD;
    }
    return (int) Math.min(all, Integer.MAX_VALUE);
  }

  private Duration kept(Resolution found) {
    return found.passing() ? limits.keepFailures() : limits.keep();
  }

  /// Which addresses are followed.
  public FollowRules rules() {
    return rules;
  }

  /// Follows links, all at the same time, and waits for them: never longer than the limit says nor
  /// than is given. What is not there by then is late, and goes on for those who ask later.
  ///
  /// @param links those that hide where they lead; more than the limit says are not asked
  /// @param atMost what the message has left
  public Resolutions follow(List<WebAddress> links, Duration atMost) throws InterruptedException {
    Duration time = atMost.compareTo(limits.time()) < 0 ? atMost : limits.time();
    Deadline deadline = Deadline.in(time);
    List<Resolution> all = new ArrayList<>();
    Map<WebAddress, CompletableFuture<Resolution>> asked = new LinkedHashMap<>();
    for (WebAddress link : links) {
      var against = rules.againstLink(link);
      if (against.isPresent()) {
        all.add(Resolution.notAsked(link, against.get()));
      } else if (asked.size() < limits.links() || asked.containsKey(link)) {
        asked.computeIfAbsent(link, this::ask);
      } else {
        all.add(Resolution.notAsked(link, Reason.MANY));
      }
    }
    for (Map.Entry<WebAddress, CompletableFuture<Resolution>> one : asked.entrySet()) {
      all.add(outcome(one.getKey(), one.getValue(), deadline));
    }
    return new Resolutions(all);
  }

  private static Resolution outcome(
      WebAddress link, CompletableFuture<Resolution> future, Deadline deadline)
      throws InterruptedException {
    try {
      return future.get(deadline.rest().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return Resolution.failed(link, Fault.LATE);
    } catch (ExecutionException broken) {
      LOG.warn("following {} failed", link.host(), broken.getCause());
      return Resolution.failed(link, Fault.MALFORMED);
    }
  }

  /// The part behind `#` never leaves the browser.
  private static String key(WebAddress link) {
    String text = link.toString();
    int fragment = text.indexOf('#');
    return fragment < 0 ? text : text.substring(0, fragment);
  }

  private CompletableFuture<Resolution> ask(WebAddress link) {
    return known
        .get(
            key(link),
            (_, _) -> {
              CompletableFuture<Resolution> found = new CompletableFuture<>();
              Thread.ofVirtual().name("link").start(() -> complete(found, link));
              return found;
            })
        .thenApply(found -> of(link, found));
  }

  /// What was found for the same address with another part behind `#`.
  private static Resolution of(WebAddress link, Resolution found) {
    if (found.link().equals(link)) {
      return found;
    }
    List<WebAddress> chain = new ArrayList<>(found.chain());
    chain.set(0, link);
    return new Resolution(chain, found.end(), found.hidden());
  }

  private void complete(CompletableFuture<Resolution> found, WebAddress link) {
    if (!running.tryAcquire()) {
      found.complete(Resolution.failed(link, Fault.BUSY));
      return;
    }
    try {
      Deadline deadline = Deadline.in(limits.time());
      found.complete(new Chain(fetcher, rules, limits.hops(), deadline).follow(link));
    } catch (RuntimeException | Error broken) {
      found.completeExceptionally(broken);
    } finally {
      running.release();
    }
  }
}
