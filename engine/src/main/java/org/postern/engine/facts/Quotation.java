package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.mime.Part;
import org.postern.mail.smtp.Envelope;

/// Which links a message only shows: somebody else's, that it quotes. Anybody can write `>`, and
/// lead on by what is quoted. So a quotation is believed of these alone:
/// - what comes back to who wrote it (RFC 3464), from nobody;
/// - the notice of an abuse: whoever sends it is proven, tells in more than a line what it is
///   about, and leads to himself besides;
/// - an answer on a list that is shown to be one, with more words of its own than a line.
///
/// @param targets of the links, as written
/// @param share how much one of them counts, beside one of the sender
public record Quotation(Set<String> targets, double share) {

  /// Nothing is quoted, or it is not believed.
  public static final Quotation NONE = new Quotation(Set.of(), 1);

  private static final double HALF = 0.5;
  private static final double QUARTER = 0.25;

  /// More than a line.
  private static final int OWN_LETTERS = 80;

  private static final int MOST_TEXT = 200_000;
  private static final int MOST_LINES = 5_000;
  private static final int MOST_LINKS = 100;
  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);

  private static final Pattern LINK =
      Pattern.compile("(?:https?://|www\\.)\\S{1,4000}", Pattern.CASE_INSENSITIVE);

  /// What notices of an abuse are about.
  private static final Pattern REPORTS =
      Pattern.compile(
          "\\b(?:abuse|spam(?:cop)?|phishing|malware|fraud|scam|offending|infring\\w+|takedown"
              + "|missbrauch\\w*|betrug\\w*|abus|hameçonnage|fraude|abuso|truffa|misbruik|oplichting"
              + "|nadużyci\\w+|oszustw\\w+|zneužit\\w*|podvod\\w*|missbruk|misbrug|bedrägeri|svindel"
              + "|väärinkäyt\\w+|visszaélés\\w*)\\b|abuz\\b|κατάχρησ|злоупотреб|мошенн|зловжив|шахрай"
              + "|フィッシング|迷惑メール|钓鱼|垃圾邮件|釣魚|스팸|피싱",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /// Whom they are about: a machine, a site, a network. Accounts and boxes belong to other letters.
  private static final Pattern CONCERNS =
      Pattern.compile(
          "(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\d.])"
              + "|\\b(?:servers?|(?:web ?)?sites?|web ?seiten?|domains?|networks?|hosting|urls?|netzwerk"
              + "|serveurs?|domaines?|réseau|servidor(?:es)?|dominios?|domínios?|rede|red|siti|sito|domini"
              + "|domein(?:en)?|netwerk|serwer\\w*|domen\\w*|sieci?|dom[eé]n\\w*|doména|nätverk|netværk)\\b"
              + "|сервер|домен|сайт|サーバ|ドメイン|服务器|域名|서버|도메인",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /// What wants something done with what is quoted.
  private static final Pattern LEADS_ON =
      Pattern.compile(
          "\\b(?:please|kindly|pls|must|need to|have to|bitte|veuillez|merci d[e']|por favor|per favore|prego"
              + "|graag|proszę|prosím)[ ,]{1,2}(?!not |don.t |never |nicht |pas |ne |no |non |não |niet |nie )"
              + "(?:\\S{1,20} ){0,3}?(?:open|download|sign|log|pay|click|fill|transfer|confirm|verify|validate"
              + "|öffne|unterschreib|zahl|bezahl|überweis|klick|bestätig|melden Sie sich an|ouvrir|signer|payer|régler|cliqu|confirm"
              + "|abrir|firmar|pagar|clic|haga|abra|aprire|firmare|confermare|openen|betalen|klik|bevestig|otwor|kliknij|zapłac|potwier)"
              + "|\\b(?:click|log ?in|sign ?in) (?:\\S{1,20} ){0,3}?(?:below|here|link)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  public Quotation {
    targets = Set.copyOf(targets);
  }

  /// Looks at a message.
  public static Quotation of(
      Envelope envelope,
      Message message,
      HeaderFacts header,
      ContentFacts content,
      SenderRelations relations) {
    if (content.links().isEmpty() && content.bare().isEmpty()) {
      return NONE;
    }
    if (returned(envelope, message, header)) {
      return besides(content, ContentFacts.outside(message), QUARTER);
    }
    boolean mayReport = vouched(relations);
    boolean mayAnswer = discussed(header, relations);
    return content.html().isEmpty() && (mayReport || mayAnswer)
        ? told(content, relations, mayReport, mayAnswer)
        : NONE;
  }

  /// Whether it is one of those that are quoted.
  public boolean quotes(Link link) {
    return targets.contains(link.target());
  }

  private static Quotation told(
      ContentFacts content, SenderRelations relations, boolean mayReport, boolean mayAnswer) {
    String own = own(content.visible());
    if (own.length() == content.visible().length()) {
      return NONE;
    }
    List<Link> links = links(own);
    Quotation answered = besides(content, links, HALF);
    // Most quotations show no link, and what is said above them need not be looked through.
    if (answered.targets().isEmpty()) {
      return NONE;
    }
    String words = LINK.matcher(own).replaceAll(" ");
    long letters = words.chars().filter(Character::isLetter).limit(OWN_LETTERS).count();
    if (letters < OWN_LETTERS || LEADS_ON.matcher(words).find()) {
      return NONE;
    }
    if (mayReport && leadsToItself(links, relations) && reports(words)) {
      return new Quotation(answered.targets(), QUARTER);
    }
    return mayAnswer ? answered : NONE;
  }

  private static boolean reports(String words) {
    return REPORTS.matcher(words).find() && CONCERNS.matcher(words).find();
  }

  private static List<Link> links(String own) {
    PageLinks found = new PageLinks(MOST_LINKS);
    found.plain(own, true);
    return found.all();
  }

  private static boolean leadsToItself(List<Link> links, SenderRelations relations) {
    return links.stream()
        .map(Link::host)
        .filter(host -> !HostKind.FREE_HOSTING.contains(host))
        .anyMatch(relations::involves);
  }

  /// All links but the own ones.
  private static Quotation besides(ContentFacts content, List<Link> links, double share) {
    Set<String> own = new HashSet<>();
    links.forEach(link -> own.add(link.target()));
    Set<String> quoted = new HashSet<>();
    Stream.concat(content.links().stream(), content.bare().stream())
        .map(Link::target)
        .filter(Predicate.not(own::contains))
        .forEach(quoted::add);
    return quoted.isEmpty() ? NONE : new Quotation(quoted, share);
  }

  /// The text without lines that begin with `>`, and without what stands below the header of
  /// another message; the whole text where nothing is quoted.
  static String own(String visible) {
    if (visible.length() > MOST_TEXT) {
      return visible;
    }
    List<String> lines = visible.lines().limit(MOST_LINES + 1L).toList();
    if (lines.size() > MOST_LINES) {
      return visible;
    }
    List<String> own = new ArrayList<>();
    for (int i = 0; i < lines.size() && !Questioned.showsMessage(lines, i); i++) {
      if (!lines.get(i).stripLeading().startsWith(">")) {
        own.add(lines.get(i));
      }
    }
    return own.size() == lines.size() ? visible : String.join("\n", own);
  }

  private static boolean vouched(SenderRelations relations) {
    boolean proven =
        relations.asked()
            ? relations.verified().contains(relations.from())
            : relations.from().equals(relations.returnPath());
    return !relations.from().isEmpty() && !relations.freeMail() && proven;
  }

  /// Whether the author writes to a list of somebody else.
  private static boolean discussed(HeaderFacts header, SenderRelations relations) {
    String list = relations.listId();
    return !list.isEmpty()
        && relations.listShown()
        && !relations.from().equals(list)
        && header.to().stream().anyMatch(box -> RegistrableDomain.of(box.domain()).equals(list));
  }

  /// Whether it brings a message back, or the header of one, whose author gets it.
  private static boolean returned(Envelope envelope, Message message, HeaderFacts header) {
    return message.root().contentType().type().equals("multipart")
        && message.root().contentType().subtype().equals("report")
        && EnvelopeSender.of(envelope, header).isEmpty()
        && message.root().children().stream()
            .flatMap(part -> inner(part).stream())
            .anyMatch(inner -> toAuthor(inner, envelope, header));
  }

  /// The header of a message that is brought back; none of other parts.
  private static List<Headers> inner(Part part) {
    return ContentFacts.headerAlone(part)
        ? List.of(PARSER.parse(part.content()).headers())
        : part.children().stream().filter(Part::nestedMessage).map(Part::headers).toList();
  }

  private static boolean toAuthor(Headers inner, Envelope envelope, HeaderFacts header) {
    Set<String> readers = new HashSet<>();
    envelope.to().forEach(one -> readers.add(one.address().toString().toLowerCase(Locale.ROOT)));
    header.to().forEach(box -> readers.add(box.address().toLowerCase(Locale.ROOT)));
    return HeaderFacts.of(inner).from().stream()
        .map(Mailbox::address)
        .anyMatch(address -> readers.contains(address.toLowerCase(Locale.ROOT)));
  }
}
