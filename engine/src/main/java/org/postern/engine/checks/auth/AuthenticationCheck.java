package org.postern.engine.checks.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.arc.ArcStatus;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dkim.DkimNote;
import org.postern.mail.dkim.DkimReason;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimVerdict;
import org.postern.mail.dmarc.DmarcResult;
import org.postern.mail.dmarc.DmarcStatus;

/// Brings what was authenticated into the report. Where the DNS gave no answer nothing is found:
/// that is no fault of the sender.
public final class AuthenticationCheck implements Check {

  private static final Symbol SPF_FAIL =
      symbol("SPF_FAIL", 1.5, "the owner of the sender's domain says this client may not send");
  private static final Symbol SPF_SOFTFAIL =
      symbol("SPF_SOFTFAIL", 0.7, "the owner of the sender's domain says it rather not");
  private static final Symbol SPF_BROKEN =
      symbol("SPF_BROKEN", 0.3, "the SPF policy of the sender's domain cannot be read");
  private static final Symbol SPF_PASS =
      symbol("SPF_PASS", -0.1, "the client may send for the sender's domain");
  private static final Symbol DKIM_PASS =
      symbol("DKIM_PASS", -0.2, "a signature over the author is good");
  private static final Symbol DKIM_BAD =
      symbol("DKIM_BAD", 0.3, "there are signatures, and none is good");
  private static final Symbol DMARC_PASS =
      symbol("DMARC_PASS", -0.4, "the author's domain is the one that sent it");
  private static final Symbol DMARC_FAIL =
      symbol("DMARC_FAIL", 1, "the author's domain did not send it, and asks for nothing");
  private static final Symbol DMARC_QUARANTINE =
      symbol("DMARC_QUARANTINE", 5, "the author's domain did not send it, and asks to hold it");
  private static final Symbol DMARC_REJECT =
      symbol("DMARC_REJECT", 6, "the author's domain did not send it, and asks to refuse it");
  private static final Symbol AUTHOR_UNCLEAR =
      symbol("AUTHOR_UNCLEAR", 3, "mail programs may show different authors, or none");
  private static final Symbol ARC_FAIL =
      symbol("ARC_FAIL", 0.2, "the chain of those who passed it on is broken");
  private static final Symbol ARC_PASS =
      symbol("ARC_PASS", -0.1, "the chain of those who passed it on is whole");

  private static final List<Symbol> SYMBOLS =
      List.of(
          SPF_FAIL,
          SPF_SOFTFAIL,
          SPF_BROKEN,
          SPF_PASS,
          DKIM_PASS,
          DKIM_BAD,
          DMARC_PASS,
          DMARC_FAIL,
          DMARC_QUARANTINE,
          DMARC_REJECT,
          AUTHOR_UNCLEAR,
          ARC_FAIL,
          ARC_PASS);

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "authentication";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return SYMBOLS;
  }

  @Override
  public List<Finding> inspect(Case mail) {
    Optional<AuthResults> known = mail.sender().auth();
    if (known.isEmpty()) {
      return List.of();
    }
    AuthResults results = known.get();
    List<Finding> found = new ArrayList<>();
    spf(results).ifPresent(found::add);
    dkim(results).ifPresent(found::add);
    dmarc(results).ifPresent(found::add);
    if (results.dmarc().author().ambiguous()) {
      found.add(AUTHOR_UNCLEAR.found(1, results.dmarc().author().domains()));
    }
    if (results.arc().status() == ArcStatus.FAIL) {
      found.add(ARC_FAIL.found());
    }
    results.sealer().ifPresent(domain -> found.add(ARC_PASS.found(domain)));
    return found;
  }

  private static Optional<Finding> spf(AuthResults results) {
    String domain = results.spf().domain();
    return switch (results.spf().verdict()) {
      case PASS -> Optional.of(SPF_PASS.found(domain));
      case FAIL -> Optional.of(SPF_FAIL.found(domain));
      case SOFTFAIL -> Optional.of(SPF_SOFTFAIL.found(domain));
      case PERMERROR -> Optional.of(SPF_BROKEN.found(domain, results.spf().problem()));
      case NONE, NEUTRAL, TEMPERROR -> Optional.empty();
    };
  }

  private static Optional<Finding> dkim(AuthResults results) {
    List<DkimResult> signatures = results.dkim();
    Optional<DkimResult> good =
        signatures.stream().filter(one -> one.passed() && one.coversFrom()).findFirst();
    if (good.isPresent()) {
      return Optional.of(DKIM_PASS.found(1, evidence(good.get())));
    }
    boolean undecided =
        signatures.stream().anyMatch(one -> one.verdict().word().equals("temperror"));
    return signatures.isEmpty() || undecided
        ? Optional.empty()
        : Optional.of(
            DKIM_BAD.found(
                1,
                signatures.stream()
                    .map(one -> one.domain() + " " + one.verdict().word() + reason(one.verdict()))
                    .toList()));
  }

  /// Who signed, and what weakens it; that a field of less matter is not signed says little.
  private static List<String> evidence(DkimResult good) {
    List<String> evidence = new ArrayList<>();
    evidence.add(good.domain());
    for (DkimNote note : good.notes()) {
      if (!(note instanceof DkimNote.FieldUnsigned(String _, boolean advised)) || advised) {
        evidence.add(note.text());
      }
    }
    return evidence;
  }

  private static String reason(DkimVerdict verdict) {
    return switch (verdict) {
      case DkimVerdict.Pass() -> " without every author";
      case DkimVerdict.Fail(DkimReason why) -> ": " + why.text();
      case DkimVerdict.PermError(DkimReason why) -> ": " + why.text();
      case DkimVerdict.TempError(DkimReason why) -> ": " + why.text();
      case DkimVerdict.Policy(DkimReason why) -> ": " + why.text();
      case DkimVerdict.Neutral(DkimReason why) -> ": " + why.text();
    };
  }

  private static Optional<Finding> dmarc(AuthResults results) {
    DmarcResult dmarc = results.dmarc();
    if (dmarc.status() == DmarcStatus.PASS) {
      return Optional.of(DMARC_PASS.found(1, dmarc.author().domains()));
    }
    if (dmarc.status() != DmarcStatus.FAIL) {
      return Optional.empty();
    }
    Symbol symbol =
        switch (dmarc.policy()) {
          case NONE -> DMARC_FAIL;
          case QUARANTINE -> DMARC_QUARANTINE;
          case REJECT -> DMARC_REJECT;
        };
    List<String> evidence = new ArrayList<>(dmarc.author().domains());
    results.sealer().ifPresent(sealer -> evidence.add("passed on by " + sealer));
    return Optional.of(symbol.found(1, evidence));
  }
}
