package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.facts.Link;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Mailbox;

/// Links that write a letter. Where all buttons do so, to somebody else than the sender, the answer
/// is what the sender is after.
public final class MailLinkCheck implements Check {

  static final Symbol BUTTONS =
      symbol(
          "MAIL_BUTTONS",
          2,
          "all links of an HTML message write a letter with a subject to somebody else than the"
              + " sender");
  static final Symbol LEAVE =
      symbol(
          "UNSUBSCRIBE_FREE_MAILBOX",
          1.5,
          "to get no more of it one is to write to a free mailbox that is not the sender's");

  private static final String SCHEME = "mailto:";
  private static final int MOST = 200;
  private static final int FEW = 6;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.LINK, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "mail-link";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(BUTTONS, LEAVE);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Link> letters = new ArrayList<>();
    boolean web = false;
    for (Link link : mail.content().links().stream().limit(MOST).toList()) {
      boolean letter = link.target().regionMatches(true, 0, SCHEME, 0, SCHEME.length());
      if (letter && link.kind().followed()) {
        letters.add(link);
      }
      web |= !letter && link.kind().followed();
    }
    if (letters.isEmpty()) {
      return List.of();
    }
    List<Finding> found = new ArrayList<>();
    Set<String> own = own(mail);
    if (!web && letters.size() <= FEW && !mail.content().html().isEmpty()) {
      Set<String> addresses = new HashSet<>();
      letters.forEach(link -> addresses.add(address(link)));
      boolean prefilled =
          letters.stream()
              .allMatch(link -> link.target().toLowerCase(Locale.ROOT).contains("subject="));
      if (prefilled
          && addresses.size() == 1
          && addresses.stream().noneMatch(one -> known(mail, one, own))) {
        found.add(BUTTONS.found(List.copyOf(addresses).getFirst()));
      }
    }
    letters.stream()
        .filter(link -> LinkRelationCheck.leaves(link.shown() + " " + link.target()))
        .map(MailLinkCheck::address)
        .filter(one -> HostKind.FREE_MAIL.contains(one.substring(one.lastIndexOf('@') + 1)))
        .filter(one -> !own.contains(one))
        .findFirst()
        .ifPresent(one -> found.add(LEAVE.found(one)));
    return found;
  }

  private static boolean known(Case mail, String address, Set<String> own) {
    String host = address.substring(address.lastIndexOf('@') + 1);
    return own.contains(address)
        || (mail.relations().involves(host) && !HostKind.FREE_MAIL.contains(host))
        || own.stream()
            .anyMatch(one ->
                !HostKind.FREE_MAIL.contains(host)
                    && RegistrableDomain.same(host, one.substring(one.lastIndexOf('@') + 1)));
  }

  private static Set<String> own(Case mail) {
    Set<String> own = new HashSet<>();
    for (List<Mailbox> some : List.of(mail.header().from(), mail.header().sender())) {
      some.forEach(one -> own.add(one.address().toLowerCase(Locale.ROOT)));
    }
    return own;
  }

  private static String address(Link link) {
    String rest = link.target().substring(SCHEME.length());
    int question = rest.indexOf('?');
    String address = question < 0 ? rest : rest.substring(0, question);
    return address.replace("%40", "@").strip().toLowerCase(Locale.ROOT);
  }
}
