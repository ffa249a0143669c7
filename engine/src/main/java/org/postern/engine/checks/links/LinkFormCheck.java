package org.postern.engine.checks.links;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.MachineNames;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// How links to strangers are made: into the inner parts of a site that somebody broke into, to a
/// rented machine, with the address of the reader hidden in them.
public final class LinkFormCheck implements Check {

  static final Symbol INTO_SITE =
      symbol(
          "LINK_INTO_SITE",
          1.8,
          "a link leads into the parts of a stranger's site that only its programs use");
  static final Symbol SHORTENER_FRAGMENT =
      symbol(
          "LINK_SHORTENER_FRAGMENT",
          1.5,
          "something stands behind the # of a shortened link, which the shortener does not see");
  static final Symbol HIDES_ADDRESS =
      symbol(
          "LINK_HIDES_ADDRESS",
          1.5,
          "a link to an unrelated domain carries a mail address in hexadecimal or base64");
  static final Symbol HOLDS_ADDRESS =
      symbol(
          "LINK_HOLDS_ADDRESS",
          0.5,
          "a link to an unrelated domain carries a mail address that is neither its nor the"
              + " recipient's");
  static final Symbol PROGRAM_ADDRESS =
      symbol(
          "LINK_PROGRAM_ADDRESS",
          1.4,
          "a link hands a mail address to a program on an unrelated site");
  static final Symbol MACHINE =
      symbol(
          "LINK_MACHINE_HOST",
          1.5,
          "a link leads to a machine that anybody rents, by the name its hoster gave it");

  static final Symbol ENCODED_LETTERS =
      symbol(
          "LINK_ENCODED_LETTERS",
          1.8,
          "a link writes letters and digits by their numbers, which nothing but a disguise needs");

  static final Symbol LEFT_OUT =
      symbol(
          "LINKS_LEFT_OUT",
          0.5,
          "there are so many links, more than a thousand, that not all of them are read");

  private static final int LONGEST = 4_096;
  private static final int FRAGMENT = 12;
  private static final int LETTERS = 5;
  private static final Pattern LETTER =
      Pattern.compile(
          "%(?:25)?(?:3[0-9]|4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a])", Pattern.CASE_INSENSITIVE);
  private static final int STRANGERS = 100;

  /// Digits of the shortest address that is looked for.
  private static final int SHORTEST_HEX = 16;

  private static final int SHORTEST_BASE64 = 12;

  private static final Pattern INNER =
      Pattern.compile(
          "/(?:wp-admin|wp-includes)/(?!admin-ajax\\.php)|/wp-content/(?!uploads/)[\\w./-]{0,300}(?:\\.php|\\.html?|/)$"
              + "|/\\.well-known/(?!acme|pki|security|change-password|openid|apple|assetlinks|matrix|webfinger)\\w",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[\\w+-]|\\.(?!\\.)){1,64}@(?:[a-z0-9-]{1,63}\\.){1,4}[a-z]{2,24}");
  private static final Pattern HEX =
      Pattern.compile("(?<![0-9a-z])(?:[2-7][0-9a-f]){8,80}(?![0-9a-z])");
  private static final Pattern BASE64 =
      Pattern.compile("(?<![\\w+/-])[\\w+/-]{" + SHORTEST_BASE64 + ",120}={0,2}(?![\\w+/-])");
  private static final Pattern PROGRAM =
      Pattern.compile("\\.(?:php\\d?|aspx?|cgi|pl|jsp)$", Pattern.CASE_INSENSITIVE);

