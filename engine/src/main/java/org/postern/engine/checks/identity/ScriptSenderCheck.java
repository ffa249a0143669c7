package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.url.MachineNames;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Headers;

/// Mail that a script on a machine sent which somebody took or rented for an hour, and what scripts
/// put on it.
public final class ScriptSenderCheck implements Check {

  static final Symbol SERVICE_ACCOUNT_SENDER =
      symbol(
          "SERVICE_ACCOUNT_SENDER",
          0.8,
          "MAIL FROM is an account of a machine (root, www-data), From is of another domain");
  static final Symbol MACHINE_DOMAIN =
      symbol(
          "MACHINE_DOMAIN",
          1.5,
          "From or MAIL FROM is below the name that a hoster gives to a rented machine");
  static final Symbol HIGH_PRIORITY =
      symbol("HIGH_PRIORITY", 0.6, "the sender says that it is urgent or important");
  static final Symbol SUBJECT_JOINED =
      symbol("SUBJECT_JOINED", 1.2, "underscores or dots in place of all blanks of the subject");

  private static final Set<String> ACCOUNTS =
      Set.of("root", "www-data", "apache", "nobody", "nginx", "httpd", "daemon", "www", "ubuntu");

  private static final double ENVELOPE_ALONE = 0.6;
  private static final Pattern JOINED =
      Pattern.compile(
          "[^\\s\\p{L}\\d]*[\\p{L}\\d']+(?:[_.*~]+[\\p{L}\\d',!&%$#-]+){2,}[^\\s\\p{L}]*");
  private static final Pattern WORDS = Pattern.compile("\\p{L}{2,}");
  private static final int LONGEST = 300;
  private static final int JOINED_WORDS = 3;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "script-sender";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(SERVICE_ACCOUNT_SENDER, MACHINE_DOMAIN, HIGH_PRIORITY, SUBJECT_JOINED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    List<Finding> findings = new ArrayList<>();
    String from = Senders.domain(mail.header());
    String envelope = Senders.envelopeAddress(mail).toLowerCase(Locale.ROOT);
    int at = envelope.lastIndexOf('@');
    String host = envelope.substring(at + 1);
    if (machine(from)) {
      findings.add(MACHINE_DOMAIN.found(from));
    } else if (machine(host)) {
      // so do the forms of small sites
      findings.add(MACHINE_DOMAIN.found(ENVELOPE_ALONE, List.of(host)));
    } else if (!from.isEmpty() && serviceAccount(envelope) && !RegistrableDomain.same(host, from)) {
      findings.add(SERVICE_ACCOUNT_SENDER.found(envelope + ", From " + from));
    }
    if (urgent(mail.message().headers())) {
      findings.add(HIGH_PRIORITY.found());
    }
    String subject = mail.header().subject();
    if (subject.length() <= LONGEST
        && subject.indexOf(' ') < 0
        && JOINED.matcher(subject).matches()
        && WORDS.matcher(subject).results().count() >= JOINED_WORDS) {
      findings.add(SUBJECT_JOINED.found(subject));
    }
    return findings;
  }

  /// Whether an address is an account of a machine rather than of a person or a company.
  static boolean serviceAccount(String address) {
    int at = address.lastIndexOf('@');
    return at > 0 && ACCOUNTS.contains(address.substring(0, at).toLowerCase(Locale.ROOT));
  }

  /// Whether a host has the name that a hoster gives to a rented machine.
  static boolean machine(String host) {
    return MachineNames.contain(host);
  }

  private static boolean urgent(Headers headers) {
    String priority = headers.value("X-Priority").orElse("").strip();
    return priority.startsWith("1")
        || priority.startsWith("2")
        || headers.value("Importance").orElse("").strip().equalsIgnoreCase("high");
  }
}
