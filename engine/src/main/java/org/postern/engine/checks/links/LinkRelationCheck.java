package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

/// How the links of an HTML message are related to who sent it. Ordinary senders lead to themselves
/// at least once; who wants one click leads to one place only.
public final class LinkRelationCheck implements Check {

  static final Symbol SINGLE =
      symbol(
          "LINK_SINGLE_FOREIGN",
          1.2,
          "the only link of an HTML message leads to a domain unrelated to the sender");
  static final Symbol FEW =
      symbol(
          "LINKS_FEW_FOREIGN",
          0.8,
          "the two or three links of an HTML message lead to domains unrelated to the sender");
  static final Symbol SAME =
      symbol(
          "LINKS_ALL_SAME",
          1.6,
          "three links or more all lead to one address, unrelated to the sender");
  static final Symbol ONE_DOMAIN =
      symbol(
          "LINKS_ONE_FOREIGN_DOMAIN", 0.5, "all links lead to one domain unrelated to the sender");
  static final Symbol RECIPIENT =
      symbol(
          "LINK_HOLDS_RECIPIENT",
          1,
          "a link to an unrelated domain carries the recipient's address");
  static final Symbol RECIPIENT_FRAGMENT =
      symbol(
          "LINK_FRAGMENT_RECIPIENT",
          2.5,
          "the recipient's address stands behind the # of a link, where only a page's script reads it");

  private static final int FEW_LINKS = 3;

  /// Words of links by which a list is left.
  private static final List<String> LEAVES =
      List.of(
          "unsub",
          "optout",
          "opt-out",
          "preferences",
          "subscription",
          "abmeld",
          "abbestell",
          "desabonn",
          "désabonn",
          "desinscri",
          "désinscri",
          "suscripci",
          "disiscri",
          "cancellati",
          "afmeld",
          "uitschrijv",
          "wypisz",
          "avmeld",
          "отпис",
          "退订",
          "配信停止");

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.LINK, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "link-relation";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(SINGLE, FEW, SAME, ONE_DOMAIN, RECIPIENT, RECIPIENT_FRAGMENT);
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
    // a list's links carry the address of the list, which is the recipient
    if (!mail.relations().listNamed()) {
      recipients(mail, targets, found);
    }
    boolean html = !mail.content().html().isEmpty();
    boolean platform = targets.all().stream().anyMatch(Target::wrapped);
    boolean own =
        targets.all().stream()
            .anyMatch(target ->
                target.involved()
                    || Kinship.sameName(mail, target)
                    || Kinship.ownTenant(mail, target));
    boolean believed = mail.header().listBelieved() && mail.relations().listNamed();
    if (html && !platform && !own && !believed) {
      relation(targets, found);
    }
    return found;
  }

  private static void relation(LinkTargets targets, List<Finding> found) {
    List<Target> own = targets.own();
    if (own.isEmpty()) {
      return;
    }
    String first = own.getFirst().destination().host();
    int count = own.size();
    if (count == 1) {
      // what leads to a page of anybody has a symbol of its own that says so
      if (!own.getFirst().foreign(HostKind.FREE_HOSTING)) {
        found.add(SINGLE.found(first));
      }
    } else if (count >= FEW_LINKS && same(own)) {
      found.add(SAME.found(first));
    } else if (targets.domains().size() == 1 && count > FEW_LINKS) {
      found.add(ONE_DOMAIN.found(first));
    } else if (count <= FEW_LINKS) {
      found.add(FEW.found(1, List.copyOf(targets.domains())));
    }
  }

  private static boolean same(List<Target> targets) {
    return targets.stream().map(Target::address).distinct().count() == 1;
  }

  /// What the sender wrote: scanners of links add the reader's address on their own account.
  static WebAddress seen(Target target) {
    return HostKind.LINK_PROTECTION.contains(target.address().host())
        ? target.carried()
        : target.address();
  }

  /// Whether it is the link by which a reader leaves a list; it has to say who leaves.
  static boolean leaves(Target target) {
    return leaves(target.link().shown()) || leaves(seen(target).path());
  }

  /// Whether the text or the address of a link says so.
  static boolean leaves(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : LEAVES) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static void recipients(Case mail, LinkTargets targets, List<Finding> found) {
    List<String> lower = RecipientTrace.recipients(mail);
    if (lower.isEmpty()) {
      return;
    }
    targets
        .firstOwn(target -> !target.involved() && RecipientTrace.inFragment(seen(target), lower))
        .ifPresent(target -> found.add(RECIPIENT_FRAGMENT.found(target.destination().host())));
    if (found.isEmpty()) {
      targets
          .firstOwn(target ->
              !target.involved()
                  && !target.kinds().contains(HostKind.SENDING_PLATFORM)
                  && !leaves(target)
                  && RecipientTrace.before(seen(target), lower))
          .ifPresent(target -> found.add(RECIPIENT.found(target.destination().host())));
    }
  }
}
