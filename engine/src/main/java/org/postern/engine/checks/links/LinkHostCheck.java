package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.LinkTargets;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Links to hosts where anybody publishes, or that hide where they lead.
public final class LinkHostCheck implements Check {

  static final Symbol SHORTENER =
      symbol("LINK_SHORTENER", 1, "a link is shortened and hides where it leads");
  static final Symbol SHORTENER_ONLY =
      symbol("LINKS_SHORTENED", 2, "all links are shortened and hide where they lead");
  static final Symbol FREE_HOSTING =
      symbol("LINK_FREE_HOSTING", 0.8, "a link leads to a host where anybody publishes");
  static final Symbol FREE_HOSTING_ONLY =
      symbol("LINKS_FREE_HOSTING", 2, "all links lead to hosts where anybody publishes");
  static final Symbol FORM =
      symbol(
          "LINK_FORM_SERVICE",
          1,
          "links lead to a service where anybody makes forms, and nowhere else");
  static final Symbol DYNAMIC =
      symbol(
          "LINK_DYNAMIC_HOST",
          1.5,
          "a link leads to a machine with a changing address, or through a tunnel");
  static final Symbol FILE_SHARING =
      symbol(
          "LINK_FILE_SHARING",
          0.5,
          "links lead to a service where anybody offers files, and nowhere else");
  static final Symbol REDIRECT =
      symbol("LINK_OPEN_REDIRECT", 1.5, "a link misuses a known host to lead to another one");

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.LINK, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "link-host";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(
        SHORTENER,
        SHORTENER_ONLY,
        FREE_HOSTING,
        FREE_HOSTING_ONLY,
        FORM,
        DYNAMIC,
        FILE_SHARING,
        REDIRECT);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    LinkTargets targets = mail.targets();
    if (targets.all().isEmpty()) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    graded(mail, targets, HostKind.SHORTENER, SHORTENER, SHORTENER_ONLY, found);
    graded(mail, targets, HostKind.FREE_HOSTING, FREE_HOSTING, FREE_HOSTING_ONLY, found);
    only(targets, HostKind.FORM, FORM, found);
    only(targets, HostKind.FILE_SHARING, FILE_SHARING, found);
    first(
        targets,
        target -> target.foreign(HostKind.DYNAMIC),
        (target, share) -> DYNAMIC.found(share, List.of(target.link().target())),
        found);
    first(
        targets,
        LinkHostCheck::misused,
        (target, share) ->
            REDIRECT.found(share, List.of(target.link().target(), target.carried().toString())),
        found);
    return found;
  }

  private static void first(
      LinkTargets targets,
      Predicate<Target> odd,
      BiFunction<Target, Double, Finding> finding,
      List<Finding> found) {
    targets
        .first(odd)
        .ifPresent(target ->
            found.add(
                finding.apply(target, Dilution.of(targets.all(), odd) * targets.share(target))));
  }

  private static void graded(
      Case mail, LinkTargets targets, HostKind kind, Symbol one, Symbol all, List<Finding> found) {
    Predicate<Target> odd = target -> target.foreign(kind) && !Kinship.ownTenant(mail, target);
    if (targets.only(odd)) {
      found.add(all.found(1, shown(targets, kind)));
    } else {
      first(targets, odd, (_, share) -> one.found(share, shown(targets, kind)), found);
    }
  }

  private static void only(LinkTargets targets, HostKind kind, Symbol symbol, List<Finding> found) {
    if (targets.only(target -> target.foreign(kind))) {
      found.add(symbol.found(1, shown(targets, kind)));
    }
  }

  private static List<String> shown(LinkTargets targets, HostKind kind) {
    return Stream.concat(targets.all().stream(), targets.hidden().stream())
        .filter(target -> target.foreign(kind))
        .map(target ->
            kind.contains(target.destination().host()) ? target.destination() : target.carried())
        .map(WebAddress::host)
        .distinct()
        .limit(3)
        .toList();
  }

  /// Whether a redirector leads away from its own domain, and is none of the sender's platform or
  /// of a receiver's link scanner.
  private static boolean misused(Target target) {
    if (target.involved() || target.address().equals(target.carried())) {
      return false;
    }
    String host = target.address().host();
    return !HostKind.LINK_PROTECTION.contains(host)
        && !HostKind.SENDING_PLATFORM.contains(host)
        && !target.address().registrable().equals(target.carried().registrable());
  }
}
