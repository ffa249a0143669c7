package org.postern.engine.checks.rules;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.facts.Contacts;
import org.postern.engine.facts.Contacts.Wallet;
import org.postern.engine.facts.Forwarded;
import org.postern.engine.facts.FreeMailboxes;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.Link;
import org.postern.engine.rules.Facts;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.url.WebAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Part;
import org.postern.mail.spf.SpfVerdict;

/// What rules can ask with `eval:` besides what is in the text: SPF, DKIM and DMARC by the names of
/// SpamAssassin, and facts of ours. docs/rules.md lists them. One thread.
final class RuleFacts implements Facts {

  static final Set<String> NAMES =
      Set.of(
          "check_for_spf_pass",
          "check_for_spf_fail",
          "check_for_spf_softfail",
          "check_for_spf_neutral",
          "check_for_spf_none",
          "check_dkim_signed",
          "check_dkim_valid",
          "check_dkim_valid_author_sig",
          "check_dmarc_pass",
          "check_dmarc_reject",
          "check_dmarc_quarantine",
          "check_dmarc_none",
          "from_freemail",
          "reply_to_elsewhere",
          "reply_to_freemail",
          "reply_to_other_mailbox",
          "is_reply",
          "forwarded",
          "forwarded_bare",
          "free_mailbox_in_text",
          "wallet_in_text",
          "iban_in_text",
          "discussion",
          "web_links_at_least",
          "list_mail",
          "sender_verified",
          "link_of_kind",
          "link_to_address",
          "links_elsewhere",
          "links_at_least",
          "text_shorter_than",
          "attachment_named",
          "hidden_text",
          "found",
          "recipients_hidden");

