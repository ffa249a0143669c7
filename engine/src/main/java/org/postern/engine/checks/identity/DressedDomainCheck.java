package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.engine.url.TopLevelDomains;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

/// A sender who is called like a brand, at a domain registered for the purpose: the brand's name
/// and a word that is to frighten or to reassure (`examplepost-unpaid-fee.example`), or the name
/// below a top level known for abuse. Only where the text presses the reader and neither a link nor
/// what vouches for the message is the brand's: dealers, fan clubs and sending domains of the brand
/// that are not known lack one of these.
public final class DressedDomainCheck implements Check {

  static final Symbol BRAND_DOMAIN_DRESSED =
      Symbol.kind(
          "BRAND_DOMAIN_DRESSED",
          Group.SENDER,
          4,
          Category.PHISHING,
          Stage.ACTIVE,
          "the sender's name is a brand, the domain is that name and a lure, and the text presses");

  private static final int TELLING = 4;
  private static final int SHORTEST = 3;
  private static final int HEAD = 3_000;
  private static final int PIECES = 20;
  private static final int FULL = 3;
  private static final int LEAST = 2;
  private static final double PARTLY = 0.5;

  /// Of a name that is an ordinary word too: others bear it.
  private static final double ORDINARY = 0.65;

  /// Where a name is cheap and new, beside the top levels known for abuse.
  private static final Set<String> CHEAP =
      Set.of("help", "support", "live", "info", "digital", "services", "app", "world", "pro", "cc");

  private static final Set<String> SOLD =
      Set.of(
          "in.net", "eu.com", "us.com", "uk.com", "us.org", "ru.com", "za.com", "br.com", "cn.com");

