package org.postern.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.Moderated;
import org.postern.engine.facts.Questioned;
import org.postern.engine.facts.SenderRelations;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Who got a strange message shows it to somebody and asks: what stands below or is attached is not
/// his. Only of personal mail to few, whose author is vouched for where that was asked, and where
/// answers go to the author. A site does the same that lets its owner decide on somebody's words.
final class Asking {

  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);
  private static final String REPORT = "report";
  private static final int FEW = 5;
  private static final int FIELDS = 100;

  /// Fields of mail to many, or of a program.
  private static final List<String> IMPERSONAL =
      List.of("List-Unsubscribe", "Feedback-ID", "List-Id", "Auto-Submitted");

  private static final Set<String> KEPT =
      Set.of(
          "from",
          "to",
          "cc",
          "subject",
          "date",
          "message-id",
          "reply-to",
          "in-reply-to",
          "references");

  private Asking() {}

  static Optional<Case> of(Case mail) {
    Optional<String> said =
        personal(mail) && vouched(mail.relations())
            ? questioned(mail)
                .filter(shown -> !shown.leads() || colleagues(mail))
                .map(Questioned::own)
            : Optional.empty();
    return said.or(() -> moderated(mail).map(Moderated::own)).map(words -> own(mail, words));
  }

  private static Optional<Questioned> questioned(Case mail) {
    Optional<String> beside =
        mail.message().root().contentType().subtype().equals(REPORT)
            ? Optional.empty() // what a program sends back
            : ContentFacts.besideMessages(mail.message());
    return beside.isPresent()
        ? Questioned.beside(beside.get())
        : Questioned.of(mail.content().visible());
  }

  /// Whether everybody who gets it is of the domain of its author, which is not one that anybody
  /// has a mailbox of.
  private static boolean colleagues(Case mail) {
    String domain = mail.relations().from();
    return !domain.isEmpty()
        && !HostKind.FREE_MAIL.contains(mail.header().fromDomain())
        && toDomain(mail.header(), domain);
  }

  private static boolean toDomain(HeaderFacts header, String domain) {
    return !header.to().isEmpty()
        && header.to().stream().allMatch(box -> RegistrableDomain.of(box.domain()).equals(domain));
  }

  /// Only of what a site tells the domain that it has itself.
  private static Optional<Moderated> moderated(Case mail) {
    String domain = mail.relations().from();
    HeaderFacts header = mail.header();
    return !domain.isEmpty()
            && header.from().size() == 1
            && header.replyTo().isEmpty()
            && toDomain(header, domain)
        ? Moderated.of(mail.content().visible(), domain)
        : Optional.empty();
  }

  private static boolean personal(Case mail) {
    HeaderFacts header = mail.header();
    return header.from().size() == 1
        && !header.to().isEmpty()
        && header.to().size() <= FEW
        && header.replyTo().stream()
            .allMatch(box -> box.address().equalsIgnoreCase(header.from().getFirst().address()))
        && IMPERSONAL.stream().noneMatch(name -> mail.message().headers().first(name).isPresent());
  }

  private static boolean vouched(SenderRelations relations) {
    return relations.asked()
        ? relations.verified().contains(relations.from())
        : relations.returnPath().isEmpty() || relations.returnPath().equals(relations.from());
  }

  private static Case own(Case mail, String words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : mail.message().headers().fields().stream().limit(FIELDS).toList()) {
      if (KEPT.contains(field.name().toLowerCase(Locale.ROOT))) {
        write(out, field.name() + ": " + field.value().replaceAll("[\\r\\n]+", " ") + "\r\n");
      }
    }
    write(out, "Content-Type: text/plain; charset=utf-8\r\n\r\n" + words);
    Message message = PARSER.parse(out.toByteArray());
    return new Case(mail.envelope(), message, mail.sender());
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
