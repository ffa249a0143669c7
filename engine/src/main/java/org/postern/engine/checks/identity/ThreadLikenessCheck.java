package org.postern.engine.checks.identity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Mailbox;

/// Who goes on with somebody else's correspondence: the sender's domain looks like one that wrote
/// before, by the Message-IDs that it answers, or by the same name's address in what it quotes.
/// Domains of the recipients are [OwnDomainCheck]'s.
public final class ThreadLikenessCheck implements Check {

  static final Symbol THREAD_LOOKALIKE =
      Symbol.kind(
          "THREAD_LOOKALIKE",
          Group.SENDER,
          3.5,
          Category.PHISHING,
          Stage.ACTIVE,
          "the domain of From looks like one that took part in the correspondence before");

  private static final int LONGEST = 4_000;
  private static final int MOST = 20;
  private static final Pattern ID_HOST = Pattern.compile("@([A-Za-z0-9.-]{4,253})>");

  @Override
  public String name() {
    return "thread-likeness";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(THREAD_LOOKALIKE);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    Mailbox author = Senders.author(mail.header()).orElse(null);
    if (author == null || strange(author.domain()) || mail.relations().listShown()) {
      return List.of();
    }
    String from = author.domain();
    Set<String> before = answered(mail);
    quoted(mail, author).forEach(before::add);
    if (before.stream().anyMatch(host -> RegistrableDomain.same(host, from))) {
      return List.of();
    }
    return before.stream()
        .filter(host -> !strange(host) && !recipients(mail, host))
        .filter(host -> Likeness.misspelt(from, host))
        .findFirst()
        .map(host -> List.of(THREAD_LOOKALIKE.found("From " + from + ", before " + host)))
        .orElse(List.of());
  }

  /// Domains that say nothing of who writes.
  private static boolean strange(String host) {
    return HostKind.FREE_MAIL.contains(host) || HostKind.SENDING_PLATFORM.contains(host);
  }

  private static boolean recipients(Case mail, String host) {
    return Stream.concat(
            mail.header().to().stream().map(Mailbox::domain),
            mail.envelope().to().stream().map(to -> to.address().domain()))
        .limit(MOST)
        .anyMatch(own -> RegistrableDomain.same(own, host));
  }

  private static Set<String> answered(Case mail) {
    Set<String> hosts = new LinkedHashSet<>();
    for (String name : List.of("In-Reply-To", "References")) {
      for (Field field : mail.message().headers().all(name)) {
        String value = field.value();
        Matcher ids = ID_HOST.matcher(value.substring(0, Math.min(LONGEST, value.length())));
        while (hosts.size() < MOST && ids.find()) {
          hosts.add(ids.group(1).toLowerCase(Locale.ROOT));
        }
      }
    }
    return hosts;
  }

  /// Where the same name has an address by the text.
  private static Stream<String> quoted(Case mail, Mailbox author) {
    String name = author.address().substring(0, author.address().lastIndexOf('@') + 1);
    String same = name.toLowerCase(Locale.ROOT);
    return mail.contacts().addresses().stream()
        .filter(address -> same.length() > 1 && address.startsWith(same))
        .map(address -> address.substring(same.length()))
        .filter(host -> host.indexOf('@') < 0)
        .sorted()
        .limit(MOST);
  }
}
