package org.postern.mail.dkim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.postern.mail.mime.AddressList;
import org.postern.mail.mime.DateTime;
import org.postern.mail.mime.Mailbox;

/// Finds the notes on the signatures of one message; what they share is read once.
final class Notes {

  /// The list of RFC 6376 section 5.4.1, but for From, which must be signed.
  private static final List<String> ADVISED =
      List.of(
          "Reply-To",
          "Subject",
          "Date",
          "To",
          "Cc",
          "Resent-Date",
          "Resent-From",
          "Resent-To",
          "Resent-Cc",
          "In-Reply-To",
          "References",
          "List-Id",
          "List-Help",
          "List-Unsubscribe",
          "List-Subscribe",
          "List-Post",
          "List-Owner",
          "List-Archive");

  /// Fields that a reader is shown, or that say how to show the body.
  private static final List<String> LESSER =
      List.of("Sender", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding");

  /// How far the clocks of a signer and of who received the message may differ.
  private static final Duration TOLERANCE = Duration.ofMinutes(15);

  private static final int WEAK_BITS = 2_048;
  private static final int LONGEST_VALUE = 8_192;
  private static final int MOST_DOMAINS = 4;

  private final RawHeader header;
  private final Instant received;
  private final Map<String, Integer> counts = new HashMap<>();
  private final List<String> authors;
  private final List<String> answered;

  Notes(RawHeader header, Instant now) {
    this.header = header;
    for (RawHeader.Place place : header.places()) {
      counts.merge(place.name(), 1, Integer::sum);
    }
    authors = domains("from");
    answered = domains("reply-to");
    received = newest().filter(time -> time.isBefore(now)).orElse(now);
  }

  /// The notes on a signature, in the order of their weight.
  ///
  /// @param testing whether its key is for tests
  /// @param key where there is one that may be used
  List<DkimNote> on(
      DkimSignature signature, long unsigned, boolean testing, Optional<DkimKey> key) {
    List<DkimNote> notes = new ArrayList<>();
    authors.stream()
        .filter(domain -> !within(domain, signature.domain()))
        .forEach(domain -> notes.add(new DkimNote.AuthorElsewhere(domain)));
    if (signature.length().isPresent()) {
      notes.add(new DkimNote.BodyLimited(unsigned));
    }
    ahead(signature).ifPresent(notes::add);
    if (testing) {
      notes.add(new DkimNote.TestKey());
    }
    key.filter(one -> one.type().equals("rsa") && one.bits() < WEAK_BITS)
        .ifPresent(one -> notes.add(new DkimNote.WeakKey(one.bits())));
    Stream.concat(Stream.of("From"), Stream.concat(ADVISED.stream(), LESSER.stream()))
        .forEach(name -> field(signature, name).ifPresent(notes::add));
    return notes;
  }

  private Optional<DkimNote> ahead(DkimSignature signature) {
    if (signature.time().isEmpty()) {
      return Optional.empty();
    }
    Duration by = Duration.between(received, Instant.ofEpochSecond(signature.time().getAsLong()));
    return by.compareTo(TOLERANCE) > 0
        ? Optional.of(new DkimNote.SignedAhead(by))
        : Optional.empty();
  }

  private Optional<DkimNote> field(DkimSignature signature, String name) {
    int there = counts.getOrDefault(name.toLowerCase(Locale.ROOT), 0);
    if (there == 0) {
      return Optional.empty();
    }
    long signed = signature.names().stream().filter(name::equalsIgnoreCase).count();
    if (signed > 0) {
      // A field of a list may be there many times, and be added by whoever passes a message on.
      return signed < there && DkimPolicy.singular(name)
          ? Optional.of(new DkimNote.FieldAdded(name))
          : Optional.empty();
    }
    return Optional.of(new DkimNote.FieldUnsigned(name, advised(signature, name)));
  }

  private boolean advised(DkimSignature signature, String name) {
    return switch (name) {
      // An answer that stays with who signed leads nobody astray; many do not sign it.
      case "Reply-To" ->
          answered.isEmpty()
              || answered.stream().anyMatch(domain -> !within(domain, signature.domain()));
      // Section 8.2: with another boundary the unsigned part of the body is all that is shown.
      case "Content-Type" -> signature.length().isPresent();
      default -> ADVISED.contains(name);
    };
  }

  private static boolean within(String domain, String signing) {
    return domain.equals(signing) || domain.endsWith("." + signing);
  }

  /// The domains of the addresses in fields of that name, A-labels, from the top; those of a field
  /// that is too long are not looked at.
  private List<String> domains(String name) {
    return header.places().stream()
        .filter(place -> place.name().equals(name))
        .limit(MOST_DOMAINS)
        .filter(place -> place.end() - place.start() <= LONGEST_VALUE)
        .flatMap(place -> AddressList.parse(unfolded(place)).mailboxes().stream())
        .map(Mailbox::domain)
        .flatMap(domain -> DomainNames.ascii(domain, 1).stream())
        .distinct()
        .limit(MOST_DOMAINS)
        .toList();
  }

  private Optional<Instant> newest() {
    return header.places().stream()
        .filter(place -> place.name().equals("received"))
        .findFirst()
        .filter(place -> place.end() - place.start() <= LONGEST_VALUE)
        .map(this::unfolded)
        .flatMap(value -> DateTime.parse(value.substring(value.lastIndexOf(';') + 1)))
        .map(date -> date.time().toInstant());
  }

  private String unfolded(RawHeader.Place place) {
    return header.value(place).replace("\r", "").replace("\n", "");
  }
}
