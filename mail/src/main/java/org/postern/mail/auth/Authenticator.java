package org.postern.mail.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.postern.mail.address.Path;
import org.postern.mail.address.ReversePath;
import org.postern.mail.arc.ArcLimits;
import org.postern.mail.arc.ArcResult;
import org.postern.mail.arc.ArcVerifier;
import org.postern.mail.dkim.DkimLimits;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimVerifier;
import org.postern.mail.dkim.DnsKeys;
import org.postern.mail.dkim.KeyLookup;
import org.postern.mail.dkim.KeyName;
import org.postern.mail.dkim.RawHeader;
import org.postern.mail.dmarc.AuthorDomains;
import org.postern.mail.dmarc.PolicySearch;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.Budgeted;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Remembered;
import org.postern.mail.dns.Resolver;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Message;
import org.postern.mail.spf.Spf;
import org.postern.mail.spf.SpfLimits;
import org.postern.mail.spf.SpfQuery;
import org.postern.mail.spf.SpfResult;
import org.postern.mail.spf.SpfVerdict;

/// Authenticates messages. Thread-safe where the resolver is.
public final class Authenticator {

  private static final int SPF_QUESTIONS = 40;
  private static final int POLICY_QUESTIONS = 24;
  // Of one author among many: its own record, that of its organization, and what lies above.
  private static final int LEAST_POLICY_QUESTIONS = 3;
  private static final ArcLimits CHAIN =
      new ArcLimits(8, ArcLimits.STANDARD.chainBytes(), ArcLimits.STANDARD.signatures());

  /// Questions that one message may ask. With what the tests at the gate ask they are a hundred at
  /// most. SPF, the keys of signatures, those of chains and the policies of authors each have a
  /// part of their own, so that none can be kept from asking by another.
  public static final int QUESTIONS =
      SPF_QUESTIONS + DkimLimits.STANDARD.signatures() + CHAIN.lookups() + POLICY_QUESTIONS;

  /// How long SPF may take altogether, from MAIL on (RFC 7208 section 4.6.4).
  public static final Duration SPF_PATIENCE = Duration.ofSeconds(20);

  /// How long a message that is there waits for the DNS.
  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final KeyLookup NO_KEYS = _ -> new KeyLookup.Answer.Failed("no look-up");

  private final Resolver resolver;
  private final DkimVerifier signatures;
  private final ArcVerifier chains;
  private final String receiver;
  private final Executor threads;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Duration patience;

  /// @param receiver our name, which owners of SPF policies may have in their explanations
  /// @param threads where SPF is asked while the message is still coming, and what else it needs
  public Authenticator(Resolver resolver, String receiver, Executor threads, InstantSource clock) {
    this(resolver, receiver, threads, clock, System::nanoTime, PATIENCE);
  }

