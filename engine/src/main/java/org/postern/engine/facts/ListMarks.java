package org.postern.engine.facts;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimVerdict;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;

/// Whether the marks of a list in a header are those of who sent it. Anybody can write a List-Id.
///
/// @param named whether they name who sent it: MAIL FROM, or a domain that is shown to have sent
///   it. Where lists are passed on by a mailbox's owner MAIL FROM is all that is left of them
/// @param shown whether they name a domain that SPF, a signature or a seal shows to have sent it,
///   or one that sends for many, and the list stands among the recipients; yes where nobody asked
record ListMarks(boolean named, boolean shown) {

  private static final int MOST = 20;
  private static final int LONGEST = 1_000;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(?:\\.[A-Za-z0-9_-]{1,63}){1,8}");

  static ListMarks of(Headers headers, HeaderFacts facts, SenderFacts known) {
    return known
        .auth()
        .filter(_ -> facts.listMail())
        .map(auth -> of(named(headers), facts, auth))
        .orElse(new ListMarks(facts.listMail(), facts.listMail()));
  }

  private static ListMarks of(Set<String> names, HeaderFacts facts, AuthResults auth) {
    Set<String> senders = senders(auth);
    boolean shown = senders.stream().anyMatch(one -> names.contains(RegistrableDomain.of(one)));
    boolean platform =
        !names.isEmpty() && senders.stream().anyMatch(HostKind.SENDING_PLATFORM::contains);
    boolean consistent = names.contains(RegistrableDomain.of(auth.spf().domain()));
    boolean addressed =
        facts.to().stream()
            .limit(MOST)
            .anyMatch(box -> names.contains(RegistrableDomain.of(box.domain())));
    return new ListMarks(shown || platform || consistent, platform || (shown && addressed));
  }

  /// Those who sent it. Lists of old publish no SPF and sign nothing: where MAIL FROM is not
  /// contradicted, it counts.
  private static Set<String> senders(AuthResults auth) {
    Set<String> senders = new LinkedHashSet<>(auth.verifiedDomains());
    auth.sealer().ifPresent(senders::add);
    boolean open =
        switch (auth.spf().verdict()) {
          case NONE, NEUTRAL, TEMPERROR -> true;
          case PASS, FAIL, SOFTFAIL, PERMERROR -> false;
        };
    if (open) {
      senders.add(auth.spf().domain());
    }
    auth.dkim().stream()
        .filter(one -> one.passed() || one.verdict() instanceof DkimVerdict.TempError)
        .map(DkimResult::domain)
        .forEach(senders::add);
    senders.remove("");
    return senders;
  }

  /// The registrable domains that the fields of a list name.
  private static Set<String> named(Headers headers) {
    Set<String> named = new LinkedHashSet<>();
    for (Field field : headers.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      // lists of old have Precedence alone, and say who they are in Sender
      boolean names =
          name.startsWith("list-") || name.equals("mailing-list") || name.equals("sender");
      if (names && named.size() < MOST) {
        String value = field.value();
        Matcher matcher =
            NAME.matcher(value.length() > LONGEST ? value.substring(0, LONGEST) : value);
        while (named.size() < MOST && matcher.find()) {
          named.add(RegistrableDomain.of(matcher.group().toLowerCase(Locale.ROOT)));
        }
      }
    }
    named.remove("");
    return named;
  }
}
