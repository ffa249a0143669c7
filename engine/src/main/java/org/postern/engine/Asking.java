package org.postern.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.Questioned;
import org.postern.engine.facts.SenderRelations;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// Who got a strange message shows it to somebody and asks: what stands below is not his. Only of
/// personal mail to few, whose author is vouched for where that was asked, and where answers go to
/// the author.
final class Asking {

  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);
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
    return personal(mail) && vouched(mail.relations())
        ? Questioned.of(mail.content().visible()).map(shown -> own(mail, shown))
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

  private static Case own(Case mail, Questioned shown) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : mail.message().headers().fields().stream().limit(FIELDS).toList()) {
      if (KEPT.contains(field.name().toLowerCase(Locale.ROOT))) {
        write(out, field.name() + ": " + field.value().replaceAll("[\\r\\n]+", " ") + "\r\n");
      }
    }
    write(out, "Content-Type: text/plain; charset=utf-8\r\n\r\n" + shown.own());
    Message message = PARSER.parse(out.toByteArray());
    return new Case(mail.envelope(), message, mail.sender());
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
