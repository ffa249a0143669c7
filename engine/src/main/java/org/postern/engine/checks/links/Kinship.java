package org.postern.engine.checks.links;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.mime.Mailbox;

/// Links that lead to the author by another name: the same name in another country, and the
/// author's own place at a host where many have one. Where a link was followed the web's answer
/// excuses nothing: it can be another one for us than for the reader.
final class Kinship {

  private static final int SHORTEST = 4;
  private static final int SHORTEST_IN_NAME = 5;
  private static final int LONGEST = 200;
  private static final Set<String> OLD = Set.of("com", "net", "org", "eu");

  /// Where anybody could register a name for nothing.
  private static final Set<String> NO_COUNTRY = Set.of("tk", "ml", "ga", "cf", "gq", "ws", "cc");

  /// Where the host writes from when a customer shares a document with somebody.
  private static final String SHARES = "sharepointonline.com";

  private Kinship() {}

  /// `shop.de` and `shop.com`.
  static boolean sameName(Case mail, Target target) {
    String from = mail.relations().from();
    String other = target.destination().registrable();
    int dot = from.indexOf('.');
    int otherDot = other.indexOf('.');
    return !target.followed()
        && dot >= SHORTEST
        && dot == otherDot
        && from.regionMatches(0, other, 0, dot)
        && country(from.substring(dot + 1))
        && country(other.substring(otherDot + 1))
        && !HostKind.FREE_HOSTING.contains(target.destination().host());
  }

  private static boolean country(String suffix) {
    String last = suffix.substring(suffix.lastIndexOf('.') + 1);
    return OLD.contains(suffix) || (last.length() == 2 && !NO_COUNTRY.contains(last));
  }

  /// `shop.sharepoint.com` and `shop-my.sharepoint.com` of an author at `shop.de`, or of one who
  /// names the shop.
  static boolean ownTenant(Case mail, Target target) {
    String host = target.destination().host();
    if (target.followed() || !RegistrableDomain.owner(host).startsWith("sharepoint.")) {
      return false;
    }
    if (SHARES.equals(mail.relations().from()) && vouched(mail)) {
      return true;
    }
    String first = host.substring(0, host.indexOf('.'));
    String tenant = letters(first.endsWith("-my") ? first.substring(0, first.length() - 3) : first);
    if (tenant.length() < SHORTEST) {
      return false;
    }
    String from = mail.relations().from();
    String domain = letters(from.substring(0, Math.max(0, from.indexOf('.'))));
    boolean ofDomain =
        domain.length() >= SHORTEST
            && !mail.relations().freeMail()
            && (tenant.startsWith(domain) || domain.startsWith(tenant));
    return ofDomain || (tenant.length() >= SHORTEST_IN_NAME && name(mail).contains(tenant));
  }

  /// Whether nothing speaks against the author's domain.
  private static boolean vouched(Case mail) {
    return !mail.relations().asked() || mail.relations().verified().contains(SHARES);
  }

  /// `blumen-rose.de` of `Blumen Rose <blumen.rose@provider.example>`: the author is called like
  /// the place.
  static boolean named(Case mail, Target target) {
    String domain = target.destination().registrable();
    String label = letters(RegistrableDomain.name(domain));
    String local = mail.header().from().stream().map(Mailbox::local).findFirst().orElse("");
    return !target.followed()
        && label.length() >= SHORTEST_IN_NAME
        && local.length() <= LONGEST
        && (name(mail).contains(label) || letters(local).contains(label))
        && !HostKind.FREE_HOSTING.contains(target.destination().host());
  }

  private static String name(Case mail) {
    Optional<String> name = mail.header().from().stream().map(Mailbox::name).findFirst();
    return letters(name.filter(written -> written.length() <= LONGEST).orElse(""));
  }

  /// Letters and digits alone, accents left out.
  private static String letters(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKD)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "");
  }
}