  Authenticator(
      Resolver resolver,
      String receiver,
      Executor threads,
      InstantSource clock,
      LongSupplier nanoTime,
      Duration patience) {
    this.resolver = resolver;
    this.signatures = new DkimVerifier(NO_KEYS, clock, DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    this.chains = new ArcVerifier(NO_KEYS, clock, CHAIN, DkimPolicy.PRODUCT);
    this.receiver = receiver;
    this.threads = threads;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.patience = patience;
  }

  /// A message that began with MAIL. SPF is asked now, the rest once the message is there.
  ///
  /// @param helo the name in HELO
  public Pending begin(InetAddress client, String helo, ReversePath sender) {
    Spf spf = new Spf(budgeted(SPF_QUESTIONS, SPF_PATIENCE), receiver, SpfLimits.STANDARD, clock);
    Path path =
        switch (sender) {
          case ReversePath.Null _ -> new Path.Null();
          case ReversePath.Sender(var address) -> new Path.Mailbox(address);
        };
    SpfQuery query = SpfQuery.mailFrom(client, path, helo);
    CompletableFuture<SpfResult> asked =
        CompletableFuture.supplyAsync(() -> spf.check(query), threads);
    return new Pending(sender.toString(), helo, query.domain(), asked);
  }

  private Resolver budgeted(int questions, Duration total) {
    return new Budgeted(resolver, questions, total, nanoTime);
  }

  /// A message whose sender is known and whose octets are to come. One thread at a time.
  public final class Pending {
    private final String sender;
    private final String helo;
    private final String domain;
    private final CompletableFuture<SpfResult> spf;
    private Optional<Questions> asked = Optional.empty();

    private Pending(String sender, String helo, String domain, CompletableFuture<SpfResult> spf) {
      this.sender = sender;
      this.helo = helo;
      this.domain = domain;
      this.spf = spf;
    }

    /// Begins to ask the DNS for all that the message needs, of which the header is there. Neither
    /// waits nor keeps the octets.
    public void ask(byte[] octets, Headers headers) {
      asked = Optional.of(new Questions(octets, headers, domain));
    }

    /// Waits for the answers, never longer than [#PATIENCE] after they were asked for.
    public void await() {
      asked.ifPresent(questions -> {
        questions.await();
        var _ = spf(questions.left());
      });
    }

    /// The results for the message, which must be as it came. Waits for nothing where the answers
    /// were waited for already; else it asks, and waits as [#await].
    public AuthResults finish(Message message) {
      if (asked.isEmpty()) {
        ask(message.octets(), message.headers());
      }
      Questions questions = asked.orElseThrow();
      questions.await();
      List<DkimResult> dkim =
          signatures.with(new DnsKeys(questions.keys)).verify(message, questions.author.domains());
      ArcResult arc = chains.with(new DnsKeys(questions.chainKeys)).verify(message);
      SpfResult known = spf(questions.left());
      return new AuthResults(sender, helo, known, dkim, arc, questions.policies.judge(known, dkim));
    }

    private SpfResult spf(long nanos) {
      try {
        return spf.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        return unanswered("no answer in time");
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return unanswered("interrupted");
      } catch (ExecutionException e) {
        throw new IllegalStateException("SPF broke", e.getCause());
      }
    }

    private SpfResult unanswered(String problem) {
      return new SpfResult(
          SpfVerdict.TEMPERROR, domain, Optional.empty(), Optional.empty(), problem);
    }
  }

  /// All that one message asks the DNS after its header, under way, and the answers.
  private final class Questions {
    private final long begun = nanoTime.getAsLong();
    private final AuthorDomains author;
    private final PolicySearch policies;
    private final Resolver chainKeys;
    private final Resolver keys;
    private final CompletableFuture<Void> underWay;

    Questions(byte[] octets, Headers headers, String sender) {
      RawHeader header = RawHeader.of(octets, headers);
      author = AuthorDomains.of(octets, headers);
      List<KeyName> wanted = signatures.wanted(header, author.domains());
      List<KeyName> ofChain = chains.wanted(header);
      int share =
          Math.max(LEAST_POLICY_QUESTIONS, POLICY_QUESTIONS / Math.max(1, author.domains().size()));
      policies =
          PolicySearch.begin(
              author,
              sender,
              wanted.stream().map(KeyName::domain).distinct().toList(),
              () -> budgeted(share, patience),
              threads);
      chainKeys = new Remembered(budgeted(CHAIN.lookups(), patience));
      var chain = CompletableFuture.runAsync(() -> askUntilMissing(ofChain), threads);
      keys = new Remembered(budgeted(DkimLimits.STANDARD.signatures(), patience));
      underWay =
          CompletableFuture.allOf(
              chain,
              CompletableFuture.runAsync(
                  () -> wanted.forEach(key -> keys.lookup(key.text(), RecordType.TXT)), threads));
    }

    // Without one of its keys a chain is broken.
    private void askUntilMissing(List<KeyName> names) {
      for (KeyName key : names) {
        if (!(chainKeys.lookup(key.text(), RecordType.TXT) instanceof Answer.Found)) {
          return;
        }
      }
    }

    void await() {
      policies.await();
      underWay.join();
    }

    /// How much longer the message waits, in nanoseconds.
    long left() {
      return patience.toNanos() - (nanoTime.getAsLong() - begun);
    }
  }
}
