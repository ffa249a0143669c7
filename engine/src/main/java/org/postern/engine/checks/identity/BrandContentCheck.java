package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.Link;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// A message that speaks as a brand, from an address that is not the brand's, and leads to places
/// that are not the brand's either. A brand that writes through somebody leads to its own pages.
public final class BrandContentCheck implements Check {

  static final Symbol BRAND_NAME_NO_LINK =
      symbol(
          "BRAND_NAME_NO_LINK",
          2.7,
          "the sender's name is a brand, and neither the address nor any link is its");
  static final Symbol BRAND_SUBJECT =
      symbol(
          "BRAND_SUBJECT",
          1.5,
          "the subject speaks of a brand and of what is at stake, no address or link is the brand's");
  static final Symbol BRAND_SIGNATURE =
      symbol(
          "BRAND_SIGNATURE",
          1.5,
          "the text is signed by a brand, no address or link is the brand's");

  static final Symbol BRAND_STAKES =
      symbol(
          "BRAND_STAKES",
          2.1,
          "the sender's name is a brand, no address or link is its, and it speaks of what is at"
              + " stake");
  static final Symbol BRAND_SALUTATION =
      symbol(
          "BRAND_SALUTATION",
          2,
          "the reader is greeted as a brand's customer, no address or link is the brand's");
  static final Symbol BRAND_HEADING =
      symbol(
          "BRAND_HEADING",
          1.2,
          "a brand stands above a text of what is at stake, no address or link is the brand's");

  private static final int HOSTS = 100;
  private static final int TEXT = 20_000;
  private static final int SHORTEST = 5;
  private static final double UNSEEN = 0.7;
  private static final double LIKELY = 0.4;
  private static final double LIKELY_SIGNED = 0.5;
  private static final double POSSIBLE = 0.7;
  private static final double POSSIBLE_SIGNED = 0.6;

  private static final int HEAD = 2_000;
  private static final int LINE = 250;
  private static final int HEADING = 60;
  private static final int HEADINGS = 3;
  private static final int STAKES = 2;

  private final Brands brands = Brands.builtin();

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.kind(name, Group.CONTENT, points, Category.PHISHING, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "brand-content";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(
        BRAND_NAME_NO_LINK,
        BRAND_SUBJECT,
        BRAND_SIGNATURE,
        BRAND_STAKES,
        BRAND_SALUTATION,
        BRAND_HEADING);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    String host = Senders.domain(mail.header());
    String name = Senders.name(mail);
    Set<String> led = hosts(mail);
    Set<String> hosts = new LinkedHashSet<>(led);
    hosts.addAll(mail.relations().verified());
    List<Finding> findings = new ArrayList<>();
    Optional<BrandClaim> claimed =
        NameClaims.foreign(mail, brands).filter(claim -> leadsElsewhere(claim.brands(), hosts));
    Kinship kinship =
        claimed
            .map(claim -> Kinship.of(claim, NameWords.of(name), host, RegistrableDomain.of(host)))
            .orElse(Kinship.NONE);
    claimed
        .map(claim ->
            BRAND_NAME_NO_LINK.found(
                certainty(led) * known(mail, kinship, host),
                List.of(claim.written() + " is claimed by \"" + name + "\"")))
        .ifPresent(findings::add);
    hosts.add(host);
    if (led.stream().anyMatch(one -> !one.equals(host))) {
      subject(mail, hosts).ifPresent(findings::add);
      signature(mail, hosts).ifPresent(findings::add);
      salutation(mail, hosts).ifPresent(findings::add);
      Optional<Finding> said =
          claimed.isPresent()
              ? Optional.of(BRAND_STAKES.found(stake(kinship), List.of(mail.header().subject())))
              : heading(mail, hosts);
      said.filter(_ -> atStake(mail)).ifPresent(findings::add);
    }
    return findings;
  }

  /// Where a reader is led: behind redirectors that show it, and to whom answers are asked.
  static Set<String> hosts(Case mail) throws InterruptedException {
    Set<String> hosts = new LinkedHashSet<>();
    List<Link> links = mail.links();
    boolean none = links.stream().noneMatch(link -> link.kind().followed() && leads(link));
    for (Link link : links) {
      if (hosts.size() < HOSTS && link.kind().followed() && (none || leads(link))) {
        String host = host(link);
        if (host.indexOf('.') > 0) {
          hosts.add(host);
        }
      }
    }
    return hosts;
  }

  /// Platforms that count clicks do it in HTML alone, and the plain text beside it leads to the
  /// brand.
  private static boolean leads(Link link) {
    return link.leads() || link.kind() == Link.Kind.PLAIN;
  }

  private static String host(Link link) {
    String target = link.target();
    if (target.regionMatches(true, 0, "mailto:", 0, 7)) {
      int question = target.indexOf('?');
      String address = question < 0 ? target.substring(7) : target.substring(7, question);
      return address.substring(address.lastIndexOf('@') + 1).strip().toLowerCase(Locale.ROOT);
    }
    return link.address().map(address -> address.destination().host()).orElse("");
  }

