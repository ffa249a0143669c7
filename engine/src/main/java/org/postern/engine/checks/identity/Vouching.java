package org.postern.engine.checks.identity;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.mime.Field;
import org.postern.mail.spf.SpfVerdict;

/// Whether anything vouches for the domain of an author.
enum Vouching {
  /// SPF or a signature says so.
  PROVEN,
  /// SPF and signatures were asked, and none says so.
  DISPROVEN,
  /// Nobody asked; a signature of the domain, or MAIL FROM, shows it.
  SHOWN,
  /// Nobody asked, and nothing shows it.
  NOT_SHOWN;

  private static final int SIGNATURES = 10;
  private static final int LONGEST = 4_000;
  private static final Pattern SIGNER =
      Pattern.compile("(?:^|;)\\s*d\\s*=\\s*([A-Za-z0-9._-]{1,255})");

  static Vouching of(Case mail, String from) {
    Optional<AuthResults> auth = mail.sender().auth();
    if (auth.isPresent()) {
      return proves(auth.get(), from) ? PROVEN : DISPROVEN;
    }
    boolean shown =
        RegistrableDomain.same(Senders.envelopeDomain(mail), from) || signs(signers(mail), from);
    return shown ? SHOWN : NOT_SHOWN;
  }

  /// Whether SPF, a signature or a policy proves the domain.
  static boolean proves(AuthResults auth, String from) {
    boolean signed =
        auth.dkim().stream()
            .anyMatch(one -> one.passed() && RegistrableDomain.same(one.domain(), from));
    boolean sent =
        auth.spf().verdict() == SpfVerdict.PASS
            && RegistrableDomain.same(auth.spf().domain(), from);
    return signed || sent || auth.dmarc().status() == DmarcStatus.PASS;
  }

  static boolean signs(Set<String> signers, String from) {
    return signers.stream().anyMatch(signer -> RegistrableDomain.same(signer, from));
  }

  /// The domains that signatures name; whether these are good is not known.
  static Set<String> signers(Case mail) {
    Set<String> signers = new LinkedHashSet<>();
    for (Field field : mail.message().headers().all("DKIM-Signature")) {
      String value = field.value();
      Matcher matcher =
          SIGNER.matcher(value.length() > LONGEST ? value.substring(0, LONGEST) : value);
      if (signers.size() < SIGNATURES && matcher.find()) {
        signers.add(matcher.group(1).toLowerCase(Locale.ROOT));
      }
    }
    return signers;
  }
}
