package org.postern.mail.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import org.postern.mail.address.Path;
import org.postern.mail.dns.Resolver;

/// `check_host()` of RFC 7208 section 4. Thread-safe: holds nothing of a query.
///
/// How many questions a message may ask altogether is the resolver's matter
/// ([org.postern.mail.dns.Budgeted]); a used up budget gives `TEMPERROR`.
public final class Spf {

  private final Resolver resolver;
  private final SpfLimits limits;
  private final String receiver;
  private final InstantSource clock;

  /// `receiver` is the name of this host, which owners may have in their explanations.
  public Spf(Resolver resolver, String receiver) {
    this(resolver, receiver, SpfLimits.STANDARD, InstantSource.system());
  }

  public Spf(Resolver resolver, String receiver, SpfLimits limits, InstantSource clock) {
    this.resolver = resolver;
    this.receiver = receiver;
    this.limits = limits;
    this.clock = clock;
  }

  /// Checks the sender of MAIL FROM; with a null sender the postmaster at the HELO name.
  public SpfResult mailFrom(InetAddress client, Path sender, String helo) {
    return check(SpfQuery.mailFrom(client, sender, helo));
  }

  /// Checks the name of HELO.
  public SpfResult helo(InetAddress client, String helo) {
    return check(SpfQuery.helo(client, helo));
  }

  public SpfResult check(SpfQuery query) {
    long now = clock.instant().getEpochSecond();
    return new Evaluation(resolver, limits, query, receiver, now).run();
  }
}
