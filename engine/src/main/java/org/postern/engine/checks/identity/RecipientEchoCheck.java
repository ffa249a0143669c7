package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Part;

/// The recipient's own address as a stranger uses it who knows nothing else: in the subject, or as
/// the name of the sender.
public final class RecipientEchoCheck implements Check {

  static final Symbol RECIPIENT_IN_SUBJECT =
      symbol("RECIPIENT_IN_SUBJECT", 1.5, "the recipient's address stands in the subject");
  static final Symbol RECIPIENT_AS_NAME =
      symbol("RECIPIENT_AS_NAME", 1.5, "the sender's name holds the recipient's address");

  static final Symbol SENT_TO_ITSELF =
      symbol(
          "SENT_TO_ITSELF", 0.8, "To holds nobody but the sender, and the sender is no recipient");

  /// Not all of its invitations have a part for programs.
  private static final String CALENDAR = "calendar-server.bounces.google.com";

  private static final int MOST = 5;
  private static final int SHORTEST = 8;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "recipient-echo";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(RECIPIENT_IN_SUBJECT, RECIPIENT_AS_NAME, SENT_TO_ITSELF);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    Set<String> recipients = new LinkedHashSet<>();
    mail.envelope().to().stream()
        .limit(MOST)
        .map(recipient -> recipient.address().toString())
        .forEach(recipients::add);
    mail.header().to().stream().limit(MOST).map(Mailbox::address).forEach(recipients::add);
    recipients.removeIf(address -> address.length() < SHORTEST || address.indexOf('@') < 1);
    List<Finding> findings = new ArrayList<>();
    String subject = mail.header().subject().toLowerCase(Locale.ROOT);
    boolean invitation = invitation(mail);
    if (recipients.stream()
        .map(RecipientEchoCheck::lower)
        .anyMatch(address ->
            subject.contains(address)
                && !(invitation && subject.strip().endsWith("(" + address + ")")))) {
      findings.add(RECIPIENT_IN_SUBJECT.found(mail.header().subject()));
    }
    for (Mailbox mailbox : mail.header().from().stream().limit(MOST).toList()) {
      String name = lower(mailbox.name());
      if (recipients.stream()
          .map(RecipientEchoCheck::lower)
          .anyMatch(
              address -> name.contains(address) && !address.equals(lower(mailbox.address())))) {
        findings.add(RECIPIENT_AS_NAME.found(mailbox.name()));
        break;
      }
    }
    if (toItself(mail)) {
      findings.add(SENT_TO_ITSELF.found(mail.header().to().getFirst().address()));
    }
    return findings;
  }

  /// Whether it comes from a calendar: these end their subjects with whom they invite.
  private static boolean invitation(Case mail) {
    return CALENDAR.equals(Senders.envelopeDomain(mail))
        || mail.message().parts().stream()
            .map(Part::contentType)
            .anyMatch(type -> type.type().equals("text") && type.subtype().equals("calendar"));
  }

  private static boolean toItself(Case mail) {
    List<Mailbox> to = mail.header().to();
    if (to.size() != 1 || mail.envelope().to().isEmpty() || mail.relations().listNamed()) {
      return false;
    }
    String address = lower(to.getFirst().address());
    boolean author =
        mail.header().from().stream().anyMatch(from -> lower(from.address()).equals(address));
    return author
        && mail.envelope().to().stream()
            .noneMatch(recipient -> lower(recipient.address().toString()).equals(address));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
