package org.postern.gateway.lists;

import java.util.List;
import java.util.Optional;
import org.postern.engine.Case;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dmarc.AuthorDomains;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.mime.Mailbox;

/// The senders of one message, in the form in which entries name them, and what was verified of
/// them.
///
/// @param envelope the address in MAIL FROM; empty for the null sender
/// @param envelopeVerified whether SPF or a signature of that domain proves it, and DMARC says
///   nothing against the author
/// @param authors the addresses in From
/// @param authorDomains every domain that any reader may take for the author's
/// @param single whether all readers see one author; nothing is allowed otherwise
/// @param authorVerified whether an aligned check proves the author's domain
public record SenderIdentity(
    Optional<String> envelope,
    boolean envelopeVerified,
    List<String> authors,
    List<String> authorDomains,
    boolean single,
    boolean authorVerified) {

  public SenderIdentity {
    authors = List.copyOf(authors);
    authorDomains = List.copyOf(authorDomains);
  }

  /// What a message says of its senders, and what was verified.
  public static SenderIdentity of(Case mail) {
    Optional<AuthResults> auth = mail.sender().auth();
    AuthorDomains author =
        auth.map(results -> results.dmarc().author())
            .orElseGet(() -> AuthorDomains.of(mail.message()));
    List<String> authors =
        mail.header().from().stream()
            .map(SenderIdentity::address)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    boolean single = !author.ambiguous() && author.domains().size() == 1 && authors.size() == 1;
    Optional<EmailAddress> from = sender(mail.envelope().from().path());
    return new SenderIdentity(
        from.flatMap(SenderPattern::address),
        auth.filter(results -> verified(results, from)).isPresent(),
        authors,
        author.domains(),
        single,
        auth.flatMap(AuthResults::verifiedAuthor).isPresent());
  }

  /// What is known at MAIL: nothing of an author, and nothing verified.
  public static SenderIdentity ofEnvelope(ReversePath path) {
    return new SenderIdentity(
        sender(path).flatMap(SenderPattern::address), false, List.of(), List.of(), false, false);
  }

  private static boolean verified(AuthResults results, Optional<EmailAddress> from) {
    DmarcStatus author = results.dmarc().status();
    return (author == DmarcStatus.PASS || author == DmarcStatus.NONE)
        && from.flatMap(address -> SenderPattern.domain(address.domain()))
            .filter(results.verifiedDomains()::contains)
            .isPresent();
  }

  private static Optional<EmailAddress> sender(ReversePath path) {
    return switch (path) {
      case ReversePath.Null _ -> Optional.empty();
      case ReversePath.Sender(var address) -> Optional.of(address);
    };
  }

  private static Optional<String> address(Mailbox mailbox) {
    return mailbox.domain().isEmpty()
        ? Optional.empty()
        : SenderPattern.address(new EmailAddress(mailbox.local(), mailbox.domain()));
  }
}
