package org.postern.mail.dmarc;

import java.util.ArrayList;
import java.util.List;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimVerdict;
import org.postern.mail.spf.SpfResult;
import org.postern.mail.spf.SpfVerdict;

/// What is known of a message when DMARC is asked: its author, and the domains that SPF and DKIM
/// vouch for or not. There is no place for ARC here.
public record DmarcQuery(AuthorDomains author, Identifier spf, List<Identifier> dkim) {

  /// A domain and what came of the check of it. A name that is none is never aligned.
  public record Identifier(String domain, Check check) {}

  /// How a check ended.
  public enum Check {
    PASS,
    FAIL,
    /// The DNS gave no answer; another time it may pass.
    TEMPERROR
  }

  public DmarcQuery {
    dkim = List.copyOf(dkim);
  }

  /// `spf` must be of the MAIL FROM identity (RFC 9989 section 4.4.2), which for a null sender is
  /// the postmaster at the HELO name.
  public static DmarcQuery of(AuthorDomains author, SpfResult spf, List<DkimResult> dkim) {
    List<Identifier> signatures = new ArrayList<>();
    for (DkimResult each : dkim) {
      signatures.add(new Identifier(each.domain(), check(each.verdict())));
    }
    return new DmarcQuery(author, new Identifier(spf.domain(), check(spf.verdict())), signatures);
  }

  /// Of what nothing is known yet but the domains that may be vouched for.
  static DmarcQuery undecided(AuthorDomains author, String spf, List<String> signers) {
    return new DmarcQuery(
        author, undecided(spf), signers.stream().map(DmarcQuery::undecided).toList());
  }

  private static Identifier undecided(String domain) {
    return new Identifier(domain, Check.TEMPERROR);
  }

  private static Check check(SpfVerdict verdict) {
    return switch (verdict) {
      case PASS -> Check.PASS;
      case TEMPERROR -> Check.TEMPERROR;
      case NONE, NEUTRAL, FAIL, SOFTFAIL, PERMERROR -> Check.FAIL;
    };
  }

  private static Check check(DkimVerdict verdict) {
    return switch (verdict) {
      case DkimVerdict.Pass _ -> Check.PASS;
      case DkimVerdict.TempError _ -> Check.TEMPERROR;
      case DkimVerdict.Fail _, DkimVerdict.PermError _ -> Check.FAIL;
      case DkimVerdict.Policy _, DkimVerdict.Neutral _ -> Check.FAIL;
    };
  }
}
