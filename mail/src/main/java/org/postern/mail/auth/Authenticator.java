package org.postern.mail.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
import org.postern.mail.dmarc.AuthorDomains;
import org.postern.mail.dmarc.Dmarc;
import org.postern.mail.dmarc.DmarcQuery;
import org.postern.mail.dmarc.DmarcResult;
import org.postern.mail.dns.Budgeted;
import org.postern.mail.dns.Resolver;
import org.postern.mail.mime.Message;
import org.postern.mail.spf.Spf;
import org.postern.mail.spf.SpfLimits;
import org.postern.mail.spf.SpfResult;

/// Authenticates messages. Thread-safe where the resolver is.
public final class Authenticator {

  /// Questions that one message may ask: half of them for SPF, half for keys and policies. With
  /// what the tests at the gate ask they are a hundred at most.
  public static final int QUESTIONS = 80;

  /// How long each half may take altogether.
  public static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final KeyLookup NO_KEYS = _ -> new KeyLookup.Answer.Failed("no look-up");

  private final Resolver resolver;
  private final DkimVerifier signatures;
  private final ArcVerifier chains;
  private final String receiver;
  private final Executor threads;
  private final InstantSource clock;

  /// @param receiver our name, which owners of SPF policies may have in their explanations
  /// @param threads where SPF is asked while the message is still coming
  public Authenticator(Resolver resolver, String receiver, Executor threads, InstantSource clock) {
    this.resolver = resolver;
    this.signatures = new DkimVerifier(NO_KEYS, clock, DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    this.chains = new ArcVerifier(NO_KEYS, clock, ArcLimits.STANDARD, DkimPolicy.PRODUCT);
    this.receiver = receiver;
    this.threads = threads;
    this.clock = clock;
  }

  /// A message that began with MAIL. SPF is asked now, the rest once the message is there.
  ///
  /// @param helo the name in HELO
  public Pending begin(InetAddress client, String helo, ReversePath sender) {
    Spf spf = new Spf(budgeted(), receiver, SpfLimits.STANDARD, clock);
    Path path =
        switch (sender) {
          case ReversePath.Null _ -> new Path.Null();
          case ReversePath.Sender(var address) -> new Path.Mailbox(address);
        };
    CompletableFuture<SpfResult> asked =
        CompletableFuture.supplyAsync(() -> spf.mailFrom(client, path, helo), threads);
    return new Pending(sender.toString(), helo, asked);
  }

  private Resolver budgeted() {
    return new Budgeted(resolver, QUESTIONS / 2, PATIENCE);
  }

  /// A message whose sender is known and whose octets are to come. One thread.
  public final class Pending {
    private final String sender;
    private final String helo;
    private final CompletableFuture<SpfResult> spf;

    private Pending(String sender, String helo, CompletableFuture<SpfResult> spf) {
      this.sender = sender;
      this.helo = helo;
      this.spf = spf;
    }

    /// The results for the message, which must be as it came. Waits for the DNS, never longer than
    /// [#PATIENCE] in all.
    public AuthResults finish(Message message) {
      Resolver budgeted = budgeted();
      KeyLookup keys = new DnsKeys(budgeted);
      List<DkimResult> dkim = signatures.with(keys).verify(message);
      ArcResult arc = chains.with(keys).verify(message);
      SpfResult known = spf.join();
      DmarcResult dmarc =
          new Dmarc(budgeted).evaluate(DmarcQuery.of(AuthorDomains.of(message), known, dkim));
      return new AuthResults(sender, helo, known, dkim, arc, dmarc);
    }
  }
}
