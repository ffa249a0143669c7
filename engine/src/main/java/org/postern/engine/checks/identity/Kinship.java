package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.postern.engine.url.Confusables;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;

/// How likely a domain that is not known to be a brand's is the brand's all the same: a sending
/// domain, a branch, a dealer. Its name in the domain alone proves nothing, anybody may register
/// that.
enum Kinship {
  /// The brand's name is not in it, or is there beside words that are to frighten or to reassure
  /// (`example-update.example`), as in domains that are registered to be taken for the brand's.
  NONE,
  /// The brand's name beside words that tell nothing (`example-shop-miller.example`).
  POSSIBLE,
  /// The brand's name alone, or with a country, a legal form, what domains for sending are called
  /// (`examplegroup.example`, `mail-example.example`), or the words of the sender's name.
  LIKELY;

  private static final int TELLING = 4;
  private static final int CONTAINED = 5;
  private static final int PIECES = 20;
  private static final int COUNTRY = 2;

  /// Words in domains that are to frighten or to reassure, without accents; short ones count as a
  /// whole piece between hyphens.
  private static final Set<String> LURES =
      words(
          """
          verif valid secur sicher segur sicur siguria login logon signin sign confirm bestaetig conferma unlock unblock \
          entsperr sperr desbloq sblocc deblo blocked locked support soporte suporte assist kyc otp 2fa mfa auth sec pay pago pagos payment \
          paiement paie zahlung bezahl pagam betal platba platnosc oplata doplata odeme fizet vyplat refund reembols \
          rembours rimbors rueckzahl erstatt zwrot restitu epistrof plirom tax steuer toll fee fees fine unpaid impay multa amende \
          customs aduana douane dogana zollamt alfandeg redeliver delivery livraison zustell leverans levering entrega consegna \
          dorucen dostaw dostav parcel renew rinnov renouvel verleng verlaeng renov expir suspend update aktualis actualiz \
          atualiz aggiorn alert warn claim bonus reward airdrop gift giveaway recover restore regulariz regularis \
          invoice facture factura fattura faktur billing wallet account konto compte cuenta protect safe firmware \
          clearsign migrat renzheng anquan extranet appeal breach kontrol dogrula guvenlik help helpdesk case urgent notice \
          payout reset access acceso acces zugang gewinn prize winner limited fraud dispute remboursement \
          notific notifik forny opdater oppdater uppdater weryfik aktualiz iade spaerr zablok bekraeft bekreft overeni \
          aviso avviso\
          """);

  /// What as well stands in domains of companies, but not in those from which they write.
  private static final Set<String> WEAK_LURES =
      words(
          "info informa service servizi servici servico security client kunden kundtjanst cliente"
              + " clienti clientes user portal");

  private static final Set<String> COMPANY =
      words(
          "group gruppe groupe grupo gruppo holding bank ag gmbh se sa spa srl inc ltd llc corp bv"
              + " nv ab as oy plc co com org net mail mails email emails mailing mailer mailings"
              + " news newsletter newsletters nl enews daily weekly digest magazine blog global"
              + " international eu emea apac asia africa usa uk america belgie oesterreich czech");

  private static Set<String> words(String text) {
    return Set.copyOf(new HashSet<>(List.of(text.strip().split("\\s+"))));
  }

  /// @param registrable the registrable domain of the host
  static Kinship of(BrandClaim claim, NameWords name, String host, String registrable) {
    if (claim.disguised() || registrable.isEmpty()) {
      return NONE;
    }
    String label = RegistrableDomain.name(registrable);
    Set<String> telling = telling(name);
    if (!shown(name, registrable)) {
      String below = host.substring(0, host.length() - registrable.length()).replace("-", "");
      boolean platform = HostKind.SENDING_PLATFORM.contains(host);
      return platform && telling.stream().anyMatch(below::contains) ? LIKELY : NONE;
    }
    List<String> rest = rest(claim, telling, label);
    if (rest.stream().allMatch(piece -> company(piece, name))) {
      return LIKELY;
    }
    return rest.stream().anyMatch(piece -> lure(piece) || WEAK_LURES.contains(piece))
        ? NONE
        : POSSIBLE;
  }

  /// Whether a word of the name, other than of business, stands in the domain.
  static boolean shown(NameWords name, String registrable) {
    String label = RegistrableDomain.name(registrable).replace("-", "");
    return telling(name).stream().anyMatch(label::contains);
  }

  private static Set<String> telling(NameWords name) {
    Set<String> telling = new LinkedHashSet<>();
    for (String word : name.plain()) {
      if (word.length() >= TELLING && !ClaimWords.business(NameWords.of(word).looks().getFirst())) {
        telling.add(word);
      }
    }
    return telling;
  }

  /// What a label says beside the brand, between its hyphens.
  private static List<String> rest(BrandClaim claim, Set<String> telling, String label) {
    Set<String> parts = new LinkedHashSet<>(List.of(String.join("", telling)));
    claim.brands().forEach(brand -> parts.addAll(brand.labels()));
    parts.addAll(telling);
    String left = label;
    String glued = label.replace("-", "");
    for (String part : parts) {
      if (part.length() < TELLING) {
        continue;
      }
      if (left.contains(part)) {
        left = left.replace(part, "-");
      } else if (glued.equals(part)) {
        left = "";
      }
    }
    List<String> rest = new ArrayList<>(List.of(left.split("-", PIECES)));
    rest.removeIf(String::isEmpty);
    return rest;
  }

  private static boolean company(String piece, NameWords name) {
    return piece.length() <= COUNTRY
        || COMPANY.contains(piece)
        || ClaimWords.country(Confusables.skeleton(piece))
        || (name.plain().contains(piece) && !lure(piece) && !WEAK_LURES.contains(piece));
  }

  /// Whether a part of a label says what is to frighten or to reassure.
  static boolean lures(String rest) {
    return List.of(rest.split("-", PIECES)).stream().anyMatch(Kinship::lure);
  }

  private static boolean lure(String piece) {
    return LURES.contains(piece)
        || LURES.stream().anyMatch(lure -> lure.length() >= CONTAINED && piece.contains(lure));
  }
}
