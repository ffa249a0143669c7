package org.postern.mail.auth;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.arc.ArcInstance;
import org.postern.mail.arc.ArcResult;
import org.postern.mail.arc.ArcStatus;
import org.postern.mail.authres.AuthenticationResults;
import org.postern.mail.authres.MethodResult;
import org.postern.mail.authres.Property;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimVerdict;
import org.postern.mail.dmarc.DmarcResult;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.spf.SpfResult;
import org.postern.mail.spf.SpfVerdict;

/// What SPF, DKIM, ARC and DMARC say of a message.
///
/// @param sender the MAIL FROM that SPF was asked about, empty for the null sender
/// @param helo the name in HELO, as the client gave it
/// @param spf of MAIL FROM; for a null sender of the HELO name
public record AuthResults(
    String sender,
    String helo,
    SpfResult spf,
    List<DkimResult> dkim,
    ArcResult arc,
    DmarcResult dmarc) {

  private static final int SHOWN_SIGNATURES = 5;
  private static final int SHOWN_OCTETS = 8;

  public AuthResults {
    dkim = List.copyOf(dkim);
  }

  /// The domains that sent this without doubt: that of a passed SPF check and those of passed
  /// signatures over every From field, in lower-case A-labels. Whether one of them is the author's
  /// is DMARC's to say.
  public Set<String> verifiedDomains() {
    Set<String> domains = new LinkedHashSet<>();
    if (spf.verdict() == SpfVerdict.PASS) {
      domains.add(spf.domain());
    }
    for (DkimResult one : dkim) {
      if (one.passed() && one.coversFrom()) {
        domains.add(one.domain());
      }
    }
    return domains;
  }

  /// The author's domain, where every reader sees the same one and an aligned check passed; whether
  /// its owner publishes a policy is no matter.
  public Optional<String> verifiedAuthor() {
    if (dmarc.author().ambiguous() || dmarc.author().domains().size() != 1) {
      return Optional.empty();
    }
    String author = dmarc.author().domains().getFirst();
    boolean verified =
        dmarc.status() == DmarcStatus.PASS
            || (dmarc.status() == DmarcStatus.NONE && verifiedDomains().contains(author));
    return verified ? Optional.of(author) : Optional.empty();
  }

  /// The domain of a whole chain's newest seal, where its signature is over what a reader sees.
  public Optional<String> sealer() {
    return arc.passed() && arc.coversMessage()
        ? arc.newest().map(ArcInstance::domain)
        : Optional.empty();
  }

  /// The field that says so to whoever reads the message after us (RFC 8601).
  public AuthenticationResults field(String authservId) {
    List<MethodResult> results = new ArrayList<>();
    results.add(spfResult());
    if (dkim.isEmpty()) {
      results.add(new MethodResult("dkim", "none", List.of()));
    }
    dkim.stream().limit(SHOWN_SIGNATURES).map(AuthResults::dkimResult).forEach(results::add);
    if (arc.status() != ArcStatus.NONE) {
      List<Property> properties = new ArrayList<>();
      arc.newest().ifPresent(one -> properties.add(new Property("header", "d", one.domain())));
      results.add(new MethodResult("arc", arc.status().word(), properties));
    }
    results.add(dmarc.authenticationResult());
    return new AuthenticationResults(authservId, results);
  }

  private MethodResult spfResult() {
    String word = spf.verdict().name().toLowerCase(Locale.ROOT);
    Property identity =
        sender.isEmpty()
            ? new Property("smtp", "helo", helo)
            : new Property("smtp", "mailfrom", sender);
    return new MethodResult("spf", 1, word, spf.problem(), List.of(identity));
  }

  private static MethodResult dkimResult(DkimResult one) {
    List<Property> properties = new ArrayList<>();
    add(properties, "d", one.domain());
    add(properties, "s", one.selector());
    add(properties, "a", one.algorithm());
    String signature = one.signature();
    add(properties, "b", signature.substring(0, Math.min(SHOWN_OCTETS, signature.length())));
    return new MethodResult("dkim", 1, one.verdict().word(), reason(one.verdict()), properties);
  }

  private static void add(List<Property> properties, String name, String value) {
    if (!value.isEmpty()) {
      properties.add(new Property("header", name, value));
    }
  }

  private static String reason(DkimVerdict verdict) {
    return switch (verdict) {
      case DkimVerdict.Pass() -> "";
      case DkimVerdict.Fail(var why) -> word(why);
      case DkimVerdict.PermError(var why) -> word(why);
      case DkimVerdict.TempError(var why) -> word(why);
      case DkimVerdict.Policy(var why) -> word(why);
      case DkimVerdict.Neutral(var why) -> word(why);
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
