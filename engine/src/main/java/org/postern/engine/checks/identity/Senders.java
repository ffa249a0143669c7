package org.postern.engine.checks.identity;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.facts.EnvelopeSender;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.mime.EncodedWords;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Mailbox;

/// What checks of who sent it ask about addresses.
final class Senders {

  /// Where anybody gets a name of his own to send from.
  private static final Set<String> TENANTS =
      Set.of("onmicrosoft.com", "awsapps.com", "firebaseapp.com", "zohomail.com", "wixsite.com");

  /// The same for those whose customers are companies with a name.
  private static final Set<String> HELP_DESKS =
      Set.of("zendesk.com", "freshdesk.com", "myshopify.com", "zohodesk.com", "helpscoutapp.com");

  private static final int LONGEST = 500;

  private Senders() {}

  /// The domain of the sender: of the first mailbox in From that has an address.
  static String domain(HeaderFacts header) {
    for (Mailbox mailbox : header.from()) {
      String domain = mailbox.domain();
      if (domain.indexOf('.') > 0) {
        return domain;
      }
    }
    return "";
  }

  /// The mailbox whose address is the sender's.
  static Optional<Mailbox> author(HeaderFacts header) {
    for (Mailbox mailbox : header.from()) {
      if (!mailbox.domain().isEmpty()) {
        return Optional.of(mailbox);
      }
    }
    return Optional.empty();
  }

  /// The name of the sender as a reader sees it: all words of From where some stand outside of
  /// mailboxes.
  static String name(Case mail) {
    List<Mailbox> from = mail.header().from();
    boolean mailboxes = true;
    String name = "";
    for (Mailbox mailbox : from) {
      mailboxes &= !mailbox.domain().isEmpty();
      name = name.isEmpty() && !mailbox.name().isBlank() ? mailbox.name() : name;
    }
    if (mailboxes) {
      return name;
    }
    String written = mail.message().headers().value("From").orElse("");
    String cut = written.length() > LONGEST ? written.substring(0, LONGEST) : written;
    int bracket = cut.indexOf('<');
    return EncodedWords.decode(bracket < 0 ? cut : cut.substring(0, bracket));
  }

  /// Whether a mailing list sent it on, under a name that is not the author's. What only offers to
  /// unsubscribe is no list, and neither is what only says so.
  static boolean throughList(Case mail, String from) {
    Headers headers = mail.message().headers();
    Optional<String> id = headers.value("List-Id");
    boolean list =
        id.isPresent()
            || HeaderFacts.discussed(headers)
            || headers.value("Precedence").orElse("").strip().equalsIgnoreCase("list");
    return list
        && mail.relations().listNamed()
        && id.map(value -> !value.toLowerCase(Locale.ROOT).contains(RegistrableDomain.of(from)))
            .orElse(true);
  }

  /// Whether it is a name below a domain that a provider gives to each of its customers.
  static boolean tenantOfMany(String host) {
    return TENANTS.contains(RegistrableDomain.owner(host));
  }

  /// Whether it is a name below the domain of a platform whose customers choose it.
  static boolean tenantOfPlatform(String host) {
    return tenantOfMany(host) || HELP_DESKS.contains(RegistrableDomain.owner(host));
  }

  /// The domain of the envelope's sender, see [#envelopeAddress].
  static String envelopeDomain(Case mail) {
    String address = envelopeAddress(mail);
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /// The envelope's sender; that of the topmost Return-Path where no envelope is known. Empty for
  /// the null sender and where neither is known.
  static String envelopeAddress(Case mail) {
    return EnvelopeSender.of(mail.envelope(), mail.header());
  }
}
