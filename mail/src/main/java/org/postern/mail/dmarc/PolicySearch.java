package org.postern.mail.dmarc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dns.Remembered;
import org.postern.mail.dns.Resolver;
import org.postern.mail.spf.SpfResult;

/// The search for the policies of a message's authors, under way while its signatures are verified.
///
/// Everything is asked that the judgement may depend on, so that it asks nothing itself. Each
/// author domain is asked about on a thread of its own and through a resolver of its own, so that
/// neither the servers of another one nor those of signers can keep its policy from being found.
/// One thread.
public final class PolicySearch {

  private final AuthorDomains author;
  private final Map<String, CompletableFuture<TreeWalk>> walks;

  private PolicySearch(AuthorDomains author, Map<String, CompletableFuture<TreeWalk>> walks) {
    this.author = author;
    this.walks = walks;
  }

  /// Begins to ask.
  ///
  /// @param spf the domain that SPF may vouch for
  /// @param signers those for which DKIM may
  /// @param each gives the resolver for one author domain, with what may be asked about it
  public static PolicySearch begin(
      AuthorDomains author,
      String spf,
      List<String> signers,
      Supplier<Resolver> each,
      Executor threads) {
    DmarcQuery undecided = DmarcQuery.undecided(author, spf, signers);
    Map<String, CompletableFuture<TreeWalk>> walks = new LinkedHashMap<>();
    for (String domain : author.domains()) {
      walks.put(
          domain,
          CompletableFuture.supplyAsync(() -> walked(domain, undecided, each.get()), threads));
    }
    return new PolicySearch(author, walks);
  }

  // While nothing is decided the judgement depends on everything. The walk keeps what it was told.
  private static TreeWalk walked(String domain, DmarcQuery undecided, Resolver resolver) {
    TreeWalk walk = new TreeWalk(new Remembered(resolver));
    Dmarc.ask(undecided, domain, walk);
    return walk;
  }

  /// Waits until everything was asked.
  public void await() {
    walks.values().forEach(CompletableFuture::join);
  }

  /// Judges the message, as [Dmarc#evaluate]. Waits for what is still being asked.
  public DmarcResult judge(SpfResult spf, List<DkimResult> dkim) {
    return Dmarc.judge(
        DmarcQuery.of(author, spf, dkim),
        domain -> Objects.requireNonNull(walks.get(domain)).join());
  }
}
