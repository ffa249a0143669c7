package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.url.WebAddress;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.smtp.Envelope;

/// Which domains take part in a message, as registrable domains (`example.co.uk`), empty where one
/// is missing.
///
/// @param from of the first mailbox in From
/// @param sender of the first mailbox in Sender
/// @param replyTo of all mailboxes in Reply-To
/// @param returnPath of MAIL FROM, or of the field Return-Path where there was no envelope
/// @param messageId behind the `@` of Message-ID
/// @param listId of List-Id
/// @param unsubscribe of the addresses in List-Unsubscribe
/// @param signers of the DKIM signatures that are there, whether good or not
/// @param verified what a passed SPF check or signature proves
/// @param asked whether SPF and signatures were checked
/// @param group whether a group that is no list by its header passed it on: it was written to the
///   group, answers go there, and so does what comes back
/// @param listNamed whether it has the marks of a list or a newsletter, see [HeaderFacts], and they
///   name who sent it; where SPF and signatures were not checked, whether it has them
/// @param listShown whether besides SPF, a signature or a seal shows that who is named sent it, and
///   it is among the recipients
public record SenderRelations(
    String from,
    String sender,
    Set<String> replyTo,
    String returnPath,
    String messageId,
    String listId,
    Set<String> unsubscribe,
    Set<String> signers,
    Set<String> verified,
    boolean asked,
    boolean group,
    boolean listNamed,
    boolean listShown) {

  private static final int MOST = 20;
  private static final Pattern ADDRESSES_APART = Pattern.compile("[<>,\\s]+");

  public SenderRelations {
    replyTo = Set.copyOf(replyTo);
    unsubscribe = Set.copyOf(unsubscribe);
    signers = Set.copyOf(signers);
    verified = Set.copyOf(verified);
  }

  /// Reads them.
  public static SenderRelations of(
      Envelope envelope, Headers headers, HeaderFacts facts, SenderFacts known) {
    Set<String> verified = new LinkedHashSet<>();
    known.auth().ifPresent(auth -> auth.verifiedDomains().forEach(name -> add(name, verified)));
    ListMarks marks = ListMarks.of(headers, facts, known);
    return new SenderRelations(
        registrable(facts.fromDomain()),
        facts.sender().isEmpty() ? "" : registrable(facts.sender().getFirst().domain()),
        replyTo(facts),
        returnPath(envelope, facts),
        messageId(headers),
        headers.value("List-Id").map(SenderRelations::listId).orElse(""),
        unsubscribe(headers),
        signers(headers),
        verified,
        known.auth().isPresent(),
        GroupMail.distributed(envelope, facts),
        marks.named(),
        marks.shown());
  }

  /// Whether a domain is one of those that stand behind the message: author, envelope, list,
  /// signers. Anybody can write Sender, List-Id, and a signature that is none: where that was
  /// checked, what did not pass does not count.
  public boolean involves(String host) {
    String domain = registrable(host);
    return !domain.isEmpty()
        && (domain.equals(from)
            || domain.equals(returnPath)
            || verified.contains(domain)
            || (!asked
                && (domain.equals(sender) || domain.equals(listId) || signers.contains(domain))));
  }

  /// Whether the author has a mailbox anybody can have.
  public boolean freeMail() {
    return HostKind.FREE_MAIL.contains(from);
  }

  private static Set<String> replyTo(HeaderFacts facts) {
    Set<String> domains = new LinkedHashSet<>();
    facts.replyTo().stream().limit(MOST).map(Mailbox::domain).forEach(name -> add(name, domains));
    return domains;
  }

  private static String returnPath(Envelope envelope, HeaderFacts facts) {
    String address = EnvelopeSender.of(envelope, facts);
    return registrable(address.substring(address.lastIndexOf('@') + 1));
  }

  private static String messageId(Headers headers) {
    return headers
        .value("Message-ID")
        .map(id -> registrable(id.substring(id.lastIndexOf('@') + 1).replace(">", "").strip()))
        .orElse("");
  }

  private static String listId(String value) {
    int open = value.lastIndexOf('<');
    int close = value.indexOf('>', open + 1);
    String id = open < 0 || close < 0 ? value : value.substring(open + 1, close);
    return registrable(id.strip());
  }

  private static Set<String> unsubscribe(Headers headers) {
    Set<String> domains = new LinkedHashSet<>();
    headers
        .value("List-Unsubscribe")
        .ifPresent(value -> {
          for (String one : ADDRESSES_APART.split(value, MOST)) {
            int at = one.indexOf('@');
            if (one.startsWith("mailto:") && at > 0) {
              int end = one.indexOf('?');
              add(one.substring(at + 1, end < at ? one.length() : end), domains);
            } else if (one.startsWith("http")) {
              WebAddress.parse(one).ifPresent(address -> add(address.host(), domains));
            }
          }
        });
    return domains;
  }

  private static Set<String> signers(Headers headers) {
    Set<String> domains = new LinkedHashSet<>();
    List<Field> signatures = new ArrayList<>(headers.all("DKIM-Signature"));
    for (Field signature : signatures.subList(0, Math.min(MOST, signatures.size()))) {
      tag(signature.value()).ifPresent(name -> add(name, domains));
    }
    return domains;
  }

  private static Optional<String> tag(String signature) {
    for (String tag : signature.split(";", 50)) {
      String plain = tag.strip();
      if (plain.startsWith("d=") || plain.startsWith("d =")) {
        return Optional.of(plain.substring(plain.indexOf('=') + 1).strip());
      }
    }
    return Optional.empty();
  }

  private static void add(String name, Set<String> domains) {
    String domain = registrable(name);
    if (!domain.isEmpty()) {
      domains.add(domain);
    }
  }

  private static String registrable(String name) {
    return RegistrableDomain.of(name.toLowerCase(Locale.ROOT));
  }
}
