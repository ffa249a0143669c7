package org.postern.engine.checks.identity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Pictured;
import org.postern.engine.facts.Link;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// Links to domains that are made to be taken for a brand's.
public final class BrandLinkCheck implements Check {

  static final Symbol BRAND_LINK_LOOKALIKE =
      Symbol.kind(
          "BRAND_LINK_LOOKALIKE",
          Group.CONTENT,
          2.5,
          Category.PHISHING,
          Stage.ACTIVE,
          "a link leads to a domain that is made to be taken for a brand's");

  private static final int HOSTS = 1_000;

  /// Digests of so many hosts and more lead to odd ones by chance.
  private static final double DIGEST = 50;

  private final LookAlikes lookAlikes = new LookAlikes(Brands.builtin());

  @Override
  public String name() {
    return "brand-link";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(BRAND_LINK_LOOKALIKE);
  }

  @Override
  public Set<Pictured> reads() {
    return Set.of(Pictured.CODES);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    Set<String> hosts = new LinkedHashSet<>();
    for (Link link : mail.links()) {
      if (hosts.size() < HOSTS) {
        hosts.add(link.host());
      }
    }
    mail.followed().all().forEach(one -> hosts.add(one.target().host()));
    double digest = Math.min(1, DIGEST / seen(mail));
    return hosts.stream()
        .flatMap(host -> lookAlikes.of(host).stream())
        .filter(seeming -> seeming.way() != LookAlikes.Way.TOP_LEVEL)
        .findFirst()
        .map(seeming -> List.of(BRAND_LINK_LOOKALIKE.found(digest, List.of(seeming.evidence()))))
        .orElse(List.of());
  }

  private static double seen(Case mail) throws InterruptedException {
    return Math.max(1, mail.links().stream().filter(Link::seen).map(Link::host).distinct().count());
  }
}