  private static final int LINKS = 200;
  private static final Pattern ADDRESS = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}|\\[.*\\]");

  /// Letters before what is passed on: no more than a greeting has.
  private static final int BARE = 30;

  private static final int FEW_MAILBOXES = 2;

  private static final Pattern ANSWER =
      Pattern.compile("^.{0,60}?(?<!\\p{L})\\p{L}{1,10}(?:[\\[(]?\\d{1,3}[\\])]?)?\\s{0,2}[:：]");
  private static final Pattern ID = Pattern.compile("<[^<>\\s]{1,300}@[^<>\\s]{1,300}>");

  private final Case mail;

  RuleFacts(Case mail) {
    this.mail = mail;
  }

  static String envelopeFrom(Case mail) {
    return switch (mail.envelope().from().path()) {
      case ReversePath.Null _ -> "";
      case ReversePath.Sender sender -> sender.address().toString();
    };
  }

  /// The addresses behind the links that were followed.
  static List<String> ledTo(Case mail) {
    return mail.followed().all().stream()
        .flatMap(one -> one.chain().stream().skip(1))
        .map(WebAddress::toString)
        .toList();
  }

  @Override
  public boolean test(String function, List<String> arguments) {
    return switch (function) {
      case "check_for_spf_pass" -> spf(SpfVerdict.PASS);
      case "check_for_spf_fail" -> spf(SpfVerdict.FAIL);
      case "check_for_spf_softfail" -> spf(SpfVerdict.SOFTFAIL);
      case "check_for_spf_neutral" -> spf(SpfVerdict.NEUTRAL);
      case "check_for_spf_none" -> spf(SpfVerdict.NONE);
      case "check_dkim_signed" -> auth().filter(known -> !known.dkim().isEmpty()).isPresent();
      case "check_dkim_valid" ->
          auth().filter(known -> known.dkim().stream().anyMatch(one -> one.passed())).isPresent();
      case "check_dkim_valid_author_sig", "sender_verified" ->
          auth().flatMap(AuthResults::verifiedAuthor).isPresent();
      case "check_dmarc_pass" ->
          auth().filter(known -> known.dmarc().status() == DmarcStatus.PASS).isPresent();
      case "check_dmarc_reject", "check_dmarc_quarantine", "check_dmarc_none" ->
          failed(function.substring("check_dmarc_".length()));
      case "attachment_named" -> attachmentNamed(arguments);
      case "found" -> found(arguments);
      default -> ofMail(function, arguments.isEmpty() ? "" : arguments.getFirst());
    };
  }

  /// Whether an earlier stage found a symbol, with at least so many percent of its points.
  private boolean found(List<String> arguments) {
    if (arguments.isEmpty()) {
      return false;
    }
    return mail.before().findings().stream()
        .filter(one -> one.symbol().name().equals(arguments.getFirst()))
        .anyMatch(one -> arguments.size() < 2 || 100 * one.strength() >= number(arguments.get(1)));
  }

  private Optional<AuthResults> auth() {
    return mail.sender().auth();
  }

  private boolean spf(SpfVerdict verdict) {
    return auth().filter(known -> known.spf().verdict() == verdict).isPresent();
  }

  private boolean failed(String policy) {
    return auth()
        .filter(known -> known.dmarc().status() == DmarcStatus.FAIL)
        .filter(
            known -> known.dmarc().policy().toString().toLowerCase(Locale.ROOT).contains(policy))
        .isPresent();
  }

  private boolean ofMail(String function, String argument) {
    return switch (function) {
      case "from_freemail" -> authors().anyMatch(HostKind.FREE_MAIL::contains);
      case "reply_to_elsewhere" -> replyToElsewhere();
      case "reply_to_freemail" ->
          mail.header().replyTo().stream()
              .anyMatch(box -> HostKind.FREE_MAIL.contains(box.domain()));
      case "reply_to_other_mailbox" -> replyToOtherMailbox();
      case "is_reply" -> reply();
      case "forwarded" -> mail.forwarded().isPresent();
      case "forwarded_bare" -> mail.forwarded().filter(inner -> inner.own() <= BARE).isPresent();
      case "discussion" -> HeaderFacts.discussed(mail.message().headers());
      case "web_links_at_least" -> webLinks().count() >= number(argument);
      case "free_mailbox_in_text" -> freeMailboxInText();
      case "wallet_in_text" -> walletInText(argument);
      case "iban_in_text" -> !Contacts.ibans(mail.content().visible()).isEmpty();
      case "list_mail" -> mail.header().listBelieved();
      case "link_of_kind" -> linkOfKind(argument);
      case "link_to_address" -> linkToAddress();
      case "links_elsewhere" -> linksElsewhere();
      case "links_at_least" -> mail.content().links().size() >= number(argument);
      case "text_shorter_than" -> mail.content().visible().length() < number(argument);
      case "hidden_text" -> mail.content().hidden().length() >= number(argument);
      case "recipients_hidden" -> recipientsHidden();
      default -> throw new IllegalArgumentException(function);
    };
  }

  private static int number(String argument) {
    try {
      return Integer.parseInt(argument);
    } catch (NumberFormatException _) {
      return 0; // As Perl reads what is no number.
    }
  }

  private boolean replyToElsewhere() {
    String from = RegistrableDomain.of(mail.header().fromDomain());
    List<Mailbox> replyTo = mail.header().replyTo();
    return !from.isEmpty()
        && !replyTo.isEmpty()
        && replyTo.stream().noneMatch(box -> RegistrableDomain.of(box.domain()).equals(from));
  }

  private boolean linkOfKind(String kind) {
    String wanted = kind.toUpperCase(Locale.ROOT).replace('-', '_');
    for (HostKind one : HostKind.values()) {
      if (one.name().equals(wanted)) {
        return ownLinks().anyMatch(link -> one.contains(link.host()));
      }
    }
    return false;
  }

  /// Those that are not only quoted.
  private Stream<Link> ownLinks() {
    return mail.content().links().stream()
        .filter(link -> !mail.quotation().quotes(link))
        .limit(LINKS);
  }

  private boolean linkToAddress() {
    return ownLinks().map(Link::host).anyMatch(host -> ADDRESS.matcher(host).matches());
  }

  /// Whether who writes from a free mailbox wants the answer in another one, of whatever provider;
  /// that of a group, which all its members write to, is none.
  private boolean replyToOtherMailbox() {
    List<Mailbox> replyTo = mail.header().replyTo();
    return HostKind.FREE_MAIL.contains(mail.header().fromDomain())
        && !replyTo.isEmpty()
        && !mail.relations().group()
        && replyTo.stream()
            .allMatch(box ->
                HostKind.FREE_MAIL.contains(box.domain())
                    && mail.header().from().stream()
                        .noneMatch(from -> from.address().equalsIgnoreCase(box.address())));
  }

  /// The domains of the author, and of the author of what is passed on.
  private Stream<String> authors() {
    return Stream.concat(
        Stream.of(mail.header().fromDomain()),
        mail.forwarded().map(inner -> inner.author().domain()).stream());
  }

  /// Whether it answers a message: it names that, and the subject says `Re:` in some language. What
  /// passes a message on names it in the same fields, and answers nobody.
  private boolean reply() {
    String subject = mail.header().subject();
    return ANSWER.matcher(subject).find()
        && !Forwarded.said(subject)
        && Stream.of("In-Reply-To", "References")
            .flatMap(name -> mail.message().headers().all(name).stream())
            .anyMatch(field -> ID.matcher(field.value()).find());
  }

  /// Those that a reader can click on, where there are any: what nobody sees leads nobody, and must
  /// not speak for who hides it.
  private Stream<Link> webLinks() {
    List<Link> all = mail.content().links();
    boolean none = all.stream().noneMatch(Link::seen);
    return all.stream()
        .filter(link -> none || link.seen())
        .limit(LINKS)
        .filter(link -> link.target().regionMatches(true, 0, "http", 0, 4));
  }

  /// Whether there are links to the web and none of them leads to the author's domain, or to that
  /// of the author of what is passed on.
  private boolean linksElsewhere() {
    Set<String> from =
        authors()
            .map(RegistrableDomain::of)
            .filter(domain -> !domain.isEmpty())
            .collect(Collectors.toSet());
    List<String> hosts = webLinks().map(Link::host).filter(host -> !host.isEmpty()).toList();
    return !from.isEmpty()
        && !hosts.isEmpty()
        && hosts.stream().map(RegistrableDomain::of).noneMatch(from::contains);
  }

  /// Whether the text names one or two free mailboxes that are neither the author's nor of those
  /// who get the message.
  private boolean freeMailboxInText() {
    Set<String> known =
        Stream.of(mail.header().from(), mail.header().to())
            .flatMap(List::stream)
            .map(box -> box.address().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Set<String> named = FreeMailboxes.in(mail.content().visible());
    return named.size() <= FEW_MAILBOXES && named.stream().anyMatch(box -> !known.contains(box));
  }

  private boolean walletInText(String currency) {
    return Contacts.wallets(mail.content().visible()).stream()
        .filter(Wallet::checked)
        .anyMatch(
            wallet -> currency.isEmpty() || wallet.currency().name().equalsIgnoreCase(currency));
  }

  /// Whether there is an attachment whose name ends in one of the words.
  private boolean attachmentNamed(List<String> ends) {
    return mail.content().attachments().stream()
        .map(Part::names)
        .flatMap(List::stream)
        .map(name -> name.substring(name.lastIndexOf('.') + 1).strip().toLowerCase(Locale.ROOT))
        .anyMatch(ends::contains);
  }

  private boolean recipientsHidden() {
    return mail.header().to().stream().noneMatch(box -> box.address().contains("@"));
  }
}
