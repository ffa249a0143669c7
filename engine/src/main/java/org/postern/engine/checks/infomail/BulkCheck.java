package org.postern.engine.checks.infomail;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.bulk.BulkCounts;
import org.postern.engine.bulk.BulkThresholds;
import org.postern.engine.bulk.BulkThresholds.Reached;
import org.postern.engine.bulk.Tally;
import org.postern.engine.facts.SenderRelations;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.address.ReversePath;

/// The mass mail criterion: the same message, or nearly the same, went to many different recipients
/// within a short time. That alone is no spam and no points: lists, newsletters and circulars do
/// it. Points are for what comes from many senders who have nothing to do with each other, as
/// networks of hijacked machines send it.
///
/// Examining a message counts it, once for each recipient.
public final class BulkCheck implements Check {

  static final Symbol BULK =
      Symbol.kind(
          "BULK",
          Group.CONTENT,
          0,
          Category.BULK,
          Stage.ACTIVE,
          "the same, or nearly the same, went to many recipients within a short time");
  static final Symbol ADVERTISING =
      Symbol.kind(
          "BULK_ADVERTISING",
          Group.CONTENT,
          0,
          Category.INFOMAIL,
          Stage.ACTIVE,
          "the same newsletter or marketing went to many recipients within a short time");
  static final Symbol EXPECTED =
      Symbol.scored(
          "BULK_EXPECTED",
          Group.CONTENT,
          0,
          Stage.ACTIVE,
          "the same went to many, as is usual of lists, notices, answers, invitations and circulars");
  static final Symbol SCATTERED =
      Symbol.scored(
          "BULK_SCATTERED",
          Group.CONTENT,
          2,
          Stage.ACTIVE,
          "the same went to many within an hour, from many who have nothing in common, and no link leads to them");

  /// Counts nothing and finds nothing: for scans of files.
  public static final BulkCheck BLIND = new BulkCheck(BulkCounts.NONE, BulkThresholds.STANDARD);

  private static final Set<Symbol> ADVERTISEMENTS =
      Set.of(InfomailCheck.NEWSLETTER, InfomailCheck.MARKETING);
  private static final Set<Symbol> ORDINARY =
      Set.of(InfomailCheck.MAILING_LIST, InfomailCheck.TRANSACTIONAL, InfomailCheck.NOTIFICATION);

  private final BulkCounts counts;
  private final BulkThresholds thresholds;
  private final InfomailCheck kinds = new InfomailCheck();

  /// @param counts of all messages that come in
  public BulkCheck(BulkCounts counts, BulkThresholds thresholds) {
    this.counts = counts;
    this.thresholds = thresholds;
  }

  @Override
  public String name() {
    return "bulk";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(BULK, ADVERTISING, EXPECTED, SCATTERED);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    if (!counts.counting()) {
      return List.of();
    }
    if (mail.envelope().to().isEmpty()) {
      return List.of();
    }
    List<Tally> tallies = counts.add(mail.fingerprints().all(), Sightings.of(mail));
    Optional<Reached> mass = thresholds.mass(tallies);
    Optional<Reached> scattered = thresholds.scattered(tallies);
    return mass.isPresent() || scattered.isPresent() ? found(mail, mass, scattered) : List.of();
  }

  private List<Finding> found(Case mail, Optional<Reached> mass, Optional<Reached> scattered)
      throws InterruptedException {
    String told = mass.or(() -> scattered).map(Reached::text).orElseThrow();
    List<Symbol> kind = kinds.inspect(mail).stream().map(Finding::symbol).toList();
    if (kind.stream().anyMatch(ORDINARY::contains) || expected(mail)) {
      return List.of(EXPECTED.found(told));
    }
    Symbol bulk = kind.stream().anyMatch(ADVERTISEMENTS::contains) ? ADVERTISING : BULK;
    return scattered.isEmpty() || mail.header().listBelieved() || mail.targets().anyInvolved()
        ? List.of(bulk.found(told))
        : List.of(bulk.found(told), scattered(mail, scattered.get()));
  }

  /// The same software writes the same notices on many servers, each with links to itself: only
  /// what leads elsewhere weighs in full, and what leads to its sender nothing.
  private Finding scattered(Case mail, Reached reached) throws InterruptedException {
    Tally.Count count = reached.count();
    double senders = Math.min(count.organisations(), count.networks());
    double strength = Math.min(1, senders / (2 * thresholds.senders()));
    String told = reached.text() + ", by authors of " + count.organisations() + " organisations";
    return SCATTERED.found(mail.targets().all().isEmpty() ? strength / 2 : strength, List.of(told));
  }

  /// Whether it is of a kind of which many are alike, or is sent to its own people.
  private static boolean expected(Case mail) {
    return mail.envelope().from().path() instanceof ReversePath.Null
        || mail.message().headers().first("In-Reply-To").isPresent()
        || mail.message().parts().stream()
            .anyMatch(part -> part.contentType().name().equals("text/calendar"))
        || circular(mail);
  }

  private static boolean circular(Case mail) {
    SenderRelations relations = mail.relations();
    return relations.verified().contains(relations.from())
        && mail.envelope().to().stream()
            .anyMatch(recipient ->
                RegistrableDomain.of(recipient.address().domain()).equals(relations.from()));
  }
}
