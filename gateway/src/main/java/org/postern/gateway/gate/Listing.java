package org.postern.gateway.gate;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.engine.Case;
import org.postern.engine.verdict.Listed;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.gateway.lists.SenderIdentity;

/// The lists of senders as they apply to one message: one snapshot and one moment for its whole
/// way.
///
/// Thread-safe: two threads that ask at the same moment may both find out who the sender is, with
/// the same result.
final class Listing {

  private final ListSnapshot lists;
  private final Case mail;
  private final Instant now;
  private volatile @Nullable SenderIdentity sender;

  Listing(ListSnapshot lists, Case mail, Instant now) {
    this.lists = lists;
    this.mail = mail;
    this.now = now;
  }

  /// The entry that decides for this recipient.
  Optional<Stored> of(Addressee addressee) {
    return lists.concerns(addressee.tenant(), addressee.recipient().address())
        ? lists
            .find(addressee.tenant(), addressee.recipient().address(), sender(), now)
            .filter(one -> applies(one, addressee))
        : Optional.empty();
  }

  /// Whether an entry may decide for this recipient: those who help are shut to nobody.
  static boolean applies(Stored entry, Addressee addressee) {
    return entry.entry().kind() == Listed.Kind.ALLOW || !addressee.reachedByAll();
  }

  private SenderIdentity sender() {
    SenderIdentity known = sender;
    if (known == null) {
      known = SenderIdentity.of(mail);
      sender = known;
    }
    return known;
  }
}
