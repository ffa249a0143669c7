package org.postern.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.mail.dmarc.DmarcSuite.lines;
import static org.postern.mail.dmarc.DmarcSuite.list;
import static org.postern.mail.dmarc.DmarcSuite.member;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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

/// Suites of others, most of them written for RFC 7489. What RFC 9989 decides otherwise stands here
/// by name, with its section.
class DmarcSuiteTest {

  private final DmarcSuite suite = new DmarcSuite();

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
    suite.report("mailauth");
    System.out.println("  of that program's own output: " + ofTheProgram);
    assertThat(suite.total() + ofTheProgram).isEqualTo(106);
    assertThat(suite.misses()).isSubsetOf(MAILAUTH_AGAINST_RFC_9989);
  }

  private void claim(
      Map<String, Object> test, List<Object> calls, Map<String, Object> claim, List<Object> args) {
    String name = Json.string(test, "test");
    String title = name.substring(name.lastIndexOf("> ") + 2);
    String path = Json.string(claim, "path");
    if (path.equals("<value>") && !calls.isEmpty()) {
      String wanted = args.getFirst().toString();
      suite.count(value(calls).equals(wanted), title + ": " + path);
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
    suite.count(ok, title + ": " + path);
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
        suite.count(ok, Json.string(test, "test") + " " + claim);
      }
    }
    suite.report("dkim_verifier dmarc");
    assertThat(suite.total()).isEqualTo(22);
    assertThat(suite.misses()).isEmpty();
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
        suite.count(
            new Dmarc(zone).organizationalDomain(domain).orElse("").equals(base)
                && (!itself || new Dmarc(new FakeZone()).organizationalDomain(domain).isPresent()),
            domain);
      }
    }
    suite.report("dkim_verifier psl");
    assertThat(suite.total()).isEqualTo(24);
    assertThat(suite.misses()).isEmpty();
  }
}
