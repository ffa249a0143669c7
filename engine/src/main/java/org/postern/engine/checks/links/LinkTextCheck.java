package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.Link;
import org.postern.engine.facts.LinkTargets.Target;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.url.Trick;
import org.postern.engine.url.WebAddress;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Links that show one address and lead to another. Newsletters show their own address and lead
/// through whoever counts the clicks; that is no deception, so links through sending platforms,
/// scanners and the sender's own domains are left out, and those that carry another address.
public final class LinkTextCheck implements Check {

  static final Symbol MISMATCH =
      symbol("LINK_TEXT_MISMATCH", 1.5, "a link shows an address and leads to another domain");
  static final Symbol SHOWS_AUTHOR =
      symbol(
          "LINK_SHOWS_AUTHOR",
          1.5,
          "a link shows the sender's own domain and leads to a host where anybody publishes");

  private static final Pattern WRITTEN =
      Pattern.compile("(?:https?://|www\\.)\\S{4,}", Pattern.CASE_INSENSITIVE);

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.LINK, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "link-text";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(MISMATCH, SHOWS_AUTHOR);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    List<Finding> found = new ArrayList<>();
    String author = mail.relations().from();
    boolean mismatch = false;
    boolean shows = false;
    for (Target target : mail.targets().all()) {
      Optional<String> shown = target.involved() ? Optional.empty() : shownDomain(target);
      if (shown.isEmpty()) {
        continue;
      }
      boolean open =
          target.foreign(HostKind.FREE_HOSTING)
              || target.foreign(HostKind.SHORTENER)
              || target.foreign(HostKind.DYNAMIC);
      if (!shows && open && shown.get().equals(author)) {
        shows = true;
        found.add(SHOWS_AUTHOR.found(evidence(target)));
      } else if (!mismatch && !carriesAddress(target) && differs(shown.get(), target)) {
        mismatch = true;
        found.add(MISMATCH.found(evidence(target)));
      }
    }
    return found;
  }

  private static String evidence(Target target) {
    return "shows " + target.link().shown() + ", leads to " + target.destination().host();
  }

  /// The registrable domain of the address a link shows as its whole text, or first word.
  private static Optional<String> shownDomain(Target target) {
    Link link = target.link();
    if (link.kind() != Link.Kind.ANCHOR || !WRITTEN.matcher(link.shown()).lookingAt()) {
      return Optional.empty();
    }
    String word = link.shown().split("\\s", 2)[0];
    return WebAddress.parseLoosely(word)
        .map(WebAddress::registrable)
        .filter(domain -> !domain.isEmpty());
  }

  private static boolean carriesAddress(Target target) {
    return target.wrapped() || target.address().tricks().contains(Trick.EMBEDDED_ADDRESS);
  }

  private static boolean differs(String shown, Target target) {
    return differs(shown, target.carried())
        || (target.followed() && differs(shown, target.destination()));
  }

  private static boolean differs(String shown, WebAddress address) {
    String domain = address.registrable();
    if (domain.equals(shown)
        || RegistrableDomain.owner(address.host()).equals(RegistrableDomain.owner(shown))) {
      return false;
    }
    // example.com and example.co.uk are one, as far as names tell
    return !RegistrableDomain.name(domain).equals(RegistrableDomain.name(shown))
        || domain.isEmpty();
  }
}
