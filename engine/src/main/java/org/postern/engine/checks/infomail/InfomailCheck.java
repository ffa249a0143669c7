package org.postern.engine.checks.infomail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.checks.infomail.Wording.Topic;
import org.postern.engine.facts.Link;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.url.HostKind;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Tells newsletters and marketing, mailing lists, notifications and mail about one transaction
/// apart, by header fields (RFC 2369, 2919, 3834, 8058), traces of sending platforms, wording in
/// the first and last part of the text, and the links.
///
/// Nothing of it is proof of honesty: spam wears the same clothes, so the kinds weigh next to
/// nothing and name the message only where the score finds no spam.
public final class InfomailCheck implements Check {

  static final Symbol NEWSLETTER =
      Symbol.kind(
          "NEWSLETTER",
          Group.CONTENT,
          -0.5,
          Category.INFOMAIL,
          Stage.ACTIVE,
          "it has the form of a newsletter");
  static final Symbol MARKETING =
      Symbol.kind(
          "MARKETING",
          Group.CONTENT,
          -0.2,
          Category.INFOMAIL,
          Stage.ACTIVE,
          "it has the form of a newsletter, and offers or asks for something");
  static final Symbol MAILING_LIST =
      Symbol.scored(
          "MAILING_LIST",
          Group.CONTENT,
          -0.5,
          Stage.ACTIVE,
          "a mailing list distributed it, where many write to many");
  static final Symbol TRANSACTIONAL =
      Symbol.scored(
          "TRANSACTIONAL",
          Group.CONTENT,
          -0.2,
          Stage.ACTIVE,
          "it is about one order, payment, code or booking of the reader");
  static final Symbol NOTIFICATION =
      Symbol.scored(
          "NOTIFICATION",
          Group.CONTENT,
          -0.2,
          Stage.ACTIVE,
          "a program wrote it for one reader: Auto-Submitted or the like");

  static final Symbol BORROWED =
      Symbol.scored(
          "NEWSLETTER_BORROWED",
          Group.CONTENT,
          1.5,
          Stage.ACTIVE,
          "the text and links of a newsletter, whose header is none, and no link leads to the sender");

  /// From this weight of signs on it is mass mail; twice that is certainty.
  private static final double ENOUGH = 3;

  /// So many points of one sign of impersonation are too many for a transaction.
  private static final double STRONG = 2;

  private static final int HEAD = 1_200;
  private static final int TAIL = 3_000;
  private static final int LINKS = 200;
  private static final int LEAST_LINKS = 3;
  private static final double WITHOUT_PLATFORM = 0.4;
  private static final Pattern PASSED_ON =
      Pattern.compile(
          "^\\s*\\[?(?:re|fwd?|aw|wg|tr|enc|rv|i|vs|sv|vb|doorst|antw|odp|pd|转发|回复|fs)\\s?[:：]",
          Pattern.CASE_INSENSITIVE);