  /// Where all links count clicks for a platform that sends for others, or there is none, nobody
  /// sees where it leads.
  private static double certainty(Set<String> hosts) {
    return hosts.stream().allMatch(HostKind.SENDING_PLATFORM::contains) ? UNSEEN : 1;
  }

  private static boolean leadsElsewhere(List<Brand> brands, Set<String> hosts) {
    return hosts.stream()
        .noneMatch(host ->
            brands.stream().anyMatch(brand -> brand.owns(host, RegistrableDomain.of(host))));
  }

  private Optional<Finding> subject(Case mail, Set<String> hosts) {
    NameWords words = NameWords.of(mail.header().subject());
    if (words.looks().stream().noneMatch(ClaimWords::stakes)) {
      return Optional.empty();
    }
    for (int at = 0; at < words.looks().size(); at++) {
      if (!brands.begin(words.looks().get(at))) {
        continue;
      }
      for (int count = Math.min(brands.longest(), words.looks().size() - at); count > 0; count--) {
        String plain = String.join("", words.plain().subList(at, at + count));
        String looks = String.join(" ", words.looks().subList(at, at + count));
        List<Brands.Alias> named =
            brands.named(looks).stream()
                .filter(alias -> !alias.ordinary() && plain.length() >= SHORTEST)
                .toList();
        List<Brand> known = named.stream().map(Brands.Alias::brand).toList();
        if (!named.isEmpty()) {
          return leadsElsewhere(known, hosts)
              ? Optional.of(BRAND_SUBJECT.found(mail.header().subject()))
              : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /// Less where the domain has the brand's name and signed: it may be the brand's.
  private static double known(Case mail, Kinship kinship, String host) {
    return mail.relations().signers().contains(RegistrableDomain.of(host))
        ? switch (kinship) {
          case NONE -> 1;
          case POSSIBLE -> POSSIBLE_SIGNED;
          case LIKELY -> LIKELY_SIGNED;
        }
        : 1;
  }

  /// Less where a sending domain of the brand may only be unknown: its name stands in the domain.
  private static double stake(Kinship kinship) {
    return switch (kinship) {
      case NONE -> 1;
      case POSSIBLE -> POSSIBLE;
      case LIKELY -> LIKELY;
    };
  }

  /// Whether the subject or the beginning of the text says what may be lost or won.
  private static boolean atStake(Case mail) {
    if (stakes(mail.header().subject()) > 0) {
      return true;
    }
    String visible = mail.content().visible();
    return stakes(visible.substring(0, Math.min(HEAD, visible.length()))) >= STAKES;
  }

  /// How many different words of threat and of prizes stand in a text.
  private static int stakes(String text) {
    Set<String> seen = new LinkedHashSet<>();
    for (int at = 0; at < text.length(); at += LINE) {
      NameWords words = NameWords.of(text.substring(at, Math.min(at + LINE, text.length())));
      words.looks().stream().filter(ClaimWords::stakes).forEach(seen::add);
    }
    return seen.size();
  }

  private Optional<Finding> salutation(Case mail, Set<String> hosts) {
    String visible = mail.content().visible();
    String head = visible.substring(0, Math.min(HEAD, visible.length())).strip();
    return BrandPhrases.greeting(
            head,
            greeted ->
                BrandClaim.of(NameWords.of(greeted), brands)
                    .filter(claim -> leadsElsewhere(claim.brands(), hosts))
                    .isPresent())
        .map(BRAND_SALUTATION::found);
  }

  /// The first lines, as far as they are short, and the text of the first picture.
  private Optional<Finding> heading(Case mail, Set<String> hosts) {
    List<String> lines = new ArrayList<>();
    String visible = mail.content().visible().stripLeading();
    String head = visible.substring(0, Math.min(HEAD, visible.length()));
    for (int at = 0; at < head.length() && lines.size() < HEADINGS; ) {
      int feed = head.indexOf('\n', at);
      int end = feed < 0 ? head.length() : feed;
      String line = head.substring(at, end).strip();
      if (!line.isEmpty()) {
        lines.add(line);
      }
      at = end + 1;
    }
    // `Sent from my iPhone`
    lines.removeIf(line -> line.length() > HEADING || line.contains(" from "));
    mail.content().html().stream()
        .flatMap(page -> page.pictures().stream())
        .filter(picture -> !picture.beacon())
        .findFirst()
        .map(HtmlFacts.Picture::alt)
        .filter(alt -> !alt.isBlank())
        .ifPresent(lines::add);
    return lines.stream()
        .filter(line ->
            BrandClaim.of(NameWords.of(line), brands)
                .filter(claim -> !claim.alone() && leadsElsewhere(claim.brands(), hosts))
                .isPresent())
        .findFirst()
        .map(BRAND_HEADING::found);
  }

  private Optional<Finding> signature(Case mail, Set<String> hosts) {
    String visible = mail.content().visible();
    String tail = visible.substring(Math.max(0, visible.length() - TEXT));
    return BrandPhrases.signature(
            tail,
            signed ->
                BrandClaim.of(NameWords.of(signed), brands)
                    .filter(one -> !one.alone() && leadsElsewhere(one.brands(), hosts))
                    .isPresent())
        .map(BRAND_SIGNATURE::found);
  }
}
