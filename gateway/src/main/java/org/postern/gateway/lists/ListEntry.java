package org.postern.gateway.lists;

import java.time.Instant;
import java.util.Optional;
import org.postern.engine.verdict.Listed;
import org.postern.gateway.tenant.TenantId;

/// One entry of an allow or block list.
///
/// @param identity which sender the pattern is compared with
/// @param unsafe whether an allow entry holds for a sender that nobody verified; of no meaning in a
///   block entry, which needs no proof
/// @param note why, in the words of who added it; empty where nothing was said
/// @param expires from when on it is as if it were not there
public record ListEntry(
    ListScope scope,
    Listed.Kind kind,
    SenderPattern pattern,
    Identity identity,
    boolean unsafe,
    String note,
    Instant created,
    Optional<Instant> expires) {

  /// Longer notes are refused.
  public static final int LONGEST_NOTE = 200;

  /// The two senders of a message.
  public enum Identity {
    /// The author in From; for a block entry the sender in MAIL FROM too.
    AUTHOR,
    /// The sender in MAIL FROM alone.
    ENVELOPE
  }

  public ListEntry {
    if (note.length() > LONGEST_NOTE || note.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a note is one line of at most " + LONGEST_NOTE + " characters");
    }
    boolean everything =
        pattern instanceof SenderPattern.Below && pattern.text().lastIndexOf('.') == 0;
    if (kind == Listed.Kind.ALLOW && everything) {
      throw new IllegalArgumentException(
          "all of " + pattern.text() + " is too much to allow; name a domain below it");
    }
  }

  /// Whether its time is over.
  public boolean expired(Instant now) {
    return expires.isPresent() && !now.isBefore(expires.get());
  }

  /// An entry in its store.
  ///
  /// @param id of its own, never given again
  public record Stored(TenantId tenant, long id, ListEntry entry) {

    /// In words, for the evidence: `block .b.example for user@a.example (entry 12)`.
    public String words() {
      StringBuilder words = new StringBuilder();
      words.append(entry.kind().name().toLowerCase(java.util.Locale.ROOT)).append(' ');
      words.append(entry.identity() == Identity.ENVELOPE ? "envelope sender " : "");
      words.append(entry.pattern().text()).append(" for ");
      words.append(
          switch (entry.scope()) {
            case ListScope.Everybody _ ->
                tenant.equals(TenantId.PLATFORM) ? "everybody" : "tenant " + tenant;
            case ListScope.OfDomain(var domain) -> domain;
            case ListScope.OfRecipient(var address) -> address;
          });
      return words
          .append(entry.unsafe() ? ", unsafe" : "")
          .append(" (entry ")
          .append(id)
          .append(')')
          .toString();
    }

    /// What the policy is told.
    public Listed listed() {
      return new Listed(entry.kind(), words());
    }
  }
}
