package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.mime.DateTime;

/// Whether anything about the message vouches for the domain in From: a signature of it, or an
/// envelope of it. Where SPF and DKIM were asked their answers count; where nobody asked, what the
/// message itself shows. Mailing lists and groups pass on under their own name and are left out.
public final class VouchingCheck implements Check {

  static final Symbol AUTHOR_UNVOUCHED =
      symbol("AUTHOR_UNVOUCHED", 1.5, "neither a signature nor MAIL FROM is of the domain in From");
  static final Symbol FREEMAIL_UNSIGNED =
      symbol(
          "FREEMAIL_UNSIGNED",
          1.5,
          "From is a free mailbox of a provider that signs, and there is no signature of it");
  static final Symbol MAIL_UNSIGNED =
      symbol("MAIL_UNSIGNED", 0.5, "nobody signed a message of these days");
  static final Symbol BRAND_FORGED =
      Symbol.kind(
          "BRAND_FORGED",
          Group.SENDER,
          3.5,
          Category.PHISHING,
          Stage.PRELIMINARY,
          "From is at a brand's domain, and nothing shows that the brand sent it");

  /// Since then hardly any mail of providers and companies has been without a signature.
  private static final int SIGNED_SINCE = 2016;

  /// Of a platform that sends for many, and of somebody else who signed.
  private static final double PLATFORM = 0.3;

  private static final double SOMEBODY = 0.65;

  /// From at a brand, of whose envelope nothing is known: somebody else signed, or nobody.
  private static final double SIGNED = 0.8;

  private static final double STRIPPED = 0.45;
  private static final double CUT_OFF = 0.15;

  /// Of a provider that signs always, where the header was cut off.
  private static final double CUT_OFF_FREE = 0.65;

  private static final double MACHINE = 0.5;

  private static final List<String> RECEIVERS =
      List.of("Received", "Authentication-Results", "ARC-Seal", "Received-SPF");

  private final Brands brands = Brands.builtin();

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.SENDER, points, Stage.PRELIMINARY, meaning);
  }

  @Override
  public String name() {
    return "vouching";
  }

  @Override
  public Stage stage() {
    return Stage.PRELIMINARY;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(AUTHOR_UNVOUCHED, FREEMAIL_UNSIGNED, MAIL_UNSIGNED, BRAND_FORGED);
  }

  @Override
  public List<Finding> inspect(Case mail) {
    String from = Senders.domain(mail.header());
    if (from.isEmpty()) {
      return List.of();
    }
    Optional<AuthResults> auth = mail.sender().auth();
    if (Senders.throughList(mail, from)) {
      boolean vouched =
          auth.map(known -> onTheWay(known, from))
              .orElseGet(() -> !recent(mail) || signed(mail, from));
      return vouched ? List.of() : claimed(mail, from);
    }
    return auth.isPresent() ? proven(from, auth.get()) : shown(mail, from);
  }

  /// By the answers of SPF and DKIM.
  private List<Finding> proven(String from, AuthResults auth) {
    if (Vouching.proves(auth, from)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    // where the domain has a policy, its own symbol says so
    if (auth.dmarc().status() != DmarcStatus.FAIL) {
      findings.add(AUTHOR_UNVOUCHED.found(SOMEBODY, List.of(from)));
    }
    forged(from, 1).ifPresent(findings::add);
    return findings;
  }

  /// Whether something vouches for the author, or for what the list got.
  private static boolean onTheWay(AuthResults auth, String from) {
    return Vouching.proves(auth, from) || auth.sealer().isPresent();
  }

  private static boolean signed(Case mail, String from) {
    return Vouching.signs(Vouching.signers(mail), from);
  }

  /// People of a brand write to lists, and what vouches for them is lost there. The brand itself
  /// does not, and everybody can have a list of his own.
  private List<Finding> claimed(Case mail, String from) {
    return BrandClaim.of(NameWords.of(Senders.name(mail)), brands)
        .filter(claim -> !claim.alone() && claim.owned(from, RegistrableDomain.of(from)))
        .flatMap(_ -> forged(from, 1))
        .map(List::of)
        .orElse(List.of());
  }

  /// By what stands in the message.
  private List<Finding> shown(Case mail, String from) {
    Set<String> signers = Vouching.signers(mail);
    String envelope = Senders.envelopeDomain(mail);
    boolean signed = Vouching.signs(signers, from);
    boolean recent = recent(mail);
    List<Finding> findings = new ArrayList<>();
    if (signed) {
      return findings;
    }
    boolean unsigned = recent && signers.isEmpty();
    boolean foreign = !envelope.isEmpty() && !RegistrableDomain.same(envelope, from);
    if (foreign && !mail.relations().group()) {
      double strength = strength(mail, envelope, unsigned);
      findings.add(
          AUTHOR_UNVOUCHED.found(strength, List.of("From " + from + ", MAIL FROM " + envelope)));
    }
    boolean provider = HostKind.FREE_MAIL.contains(from) && SigningProviders.sign(from);
    boolean travelled = travelled(mail);
    // of a provider that signs, the missing signature is told once
    if (unsigned && !foreign && (travelled || !provider)) {
      findings.add(MAIL_UNSIGNED.found());
    }
    if (recent && HostKind.FREE_MAIL.contains(from)) {
      if (provider && !SigningProviders.signedFor(from, signers)) {
        findings.add(FREEMAIL_UNSIGNED.found(travelled ? 1 : CUT_OFF_FREE, List.of(from)));
      }
    } else if (recent) {
      // brands sign all they send, and a Return-Path is written as easily as a From; but where a
      // message has no signature at all, somebody may have taken it out on the way
      double strength = foreign ? 1 : !unsigned ? SIGNED : travelled ? STRIPPED : CUT_OFF;
      forged(from, strength).ifPresent(findings::add);
    }
    return findings;
  }

  /// Whether a server says that it received the message: where none does, the header was cut off,
  /// and the signature with it.
  private static boolean travelled(Case mail) {
    return RECEIVERS.stream().anyMatch(name -> mail.message().headers().first(name).isPresent());
  }

  private static double strength(Case mail, String envelope, boolean unsigned) {
    if (HostKind.SENDING_PLATFORM.contains(envelope)) {
      return PLATFORM;
    }
    // the symbol of the machine says most of it
    if (ScriptSenderCheck.machine(envelope)
        || ScriptSenderCheck.serviceAccount(Senders.envelopeAddress(mail))) {
      return MACHINE;
    }
    return unsigned ? 1 : SOMEBODY;
  }

  private Optional<Finding> forged(String from, double strength) {
    return brands
        .at(from)
        .map(brand -> BRAND_FORGED.found(strength, List.of(from + " is " + brand.name())));
  }

  /// Whether it is dated when signing was common; a date that cannot be read is no excuse.
  static boolean recent(Case mail) {
    return mail.message()
        .headers()
        .value("Date")
        .flatMap(date -> DateTime.parse(date.strip()))
        .map(date -> date.time().getYear() >= SIGNED_SINCE)
        .orElse(true);
  }
}
