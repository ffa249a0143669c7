package org.postern.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.mail.dmarc.DmarcSuite.lines;
import static org.postern.mail.dmarc.DmarcSuite.list;
import static org.postern.mail.dmarc.DmarcSuite.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.mail.dmarc.DmarcQuery.Check;
import org.postern.mail.dmarc.DmarcQuery.Identifier;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.mime.Json;

/// Suites of others, written for RFC 7489. What RFC 9989 decides otherwise stands here by name,
/// with its section.
class DmarcVectorsTest {

  private final DmarcSuite suite = new DmarcSuite();

  private static final List<String> VECTORS_AGAINST_RFC_9989 =
      List.of(
          // Section 4.8: no abbreviations.
          "parse v=DMARC1; p=n;",
          // Section 4.7: a fault elsewhere costs only its tag; pct is an unknown tag.
          "parse v=DMARC1; p=none; aspf=bob;",
          "parse v=DMARC1; p=none; pct=500;",
          // Section 4.7: only v= has its place.
          "parse v=DMARC1; sp=reject; p=reject",
          // A name with an empty label is none (RFC 1035 section 2.3.1).
          "alignment .mac.com. mac.com");

  @Test
  void vectors_of_mox_opendmarc_and_mail_auth() throws Exception {
    for (Map<String, Object> each : lines("dmarc/vectors.jsonl")) {
      switch (Json.string(each, "kind")) {
        case "parse" -> parse(each);
        case "alignment" -> alignment(each);
        case "lookup" -> lookup(each);
        case "verify" -> verify(each);
        case "external-report" -> consent(each);
        default -> throw new AssertionError("unknown kind");
      }
    }
    suite.report("DMARC vectors");
    assertThat(suite.total()).isGreaterThanOrEqualTo(73);
    assertThat(suite.misses()).isSubsetOf(VECTORS_AGAINST_RFC_9989);
  }

  private void parse(Map<String, Object> each) {
    String text = Json.string(each, "record");
    boolean wanted = Json.string(each, "expect").equals("ok");
    DmarcRecord.Parsed parsed = DmarcRecord.parse(text);
    suite.count(parsed instanceof DmarcRecord.Parsed.Ok == wanted, "parse " + text);
    if (parsed instanceof DmarcRecord.Parsed.Ok(DmarcRecord record)) {
      member(each, "fields")
          .forEach((name, value) ->
              suite.count(shown(record, name).equals(value), name + " in " + text));
    }
  }

  /// In the words of the suite.
  private static String shown(DmarcRecord record, String field) {
    Policy subdomains = record.subdomains().orElse(record.policy());
    return switch (field) {
      case "adkim" -> "Alignment::" + word(record.dkim());
      case "aspf" -> "Alignment::" + word(record.spf());
      case "p" -> "Policy::" + word(record.policy());
      case "sp" -> "Policy::" + word(subdomains);
      case "np" -> "Policy::" + word(record.nonexistent().orElse(subdomains));
      case "t" -> String.valueOf(record.testing());
      case "psd" -> record.psd() == Psd.UNKNOWN ? "Psd::Default" : "Psd::" + word(record.psd());
      case "rua" -> uris(record.aggregate());
      case "ruf" -> uris(record.failure());
      case "fo" -> "Report::" + options(record.failureOptions());
      default -> "no such field";
    };
  }

  private static String word(Enum<?> value) {
    return value.name().charAt(0) + value.name().substring(1).toLowerCase(Locale.ROOT);
  }

  private static String options(Set<FailureOption> options) {
    if (options.size() == 2) {
      return options.containsAll(Set.of(FailureOption.DKIM, FailureOption.SPF)) ? "DkimSpf" : "?";
    }
    return switch (options.iterator().next()) {
      case ALL_FAILED -> "All";
      case ANY_FAILED -> "Any";
      case DKIM -> "Dkim";
      case SPF -> "Spf";
    };
  }

  private static String uris(List<ReportUri> uris) {
    List<String> all = new ArrayList<>();
    for (ReportUri uri : uris) {
      all.add("URI::new(\"" + uri.mailbox().orElseThrow() + "\", 0)");
    }
    return "vec![" + String.join(", ", all) + "]";
  }

