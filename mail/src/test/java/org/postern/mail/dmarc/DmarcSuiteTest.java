package org.postern.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
import org.postern.mail.mime.Suites;

/// Suites of others, most of them written for RFC 7489. What RFC 9989 decides otherwise stands here
/// by name, with its section.
class DmarcSuiteTest {

  private final List<String> misses = new ArrayList<>();
  private int total;

  private void count(boolean ok, String what) {
    total++;
    if (!ok) {
      misses.add(what);
    }
  }

  private void report(String suite) {
    System.out.println(suite + ": " + (total - misses.size()) + " of " + total);
    misses.forEach(miss -> System.out.println("  differs: " + miss));
  }

  private static Map<String, Object> member(Map<String, Object> of, String name) {
    return of.get(name) instanceof Map<?, ?> map ? Json.object(map) : Map.of();
  }

  private static List<Object> list(Map<String, Object> of, String name) {
    return of.get(name) instanceof List<?> list ? Json.list(list) : List.of();
  }

  private static List<Map<String, Object>> lines(String file) throws Exception {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(Suites.folder(file))) {
      lines.add(Json.object(Json.parse(line)));
    }
    return lines;
  }

  // ---------------------------------------------------------------- vectors of three projects

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
    report("DMARC vectors");
    assertThat(total).isGreaterThanOrEqualTo(73);
    assertThat(misses).isSubsetOf(VECTORS_AGAINST_RFC_9989);
  }

  private void parse(Map<String, Object> each) {
    String text = Json.string(each, "record");
    boolean wanted = Json.string(each, "expect").equals("ok");
    DmarcRecord.Parsed parsed = DmarcRecord.parse(text);
    count(parsed instanceof DmarcRecord.Parsed.Ok == wanted, "parse " + text);
    if (parsed instanceof DmarcRecord.Parsed.Ok(DmarcRecord record)) {
      member(each, "fields")
          .forEach((name, value) -> count(shown(record, name).equals(value), name + " in " + text));
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
    count(aligned == Json.string(each, "expect").equals("aligned"), "alignment " + a + " " + b);
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
    count(
        failed == Json.string(expect, "status").equals("temperror")
            && String.valueOf(found).equals(Json.string(expect, "record_found"))
            && (!found || verdict.recordDomain().equals(Json.string(expect, "record_domain"))),
        "lookup " + domain);
  }

  private void consent(Map<String, Object> each) {
    String extern = Json.string(each, "extern");
    ReportConsent consent = new Dmarc(zone(each)).consent(Json.string(each, "domain"), extern);
    Map<String, Object> expect = member(each, "expect");
    count(
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
      ours.ifPresent(value -> count(value.equals(wanted), name + ": " + key));
    }
  }

  private static Check check(String word) {
    return switch (word) {
      case "pass" -> Check.PASS;
      case "temperror" -> Check.TEMPERROR;
      default -> Check.FAIL;
    };
  }

  // ------------------------------------------------------------------------------- mailauth

  /// Values that are of that program's output, not of DMARC: its texts, its JavaScript types, what
  /// it hands through from its DKIM, the text of a tag without a name or value.
  private static final Set<String> OF_THE_PROGRAM =
      Set.of(
          "result.error",
          "result.status.comment",
          "result.alignment.dkim.underSized",
          "result.info",
          "result.tagonly",
          "result.false");

  private static final List<String> MAILAUTH_AGAINST_RFC_9989 =
      List.of(
          // Section 4.7: pct is an unknown tag, its value is nobody's business.
          "Should handle invalid pct value as 0: result.pct",
          // Section 4.10: the walk goes up to the last label of whatever name it is given.
          "Should not query \"_dmarc.null\" when no org domain can be derived: <value>");

  @Test
  void recorded_tests_of_mailauth() throws Exception {
    int ofTheProgram = 0;
    for (String file :
        List.of("dmarc/mailauth-dmarc-verify.jsonl", "dmarc/mailauth-get-record.jsonl")) {
      for (Map<String, Object> test : lines(file)) {
        List<Object> calls = list(test, "calls");
        for (Object each : list(test, "asserts")) {
          Map<String, Object> claim = Json.object(each);
          List<Object> args = list(claim, "args");
          if (OF_THE_PROGRAM.contains(Json.string(claim, "path")) || args.contains("number")) {
            ofTheProgram++;
            continue;
          }
          claim(test, calls, claim, args);
        }
      }
    }
    report("mailauth");
    System.out.println("  of that program's own output: " + ofTheProgram);
    assertThat(total + ofTheProgram).isEqualTo(106);
    assertThat(misses).isSubsetOf(MAILAUTH_AGAINST_RFC_9989);
  }

  private void claim(
      Map<String, Object> test, List<Object> calls, Map<String, Object> claim, List<Object> args) {
    String name = Json.string(test, "test");
    String title = name.substring(name.lastIndexOf("> ") + 2);
    String path = Json.string(claim, "path");
    if (path.equals("<value>") && !calls.isEmpty()) {
      String wanted = args.getFirst().toString();
      count(value(calls).equals(wanted), title + ": " + path);
      return;
    }
    int index = Integer.parseInt(Json.string(claim, "call"));
    Call call = new Call(Json.object(calls.get(index)));
    String ours = call.look(path);
    boolean ok =
        switch (Json.string(claim, "op")) {
          case "to.equal" -> ours.equals(args.getFirst().toString());
          case "to.be.true" -> ours.equals("true");
          case "to.be.false" -> ours.equals("false");
          case "to.be.undefined", "to.not.be.ok" -> ours.equals("none");
          case "to.be.an", "to.be.a" -> !ours.equals("false");
          default -> throw new AssertionError("unknown assertion " + claim);
        };
    count(ok, title + ": " + path);
  }

  /// What a test looks at beside the results: an error thrown, or the names asked.
  private static String value(List<Object> calls) {
    Call first = new Call(Json.object(calls.getFirst()));
    if (first.result.status() == DmarcStatus.TEMPERROR) {
      return "ETIMEOUT";
    }
    Set<String> asked = new LinkedHashSet<>();
    calls.forEach(call -> asked.addAll(new Call(Json.object(call)).asked));
    return asked.toString();
  }

  /// One call of the suite, carried out.
  private static final class Call {
    private final List<String> asked = new ArrayList<>();
    private final DmarcResult result;
    private final boolean lookupOnly;

    Call(Map<String, Object> call) {
      lookupOnly = Json.string(call, "fn").equals("getDmarcRecord");
      Object argument = list(call, "args").getFirst();
      Map<String, Object> options = argument instanceof Map<?, ?> map ? Json.object(map) : Map.of();
      Object from = lookupOnly ? argument : Json.member(options, "headerFrom");
      List<String> domains = new ArrayList<>();
      for (Object each : from instanceof List<?> several ? several : List.of(from)) {
        String address = each.toString();
        domains.add(address.substring(address.indexOf('@') + 1));
      }
      List<Identifier> spf = identifiers(options, "spfDomains");
      FakeZone zone = zone(call);
      result =
          new Dmarc(
                  (name, type, time) -> {
                    asked.add(name);
                    return zone.lookup(name, type, time);
                  })
              .evaluate(
                  new DmarcQuery(
                      new AuthorDomains(domains.stream().distinct().toList(), Set.of()),
                      spf.isEmpty() ? new Identifier("", Check.FAIL) : spf.getFirst(),
                      identifiers(options, "dkimDomains")));
    }

    private static List<Identifier> identifiers(Map<String, Object> options, String name) {
      List<Identifier> all = new ArrayList<>();
      for (Object each : list(options, name)) {
        String domain =
            each instanceof Map<?, ?> map
                ? Json.string(Json.object(map), "domain")
                : each.toString();
        all.add(new Identifier(domain, Check.PASS));
      }
      return all;
    }

    private static FakeZone zone(Map<String, Object> call) {
      FakeZone zone = new FakeZone();
      for (Object each : list(call, "dns")) {
        Map<String, Object> entry = Json.object(each);
        String name = Json.string(entry, "name");
        if (Json.string(entry, "error").equals("ETIMEOUT")) {
          zone.fails(name, RecordType.TXT, Answer.Why.TIMEOUT);
        }
        list(entry, "answer").forEach(record -> add(zone, name, record));
      }
      member(call, "zone")
          .forEach((name, types) ->
              list(Json.object(types), "TXT").forEach(record -> add(zone, name, record)));
      return zone;
    }

    private static void add(FakeZone zone, String name, Object record) {
      zone.txt(name, Json.list(record).stream().map(Object::toString).toArray(String[]::new));
    }

    /// The value the suite looks at; "false" or "none" where there is nothing.
    String look(String path) {
      DomainVerdict verdict = result.decisive().orElseThrow();
      Optional<DmarcRecord> record = verdict.record();
      return switch (path) {
        case "result" -> record.isPresent() ? "object" : "false";
        case "result.status.result" -> result.status().word();
        case "result.policy" -> verdict.policy().word();
        case "result.domain", "result.status.header.d" -> verdict.organization();
        case "result.status.header.from" -> verdict.domain();
        case "result.alignment.dkim.strict" ->
            String.valueOf(record.orElseThrow().dkim() == AlignmentMode.STRICT);
        case "result.alignment.spf.strict" ->
            String.valueOf(record.orElseThrow().spf() == AlignmentMode.STRICT);
        case "result.alignment.dkim.result" -> verdict.dkim() ? "aligned" : "none";
        case "result.alignment.spf.result" -> verdict.spf() ? verdict.organization() : "none";
        case "result.isOrgRecord" ->
            String.valueOf(!verdict.recordDomain().equals(verdict.domain()));
        case "result.rr" -> record.orElseThrow().text();
        default -> record.flatMap(r -> r.tag(path.replace("result.", ""))).orElse("absent");
      };
    }
  }

  // -------------------------------------------------------------------------- dkim_verifier

  @Test
  void recorded_tests_of_dkim_verifier() throws Exception {
    for (Map<String, Object> test : lines("dmarc/dkim_verifier-dmarc.jsonl")) {
      List<Object> calls = list(test, "calls");
      for (Object each : list(test, "asserts")) {
        Map<String, Object> claim = Json.object(each);
        Map<String, Object> call =
            Json.object(calls.get(Integer.parseInt(Json.string(claim, "call"))));
        List<String> domains = signers(call);
        boolean ok =
            Json.string(claim, "path").equals("result.sdid")
                ? list(claim, "args").getFirst().equals(domains)
                : Json.string(claim, "op").equals("to.be.true") != domains.isEmpty();
        count(ok, Json.string(test, "test") + " " + claim);
      }
    }
    report("dkim_verifier dmarc");
    assertThat(total).isEqualTo(22);
    assertThat(misses).isEmpty();
  }

  /// The domains whose signature gives a pass.
  private static List<String> signers(Map<String, Object> call) {
    List<Object> args = list(call, "args");
    Map<String, Object> made = Json.object(list(Json.object(args.getFirst()), "ctor").getFirst());
    FakeZone zone = new FakeZone();
    for (Object each : list(made, "dns")) {
      List<Object> record = Json.list(each);
      zone.txt(record.get(0).toString(), record.get(1).toString());
    }
    String address = args.get(1).toString();
    String domain = address.substring(address.indexOf('@') + 1);
    Dmarc dmarc = new Dmarc(zone);
    Set<String> all = new LinkedHashSet<>();
    if (dmarc.policyOf(domain).isPresent()) {
      all.add(domain);
      all.add(dmarc.organizationalDomain(domain).orElseThrow());
    }
    return List.copyOf(all);
  }

  /// The suite asks a list of public suffixes. Here each registry says psd=y at the suffix that the
  /// list would have, as RFC 9989 section 5.2 wants it, and the walk must find the same domain.
  @Test
  void base_domains_of_dkim_verifier_with_the_suffixes_in_the_dns() throws Exception {
    for (Map<String, Object> test : lines("dmarc/dkim_verifier-psl.jsonl")) {
      List<Object> calls = list(test, "calls");
      for (Object each : list(test, "asserts")) {
        Map<String, Object> claim = Json.object(each);
        Map<String, Object> call =
            Json.object(calls.get(Integer.parseInt(Json.string(claim, "call"))));
        String address = list(call, "args").getFirst().toString();
        String domain = address.substring(address.indexOf('@') + 1);
        String wanted = list(claim, "args").getFirst().toString();
        String base = DomainNames.ascii(wanted).orElseThrow();
        FakeZone zone = new FakeZone();
        boolean itself = DomainNames.ascii(domain).orElseThrow().equals(base);
        String suffix = DomainNames.last(base, DomainNames.labels(base) - 1);
        zone.txt("_dmarc." + suffix, "v=DMARC1; p=none; psd=y");
        count(
            new Dmarc(zone).organizationalDomain(domain).orElse("").equals(base)
                && (!itself || new Dmarc(new FakeZone()).organizationalDomain(domain).isPresent()),
            domain);
      }
    }
    report("dkim_verifier psl");
    assertThat(total).isEqualTo(24);
    assertThat(misses).isEmpty();
  }
}