  /// The head of the message that is passed on, in a line of its own.
  private static final Pattern FORWARDED =
      Pattern.compile(
          "(?:^|\\n)[ *_>-]{0,100}(?:begin forwarded message|forwarded message|original message|weitergeleitete nachricht"
              + "|ursprüngliche nachricht|message transféré|mensagem encaminhada|mensaje reenviado|messaggio inoltrato"
              + "|doorgestuurd bericht|(?:from|von|de|da|van|od|från|fra)[ *]{0,3}:[^\\n]{0,200}@)",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  @Override
  public String name() {
    return "infomail";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(NEWSLETTER, MARKETING, MAILING_LIST, TRANSACTIONAL, NOTIFICATION, BORROWED);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    HeaderSigns header = HeaderSigns.of(mail.message().headers());
    if (header.list()) {
      return List.of(MAILING_LIST.found());
    }
    String subject = mail.header().subject().toLowerCase(Locale.ROOT);
    Wording.Said ends = Wording.STANDARD.said(Wording.ends(mail.content().visible(), HEAD, TAIL));
    Signs signs = header.mailing();
    boolean plain = signs.weight() == 0 && !header.automatic() && !header.reply();
    wording(ends, signs);
    links(mail.content().links(), signs);
    if (header.reply()) {
      signs.add(-2, "");
    }
    boolean transaction =
        Wording.STANDARD.find(Topic.TRANSACTION, subject).isPresent()
            && Wording.STANDARD.find(Topic.OFFER, subject).isEmpty();
    List<Finding> found = new ArrayList<>();
    if (transaction) {
      // nobody does business with strangers from a free mailbox, or under somebody else's name
      if (!mail.relations().freeMail() && !feigned(mail)) {
        found.add(TRANSACTIONAL.found(mail.header().subject()));
      }
    } else if (signs.weight() >= ENOUGH && !invites(mail)) {
      boolean offers =
          Wording.STANDARD.find(Topic.OFFER, subject).isPresent() || ends.count(Topic.OFFER) >= 2;
      // the form of mass mail is half an excuse for somebody else's name
      double strength = (mail.feigned() ? 0.5 : 1) * Math.min(1, signs.weight() / (2 * ENOUGH));
      found.add((offers ? MARKETING : NEWSLETTER).found(strength, signs.told()));
    }
    if (plain && !transaction && borrowed(mail, ends)) {
      found.add(BORROWED.found(platform(mail) || twoFaced(mail) ? 1 : WITHOUT_PLATFORM, List.of()));
    }
    if (found.isEmpty() && header.automatic() && !feigned(mail)) {
      found.add(NOTIFICATION.found());
    }
    return found;
  }

  /// Whether a strong sign says that the sender only pretends to be somebody.
  private static boolean feigned(Case mail) {
    return mail.before().findings().stream()
        .filter(one -> one.symbol().kind().equals(Optional.of(Category.PHISHING)))
        .anyMatch(one -> one.points() >= STRONG);
  }

  /// Whether it is about one appointment: a calendar takes part.
  private static boolean invites(Case mail) {
    return mail.message().parts().stream()
        .anyMatch(part -> part.contentType().name().equals("text/calendar"));
  }

  /// Whether it can be left, but has nothing to do with who sent it; what is passed on by hand is
  /// left out.
  private static boolean borrowed(Case mail, Wording.Said ends) throws InterruptedException {
    List<Target> targets = mail.targets().all();
    return targets.size() >= LEAST_LINKS
        && !mail.targets().anyInvolved()
        && !PASSED_ON.matcher(mail.header().subject()).find()
        && mail.message().headers().first("References").isEmpty()
        && (ends.first(Topic.UNSUBSCRIBE).isPresent()
            || targets.stream().limit(LINKS).anyMatch(InfomailCheck::leaves))
        && !FORWARDED.matcher(mail.content().visible()).find();
  }

  private static boolean leaves(Target target) {
    return leaves(target.link());
  }

  private static boolean leaves(Link link) {
    return Wording.STANDARD.find(Topic.LINK, link.target().toLowerCase(Locale.ROOT)).isPresent();
  }

  private static boolean anyLeaves(List<Link> links) {
    int most = Math.min(LINKS, links.size());
    for (int i = 0; i < most; i++) {
      if (leaves(links.get(i))) {
        return true;
      }
    }
    return false;
  }

  /// Whether it is left at another domain than the first link leads to, with other links to that
  /// domain too.
  private static boolean twoFaced(Case mail) throws InterruptedException {
    List<Target> targets = mail.targets().all().stream().limit(LINKS).toList();
    String first = targets.getFirst().destination().registrable();
    return targets.stream()
        .filter(InfomailCheck::leaves)
        .map(target -> target.destination().registrable())
        .filter(domain -> !domain.isEmpty() && !domain.equals(first))
        .anyMatch(domain ->
            targets.stream().filter(one -> one.destination().registrable().equals(domain)).count()
                >= LEAST_LINKS);
  }

  private static boolean platform(Case mail) throws InterruptedException {
    return mail.targets().all().stream()
        .limit(LINKS)
        .anyMatch(target -> target.kinds().contains(HostKind.SENDING_PLATFORM));
  }

  private static void wording(Wording.Said ends, Signs signs) {
    ends.first(Topic.UNSUBSCRIBE).ifPresent(phrase -> signs.add(1.5, "\"" + phrase + "\""));
    ends.first(Topic.MAILING).ifPresent(phrase -> signs.add(1, "\"" + phrase + "\""));
  }

  private static void links(List<Link> links, Signs signs) {
    if (anyLeaves(links)) {
      signs.add(1, "a link that ends a subscription");
    }
    if (links.size() >= 4) {
      signs.add(0.5, links.size() + " links");
    }
  }
}
