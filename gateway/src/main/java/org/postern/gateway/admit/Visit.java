package org.postern.gateway.admit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Report;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Oddity;
import org.postern.mail.smtp.Recipient;

/// One connection, as admission sees it. One thread: the session's. Methods may block for a short
/// while: for look-ups that `open` began, or to slow a client down.
///
/// What refuses before the recipient is known binds every domain, so it needs ground that nobody
/// doubts: a blocked address, a rate. Everything else waits for `rcpt`.
public interface Visit {

  /// Before the banner.
  default Optional<Refused> connected() {
    return Optional.empty();
  }

  /// How long to be quiet before the banner's last line, to see whether the client waits for it.
  default Duration quiet() {
    return Duration.ZERO;
  }

  /// The client did what mail servers do not do. A refusal ends the session.
  default Optional<Refused> noticed(Oddity oddity) {
    return Optional.empty();
  }

  /// HELO or EHLO.
  default Optional<Refused> hello(Hello hello) {
    return Optional.empty();
  }

  /// STARTTLS succeeded: what was said before is forgotten, HELO comes again.
  default void encrypted() {}

  /// MAIL. The null sender is always let through here (RFC 5321 section 4.5.5).
  default Optional<Refused> mail(MailFrom from) {
    return Optional.empty();
  }

  /// RCPT to a domain that is served, before its recipient is looked for. Not called for postmaster
  /// and abuse.
  default Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
    return Optional.empty();
  }

  /// The recipient does not exist, by list or by the word of the next hop.
  default void unknown(Recipient recipient, Domain domain) {}

  /// The recipient exists, by list or by the word of the next hop: somebody was asked who does not
  /// say so of everybody. Not called for postmaster and abuse. It may be refused all the same.
  default void known(Recipient recipient, Domain domain) {}

  /// The recipient was taken, whether or not anybody was asked.
  default void accepted(MailFrom from, Recipient recipient, Domain domain) {}

  /// The last dot: the message was read, its sender authenticated, and examined early; nobody would
  /// refuse it yet.
  ///
  /// @param binding the tests on which the domains of all its recipients refuse
  default Optional<Refused> message(Case mail, Report early, Set<GateTest> binding) {
    return Optional.empty();
  }

  /// What was found so far, for the evidence. Asked at each last dot; waits for look-ups that are
  /// still under way, within their limits.
  default List<Observation> learnt() {
    return List.of();
  }

  /// The same, where it is known who sent the message.
  ///
  /// @param auth empty where nobody asked
  default List<Observation> learnt(Optional<AuthResults> auth) {
    return learnt();
  }

  /// The name of the client, as far as it is known by now: one to which its address leads and that
  /// leads back to it. Does not wait.
  default Optional<String> hostName() {
    return Optional.empty();
  }

  /// The connection is over.
  default void closed() {}
}
