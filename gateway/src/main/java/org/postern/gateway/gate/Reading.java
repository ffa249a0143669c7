package org.postern.gateway.gate;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.engine.Case;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.verdict.Report;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.auth.Authenticator.Pending;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.Envelope;

/// Reads a message: parsed once, forged fields of ours removed before anything looks at them.
final class Reading {

  private static final int SHOWN = 500;

  private final MimeParser parser;
  private final String authservId;
  private final Supplier<ListSnapshot> lists;
  private final InstantSource clock;

  /// @param authservId our name in Authentication-Results
  /// @param lists the lists of senders as they are at the moment
  Reading(MimeParser parser, String authservId, Supplier<ListSnapshot> lists, InstantSource clock) {
    this.parser = parser;
    this.authservId = authservId;
    this.lists = lists;
    this.clock = clock;
  }

  /// Begins to ask the DNS who sent a message. Keeps nothing of its octets.
  void ask(byte[] octets, Pending auth) {
    auth.ask(octets, parser.headers(octets));
  }

  /// @param visit what the tests at the gate found, once the sender is authenticated
  /// @param auth the sender to authenticate; empty where nobody wants it
  Examined read(Envelope envelope, byte[] octets, Visit visit, Optional<Pending> auth) {
    Message original = parser.parse(octets);
    Message message = original;
    // Before anything is removed: signatures are over the octets as they came.
    Optional<AuthResults> results = auth.map(pending -> pending.finish(original));
    SenderFacts sender = new SenderFacts(visit.learnt(results), results, visit.hostName());
    byte[] clean = ForgedFields.removed(octets, authservId);
    if (clean.length != octets.length) {
      message = parser.parse(clean);
    }
    Case mail = new Case(envelope, message, sender);
    return new Examined(
        envelope,
        clean,
        mail,
        new Listing(lists.get(), mail, clock.instant()),
        Report.EMPTY,
        Optional.empty(),
        shown(message.headers().text("Subject").orElse("")),
        shown(message.headers().value("Message-ID").orElse("").strip()));
  }

  /// How many servers the message has passed (RFC 5321 section 6.3).
  static int hops(Examined mail) {
    int hops = 0;
    for (Field field : mail.mail().message().headers().fields()) {
      if (field.name().toLowerCase(Locale.ROOT).equals("received")) {
        hops++;
      }
    }
    return hops;
  }

  // For log rows: one line, bounded.
  private static String shown(String text) {
    String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN);
    return cut.chars().noneMatch(Character::isISOControl)
        ? cut
        : cut.replaceAll("\\p{Cntrl}+", " ");
  }
}