  /// What is at stake, what is to be paid, how little time is left.
  private static final Pattern PRESSING =
      Pattern.compile(
          "suspend|restrict|limited|locked|blocked|unusual|unauthori|verify|verif[yi]|confirm your|expire|within (?:24|48)"
              + "|24 ?h|48 ?h|24時間|24小时|urgent|immediate|unpaid|overdue|\\bfee\\b|customs|refund|firmware|new device|reward|airdrop|compromis"
              + "|on hold|could not be (?:deliver|renew|process)|declined|failed|reschedul|payment (?:problem|method|fail)|re-?activat"
              + "|gesperrt|eingeschränkt|bestätigen|verifizier|rückzahl|erstatt|abgelaufen|läuft .{0,20}ab|zollgeb|unvollständig|innerhalb von"
              + "|impayé|suspendu|vérifi|rembours|sous 24|bloqué|bloquée|expir|frais de|douane|amende|régularis"
              + "|suspendid|bloquead|verificar|verifique|aduana|retenid|reembols|regulariz|suspens|pendente|taxa|multa|vence"
              + "|limitato|sospes|bloccat|verifica|scaden|rinnov|rimborso|entro 24|dogana"
              + "|verlo(?:op|p)|geblokkeerd|bevestig|verleng|betaal|terugbetaling|binnen 24"
              + "|dopłat|wstrzyman|zablokow|zawiesz|zweryfik|potwierdź|zwrot|opłat|wygas"
              + "|poplat|zaplatit|zaplať|čeká na|ověř|zablok|nedoručen|fizes|díj|zárol|megerősít|vám|taxe|plăti|confirma"
              + "|betala|väntar|spärr|bekräfta|betal|gebyr|bekræft|maksa|vahvista|tulli|lukittu"
              + "|teslim edilemed|ödeme|askıya|doğrula|onayla|kısıtlan|iade"
              + "|заблок|подтверд|оплат|сплат|нарахован|підтверд|виплат|приостанов|возврат|истека|срочно|терміново"
              + "|επιστροφ|πληρω|επιβεβαι|αναστολ|κλειδω|εκκρεμ|לתשלום|לשלם|נחסם|אימות|ממתינ|דמי|החזר"
              + "|ادفع|رسوم|معلق|تعليق|تأكيد|تحقق|جمارك|استرداد|बंद|सत्यापि|केवाईसी|kyc|भुगतान|रिफंड"
              + "|停止|制限|異常|不正|確認|凍結|お支払い|更新|問題|至急|风险|認證|认证|冻结|验证|异常|缴费|补缴|逾期|繳費|逾期|驗證"
              + "|정지|확인|결제|차단|긴급|로그인|인증|보류|환급|ระงับ|ยืนยัน|ชำระ|ค้างจ่าย|tạm khóa|xác minh|thanh toán|phí|hoàn tiền"
              + "|diblokir|verifikasi|bayar|tertahan|pembayaran|blokovan",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private final Brands brands = Brands.builtin();

  @Override
  public String name() {
    return "dressed-domain";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(BRAND_DOMAIN_DRESSED);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    String host = Senders.domain(mail.header());
    String registrable = RegistrableDomain.of(host);
    int dot = registrable.indexOf('.');
    if (dot < TELLING || HostKind.FREE_MAIL.contains(host) || Senders.tenantOfPlatform(host)) {
      return List.of();
    }
    NameWords name = NameWords.of(Senders.name(mail));
    Optional<BrandClaim> claimed =
        BrandClaim.of(name, brands).filter(claim -> !claim.owned(host, registrable));
    if (claimed.isEmpty()) {
      return List.of();
    }
    Optional<String> rest = rest(claimed.get(), name, registrable.substring(0, dot));
    int signs = rest.map(words -> signs(words, registrable)).orElse(0);
    if (signs < LEAST || !pressing(mail) || leadsToBrand(mail, claimed.get())) {
      return List.of();
    }
    String evidence = claimed.get().written() + " is claimed by " + registrable;
    // where the sender counts as foreign to the brand, that has told most of it
    boolean full =
        signs >= FULL
            && Kinship.shown(name, registrable)
            && (claimed.get().alone()
                || Kinship.of(claimed.get(), name, host, registrable) != Kinship.NONE);
    double certain = claimed.get().alone() ? ORDINARY : 1;
    return List.of(BRAND_DOMAIN_DRESSED.found(certain * (full ? 1 : PARTLY), List.of(evidence)));
  }

  /// What a label says beside the brand, with its hyphens; empty where the brand is not in it.
  private static Optional<String> rest(BrandClaim claim, NameWords name, String label) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : name.plain()) {
      if (!ClaimWords.business(NameWords.of(word).looks().getFirst())) {
        words.add(word);
      }
    }
    claim.brands().forEach(brand -> words.addAll(brand.labels()));
    List<String> pieces = new ArrayList<>(List.of(label.split("-", PIECES)));
    boolean found = false;
    for (String word : words) {
      for (int i = 0; i < pieces.size(); i++) {
        String piece = pieces.get(i);
        boolean whole = word.length() >= SHORTEST && piece.equals(word);
        if (whole || (word.length() >= TELLING && piece.contains(word))) {
          pieces.set(i, piece.replace(word, ""));
          found = true;
        }
      }
    }
    return found ? Optional.of(String.join("-", pieces)) : Optional.empty();
  }

  private static int signs(String rest, String registrable) {
    String suffix = registrable.substring(registrable.indexOf('.') + 1);
    boolean cheap = CHEAP.contains(suffix) || SOLD.contains(suffix);
    return (Kinship.lures(rest) ? 2 : 0)
        + (TopLevelDomains.abused(registrable) ? 2 : cheap ? 1 : 0)
        + (rest.indexOf('-') >= 0 ? 1 : 0);
  }

  private static boolean pressing(Case mail) {
    String visible = mail.content().visible();
    String head =
        mail.header().subject() + "\n" + visible.substring(0, Math.min(HEAD, visible.length()));
    return PRESSING.matcher(head.toLowerCase(Locale.ROOT)).find();
  }

  private static boolean leadsToBrand(Case mail, BrandClaim claim) throws InterruptedException {
    Set<String> hosts = BrandContentCheck.hosts(mail);
    hosts.addAll(mail.relations().verified());
    return hosts.stream().anyMatch(host -> claim.owned(host, RegistrableDomain.of(host)));
  }
}
