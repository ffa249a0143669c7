package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.Link;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.url.TopLevelDomains;
import org.postern.engine.url.Trick;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// What is odd about the addresses of links themselves.
public final class LinkAddressCheck implements Check {

  static final Symbol USERINFO =
      symbol("LINK_USERINFO", 1.5, "a link shows a name before the @ of its address");
  static final Symbol ODD_IP =
      symbol(
          "LINK_ODD_IP", 3, "a link leads to an IP address in octal, hexadecimal or as one number");
  static final Symbol IP = symbol("LINK_IP", 1.2, "a link leads to an IP address");
  static final Symbol MIXED =
      symbol("LINK_MIXED_SCRIPT", 3, "the host of a link mixes letters of several scripts");
  static final Symbol DISGUISED =
      symbol("LINK_DISGUISED", 1, "the host of a link is encoded, or stands behind odd slashes");
  static final Symbol PORT =
      symbol("LINK_PORT", 0.8, "a link names a port that is not the usual one");
  static final Symbol SUBDOMAINS =
      symbol("LINK_MANY_SUBDOMAINS", 1.5, "the host of a link has five names below the domain");
  static final Symbol TOP_LEVEL =
      symbol("LINK_ABUSED_TOP_LEVEL", 0.8, "a link leads to a top-level domain known for abuse");
  static final Symbol TOP_LEVEL_ONLY =
      symbol("LINKS_ABUSED_TOP_LEVEL", 1.5, "all links lead to top-level domains known for abuse");
  static final Symbol DRAWN =
      symbol(
          "LINK_DOMAIN_DRAWN", 1, "the domain of a link has four digits or three hyphens and more");
  static final Symbol NOT_ENCRYPTED =
      symbol("LINK_NOT_ENCRYPTED", 0.2, "a link to a foreign domain does without encryption");

  private static final Set<Trick> DISGUISES =
      EnumSet.of(Trick.BACKSLASH, Trick.ENCODED_HOST, Trick.SLASHES);

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.LINK, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "link-address";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(
        USERINFO,
        ODD_IP,
        IP,
        MIXED,
        DISGUISED,
        PORT,
        SUBDOMAINS,
        TOP_LEVEL,
        TOP_LEVEL_ONLY,
        DRAWN,
        NOT_ENCRYPTED);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    Strangers foreign = Strangers.of(mail.targets());
    if (foreign.isEmpty()) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    if (foreign.any(LinkAddressCheck::tricky)) {
      tricks(foreign, found);
    }
    if (mail.targets().only(one -> !one.involved() && abused(one))) {
      found.add(TOP_LEVEL_ONLY.found(foreign.seen().getFirst().destination().host()));
    } else {
      first(foreign, TOP_LEVEL, LinkAddressCheck::abused, found);
    }
    first(foreign, DRAWN, LinkAddressCheck::drawn, found);
    first(foreign, NOT_ENCRYPTED, LinkAddressCheck::open, found);
    return found;
  }

  private static void tricks(Strangers foreign, List<Finding> found) {
    first(foreign, USERINFO, one -> has(one, Trick.USERINFO), found);
    boolean odd = first(foreign, ODD_IP, one -> has(one, Trick.ODD_IP), found);
    if (!odd) {
      first(foreign, IP, LinkAddressCheck::bareIp, found);
    }
    first(foreign, MIXED, one -> has(one, Trick.MIXED_SCRIPT), found);
    first(foreign, DISGUISED, LinkAddressCheck::disguised, found);
    first(foreign, PORT, one -> has(one, Trick.PORT) && !local(one), found);
    first(foreign, SUBDOMAINS, one -> has(one, Trick.MANY_SUBDOMAINS), found);
  }

  private static boolean first(
      Strangers targets, Symbol symbol, Predicate<Target> property, List<Finding> found) {
    return targets.first(symbol, property, found);
  }

  /// What has no scheme in the text says nothing of encryption.
  private static boolean open(Target target) {
    return target.link().kind() != Link.Kind.BARE && target.address().scheme().equals("http");
  }

  private static boolean tricky(Target target) {
    return !target.address().tricks().isEmpty() || !target.destination().tricks().isEmpty();
  }

  private static boolean has(Target target, Trick trick) {
    return target.address().tricks().contains(trick)
        || target.destination().tricks().contains(trick);
  }

  private static boolean disguised(Target target) {
    return DISGUISES.stream().anyMatch(trick -> has(target, trick));
  }

  /// Addresses of the reader's own network are no destination of an attacker.
  private static boolean bareIp(Target target) {
    return has(target, Trick.IP) && !local(target);
  }

  private static boolean local(Target target) {
    String host = target.destination().host();
    return host.equals("localhost")
        || (target.destination().literal()
            && (host.startsWith("127.")
                || host.startsWith("10.")
                || host.startsWith("192.168.")
                || host.matches("172\\.(?:1[6-9]|2[0-9]|3[01])\\..*")
                || host.equals("::1")
                || host.startsWith("fe80:")
                || host.startsWith("fd")));
  }

  private static boolean abused(Target target) {
    return abused(target.destination()) || (target.followed() && abused(target.carried()));
  }

  private static boolean abused(WebAddress address) {
    return !address.literal() && TopLevelDomains.abused(address.host());
  }

  private static boolean drawn(Target target) {
    String domain = target.destination().registrable();
    String label = RegistrableDomain.name(domain);
    int digits = 0;
    int hyphens = 0;
    for (int i = 0; i < label.length(); i++) {
      digits += Character.isDigit(label.charAt(i)) ? 1 : 0;
      hyphens += label.charAt(i) == '-' ? 1 : 0;
    }
    boolean letters = digits < label.length();
    return !label.startsWith("xn--") && ((digits >= 4 && letters) || hyphens >= 3);
  }
}
