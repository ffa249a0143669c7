package org.postern.gateway.lists;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.verdict.Listed.Kind;
import org.postern.gateway.lists.ListEntry.Identity;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.mail.address.ReversePath;

/// The entries of one scope, found by their patterns. Filled once, then only read.
final class ScopeLists {

  // The narrower the pattern the sooner it decides; of two that are alike the block.
  private static final Comparator<Stored> ORDER =
      Comparator.comparingInt((Stored one) -> one.entry().pattern().width())
          .thenComparingInt(one -> one.entry().kind() == Kind.BLOCK ? 0 : 1);

  private final Map<String, Stored> author = new HashMap<>();
  private final Map<String, Stored> envelope = new HashMap<>();
  // Patterns that have a narrower allow entry within them.
  private final Set<String> sheltered = new HashSet<>();
  private boolean allows;

  void add(Stored stored) {
    ListEntry entry = stored.entry();
    (entry.identity() == Identity.AUTHOR ? author : envelope).put(entry.pattern().text(), stored);
    if (entry.kind() == Kind.ALLOW) {
      allows = true;
      shelter(entry.pattern());
    }
  }

  private void shelter(SenderPattern pattern) {
    String domain = domain(pattern.text());
    switch (pattern) {
      case SenderPattern.Address _ -> {
        sheltered.add(domain);
        sheltered.add("." + domain);
      }
      case SenderPattern.OneDomain _ -> sheltered.add("." + domain);
      case SenderPattern.Below _ -> domain = domain.substring(1);
    }
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      sheltered.add(domain.substring(dot));
    }
  }

  private static String domain(String text) {
    return text.substring(text.lastIndexOf('@') + 1);
  }

  /// Whether any entry allows anything.
  boolean allows() {
    return allows;
  }

  /// The entry of this scope that decides.
  ///
  /// Author and envelope sender are two identities: an allow entry for the one stands against block
  /// entries that both match and are wider, never against one that the other matches alone.
  Optional<Stored> decide(SenderIdentity sender, Instant now) {
    List<Stored> ofAuthor = new ArrayList<>();
    for (String address : sender.authors()) {
      find(author, address, ofAuthor);
      below(author, domain(address), ofAuthor);
    }
    for (String domain : sender.authorDomains()) {
      below(author, domain, ofAuthor);
    }
    ofAuthor.removeIf(one -> !holds(one, sender, now));
    List<Stored> ofEnvelope = ofEnvelope(sender.envelope());
    ofEnvelope.removeIf(one -> !holds(one, sender, now));
    if (ofAuthor.isEmpty() && ofEnvelope.isEmpty()) {
      return Optional.empty();
    }
    return allowed(ofAuthor, ofEnvelope)
        .or(() -> allowed(ofEnvelope, ofAuthor))
        .or(() -> blocked(ofAuthor))
        .or(() -> blocked(ofEnvelope));
  }

  /// A block entry for the sender in MAIL FROM that no entry of this scope can stand against,
  /// whatever the author turns out to be.
  Optional<Stored> blocks(ReversePath from, Instant now) {
    SenderIdentity sender = SenderIdentity.ofEnvelope(from);
    return ofEnvelope(sender.envelope()).stream()
        .filter(one -> holds(one, sender, now))
        .filter(one -> !sheltered.contains(one.entry().pattern().text()))
        .min(ORDER);
  }

  private List<Stored> ofEnvelope(Optional<String> sender) {
    List<Stored> found = new ArrayList<>();
    sender.ifPresent(address -> {
      find(author, address, found);
      below(author, domain(address), found);
      found.removeIf(one -> one.entry().kind() == Kind.ALLOW);
      find(envelope, address, found);
      below(envelope, domain(address), found);
    });
    return found;
  }

  private static void below(Map<String, Stored> entries, String domain, List<Stored> found) {
    if (entries.isEmpty()) {
      return;
    }
    find(entries, domain, found);
    find(entries, "." + domain, found);
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      find(entries, domain.substring(dot), found);
    }
  }

  private static void find(Map<String, Stored> entries, String key, List<Stored> found) {
    Stored stored = entries.get(key);
    if (stored != null) {
      found.add(stored);
    }
  }

  private static boolean holds(Stored stored, SenderIdentity sender, Instant now) {
    ListEntry entry = stored.entry();
    if (entry.expired(now)) {
      return false;
    }
    if (entry.kind() == Kind.BLOCK) {
      return true;
    }
    boolean verified =
        switch (entry.identity()) {
          case AUTHOR -> sender.authorVerified();
          case ENVELOPE -> sender.envelopeVerified();
        };
    return sender.single() && (verified || entry.unsafe());
  }

  private static Optional<Stored> allowed(List<Stored> own, List<Stored> others) {
    return own.stream()
        .min(ORDER)
        .filter(one -> one.entry().kind() == Kind.ALLOW)
        .filter(_ ->
            others.stream()
                .filter(one -> one.entry().kind() == Kind.BLOCK)
                .allMatch(own::contains));
  }

  private static Optional<Stored> blocked(List<Stored> found) {
    return found.stream().filter(one -> one.entry().kind() == Kind.BLOCK).min(ORDER);
  }
}