  /// The suite knows registered domains from a list; here the registered domain has a record.
  private void alignment(Map<String, Object> each) {
    String a = Json.string(each, "a");
    String b = Json.string(each, "b");
    FakeZone zone = new FakeZone();
    String mode = Json.string(each, "mode").equals("strict") ? "; adkim=s" : "";
    String plain = b.endsWith(".") ? b.substring(0, b.length() - 1) : b;
    zone.txt("_dmarc." + DomainNames.last(plain, 2), "v=DMARC1; p=reject" + mode);
    AuthorDomains author = new AuthorDomains(List.of(b), Set.of());
    DmarcResult result =
        new Dmarc(zone)
            .evaluate(
                new DmarcQuery(
                    author,
                    new Identifier("", Check.FAIL),
                    List.of(new Identifier(a, Check.PASS))));
    boolean aligned = result.status() == DmarcStatus.PASS;
    suite.count(
        aligned == Json.string(each, "expect").equals("aligned"), "alignment " + a + " " + b);
  }

  private static FakeZone zone(Map<String, Object> each) {
    FakeZone zone = new FakeZone();
    member(each, "txt")
        .forEach((name, value) -> {
          if (value instanceof List<?> texts) {
            texts.forEach(text -> zone.txt(name, String.valueOf(text)));
          } else {
            zone.fails(name, RecordType.TXT, Answer.Why.SERVFAIL);
          }
        });
    member(each, "a")
        .forEach((name, value) -> Json.list(value).forEach(a -> zone.address(name, a.toString())));
    return zone;
  }

  private void lookup(Map<String, Object> each) {
    String domain = Json.string(each, "domain");
    Map<String, Object> expect = member(each, "expect");
    FakeZone zone = zone(each);
    AuthorDomains author = new AuthorDomains(List.of(domain), Set.of());
    DomainVerdict verdict =
        new Dmarc(zone)
            .evaluate(new DmarcQuery(author, new Identifier("", Check.FAIL), List.of()))
            .decisive()
            .orElseThrow();
    boolean found = verdict.record().isPresent();
    boolean failed = verdict.status() == DmarcStatus.TEMPERROR;
    suite.count(
        failed == Json.string(expect, "status").equals("temperror")
            && String.valueOf(found).equals(Json.string(expect, "record_found"))
            && (!found || verdict.recordDomain().equals(Json.string(expect, "record_domain"))),
        "lookup " + domain);
  }

  private void consent(Map<String, Object> each) {
    String extern = Json.string(each, "extern");
    ReportConsent consent = new Dmarc(zone(each)).consent(Json.string(each, "domain"), extern);
    Map<String, Object> expect = member(each, "expect");
    suite.count(
        String.valueOf(consent == ReportConsent.GIVEN).equals(Json.string(expect, "accepts"))
            && (consent == ReportConsent.UNKNOWN)
                == Json.string(expect, "status").equals("temperror"),
        "consent " + extern);
  }

  private void verify(Map<String, Object> each) {
    Map<String, Object> expect = member(each, "expect");
    String domain = Json.string(each, "from_domain");
    List<Identifier> dkim = new ArrayList<>();
    for (Object pair : list(each, "dkim")) {
      List<Object> signature = Json.list(pair);
      dkim.add(new Identifier(signature.get(1).toString(), check(signature.get(0).toString())));
    }
    Identifier spf =
        new Identifier(Json.string(each, "spf_domain"), check(Json.string(each, "spf")));
    DmarcResult result =
        new Dmarc(zone(each))
            .evaluate(new DmarcQuery(new AuthorDomains(List.of(domain), Set.of()), spf, dkim));
    DomainVerdict verdict = result.decisive().orElseThrow();
    String name = "verify " + domain + " " + Json.string(each, "note");
    for (String key : expect.keySet()) {
      String wanted = Json.string(expect, key);
      Optional<String> ours =
          switch (key) {
            case "status" -> Optional.of(result.status().word());
            case "reject" -> Optional.of(String.valueOf(result.policy() != Policy.NONE));
            case "aligned_spf" -> Optional.of(String.valueOf(verdict.spf()));
            case "aligned_dkim" -> Optional.of(String.valueOf(verdict.dkim()));
            case "record_domain" ->
                verdict.record().map(_ -> verdict.recordDomain()).or(() -> Optional.of(wanted));
            case "policy" -> Optional.of(verdict.policy().word());
            case "spf" -> Optional.of(verdict.spf() ? "pass" : "fail-not-aligned");
            case "dkim" -> Optional.of(verdict.dkim() ? "pass" : "fail-not-aligned");
            case "record" ->
                verdict.record().isPresent() ? Optional.of("one") : Optional.of("null");
            default -> Optional.empty(); // use_result: the dice of pct, which is gone.
          };
      ours.ifPresent(value -> suite.count(value.equals(wanted), name + ": " + key));
    }
  }

  private static Check check(String word) {
    return switch (word) {
      case "pass" -> Check.PASS;
      case "temperror" -> Check.TEMPERROR;
      default -> Check.FAIL;
    };
  }
}