  /// What readers of a newsletter do with their entry.
  private static final Pattern MANAGES =
      Pattern.compile(
          "edit|profile|prefer|manage|settings|remove|subscri", Pattern.CASE_INSENSITIVE);

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.LINK, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "link-form";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(
        INTO_SITE,
        SHORTENER_FRAGMENT,
        HIDES_ADDRESS,
        HOLDS_ADDRESS,
        PROGRAM_ADDRESS,
        MACHINE,
        ENCODED_LETTERS,
        LEFT_OUT);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    List<Finding> found = new ArrayList<>();
    int left = mail.content().linksLeft();
    if (left > 0) {
      found.add(LEFT_OUT.found(left + " links"));
    }
    Strangers foreign = Strangers.of(mail.targets());
    if (foreign.isEmpty()) {
      return found;
    }
    first(foreign, INTO_SITE, LinkFormCheck::intoSite, found);
    first(foreign, SHORTENER_FRAGMENT, LinkFormCheck::fragment, found);
    first(foreign, ENCODED_LETTERS, LinkFormCheck::encodesLetters, found);
    first(foreign, MACHINE, one -> MachineNames.contain(one.destination().host()), found);
    // a list's links carry the address of the list
    if (!mail.relations().listNamed() || !mail.targets().anyInvolved()) {
      addresses(mail, foreign, found);
    }
    return found;
  }

  private static boolean first(
      Strangers targets, Symbol symbol, Predicate<Target> property, List<Finding> found) {
    return targets.first(symbol, property, found);
  }

  private static boolean intoSite(Target target) {
    return !target.kinds().contains(HostKind.SENDING_PLATFORM)
        && INNER.matcher(target.destination().path()).find();
  }

  private static boolean fragment(Target target) {
    return target.kinds().contains(HostKind.SHORTENER)
        && target.carried().fragment().filter(text -> text.length() >= FRAGMENT).isPresent();
  }

  private static boolean encodesLetters(Target target) {
    String text = target.link().target();
    if (text.indexOf('%') < 0) {
      return false;
    }
    Matcher matcher = LETTER.matcher(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
    int letters = 0;
    while (letters < LETTERS && matcher.find()) {
      letters++;
    }
    return letters == LETTERS;
  }

  private static void addresses(Case mail, Strangers foreign, List<Finding> found) {
    Strangers strangers =
        foreign
            .that(one ->
                !one.wrapped()
                    && (one.address().query().isPresent()
                        || one.address().fragment().isPresent()
                        || one.address().path().length() > FRAGMENT)
                    && !LinkRelationCheck.leaves(one)
                    && !HostKind.LINK_PROTECTION.contains(one.address().host()))
            .ends(STRANGERS);
    if (first(strangers, HIDES_ADDRESS, LinkFormCheck::hidesAddress, found)) {
      return;
    }
    if (!first(
        strangers,
        PROGRAM_ADDRESS,
        one ->
            PROGRAM.matcher(one.address().path()).find()
                && !MANAGES.matcher(one.address().path()).find()
                && holdsAddress(one),
        found)) {
      first(
          strangers,
          HOLDS_ADDRESS,
          one -> holdsAddress(one) && !RecipientTrace.of(mail, one.address()),
          found);
    }
  }

  /// All behind the host, decoded.
  private static String rest(WebAddress address) {
    String text =
        address.path()
            + address.query().map(query -> "?" + query).orElse("")
            + address.fragment().map(fragment -> "#" + fragment).orElse("");
    return text.length() > LONGEST ? "" : text;
  }

  /// In query or fragment; paths name mailboxes of archives and profiles.
  private static boolean holdsAddress(Target target) {
    WebAddress address = target.address();
    String text = address.query().orElse("") + "#" + address.fragment().orElse("");
    String lower = text.toLowerCase(Locale.ROOT).replace("%40", "@");
    if (text.length() > LONGEST || lower.indexOf('@') < 0) {
      return false;
    }
    Matcher matcher = ADDRESS.matcher(lower);
    return matcher.find() && !matcher.group().endsWith(address.registrable());
  }

  private static boolean hidesAddress(Target target) {
    String text = rest(target.address());
    if (hidesInHex(text.toLowerCase(Locale.ROOT))) {
      return true;
    }
    if (!holdsBase64(text)) {
      return false;
    }
    Matcher base64 = BASE64.matcher(text);
    while (base64.find()) {
      String digits = base64.group();
      if (digits.indexOf('-') >= 0 || digits.indexOf('_') >= 0) {
        continue; // of another alphabet
      }
      try {
        if (isAddress(Base64.getDecoder().decode(digits))) {
          return true;
        }
      } catch (IllegalArgumentException _) {
        // no base64 after all
      }
    }
    return false;
  }

  /// Whether as many digits of base64 stand in a row as are looked for.
  private static boolean holdsBase64(String text) {
    int run = 0;
    for (int i = 0; i < text.length() && run < SHORTEST_BASE64; i++) {
      char c = text.charAt(i);
      boolean digit =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "_+/-".indexOf(c) >= 0;
      run = digit ? run + 1 : 0;
    }
    return run == SHORTEST_BASE64;
  }

  /// Whether as many hexadecimal digits stand in a row as an address needs: few links have them.
  private static boolean holdsHex(String lower) {
    int run = 0;
    for (int i = 0; i < lower.length() && run < SHORTEST_HEX; i++) {
      char c = lower.charAt(i);
      run = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ? run + 1 : 0;
    }
    return run == SHORTEST_HEX;
  }

  private static boolean hidesInHex(String lower) {
    if (!holdsHex(lower)) {
      return false;
    }
    Matcher hex = HEX.matcher(lower);
    while (hex.find()) {
      if (isAddress(HexFormat.of().parseHex(hex.group()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAddress(byte[] octets) {
    String text = new String(octets, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    return text.indexOf('@') > 0 && ADDRESS.matcher(text).matches();
  }
}
