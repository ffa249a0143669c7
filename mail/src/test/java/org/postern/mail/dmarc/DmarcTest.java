package org.postern.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postern.mail.dmarc.DmarcQuery.Check;
import org.postern.mail.dmarc.DmarcQuery.Identifier;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

class DmarcTest {

  private static final Identifier NOBODY = new Identifier("", Check.FAIL);

  private final FakeZone zone = new FakeZone();

  private DmarcResult evaluate(String from, Identifier spf, Identifier... dkim) {
    AuthorDomains author = new AuthorDomains(List.of(from.split(" ")), Set.of());
    return new Dmarc(zone).evaluate(new DmarcQuery(author, spf, List.of(dkim)));
  }

  private static Identifier pass(String domain) {
    return new Identifier(domain, Check.PASS);
  }

  private static void assertApplied(DmarcResult result, DmarcStatus status, Policy policy) {
    assertThat(result.status()).isEqualTo(status);
    assertThat(result.policy()).isEqualTo(policy);
  }

  @Test
  void passes_by_spf_or_dkim_in_alignment() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject");
    DmarcResult spf = evaluate("example.org", pass("bounce.example.org"));
    assertApplied(spf, DmarcStatus.PASS, Policy.NONE);
    assertThat(spf.decisive().orElseThrow().spf()).isTrue();
    assertThat(spf.decisive().orElseThrow().policy()).isEqualTo(Policy.REJECT);
    DmarcResult dkim =
        evaluate("mail.example.org", NOBODY, pass("x.example"), pass("EXAMPLE.org."));
    assertApplied(dkim, DmarcStatus.PASS, Policy.NONE);
    assertThat(dkim.decisive().orElseThrow().organization()).isEqualTo("example.org");
  }

  @Test
  void fails_where_what_passed_belongs_to_somebody_else() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject");
    assertApplied(
        evaluate("example.org", pass("example.net"), pass("example.org.attack.example")),
        DmarcStatus.FAIL,
        Policy.REJECT);
    assertApplied(
        evaluate("example.org", pass("org"), pass("notexample.org")),
        DmarcStatus.FAIL,
        Policy.REJECT);
  }

  @Test
  void strict_alignment_wants_the_same_name() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=quarantine; adkim=s; aspf=s");
    assertApplied(
        evaluate("example.org", pass("a.example.org"), pass("b.example.org")),
        DmarcStatus.FAIL,
        Policy.QUARANTINE);
    assertApplied(evaluate("example.org", pass("example.org")), DmarcStatus.PASS, Policy.NONE);
  }

  @Test
  void a_subdomain_has_sp_and_one_that_does_not_exist_np() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=none; sp=quarantine; np=reject");
    zone.address("there.example.org", "192.0.2.1");
    zone.txt("empty.of.addresses.example.org", "x");
    assertApplied(evaluate("example.org", NOBODY), DmarcStatus.FAIL, Policy.NONE);
    DmarcResult there = evaluate("there.example.org", NOBODY);
    assertApplied(there, DmarcStatus.FAIL, Policy.QUARANTINE);
    assertThat(there.decisive().orElseThrow().source()).isEqualTo(PolicySource.SP);
    assertApplied(
        evaluate("empty.of.addresses.example.org", NOBODY), DmarcStatus.FAIL, Policy.QUARANTINE);
    DmarcResult gone = evaluate("gone.example.org", NOBODY);
    assertApplied(gone, DmarcStatus.FAIL, Policy.REJECT);
    assertThat(gone.decisive().orElseThrow().source()).isEqualTo(PolicySource.NP);
    zone.fails("broken.example.org", RecordType.A, Answer.Why.SERVFAIL);
    assertApplied(evaluate("broken.example.org", NOBODY), DmarcStatus.FAIL, Policy.REJECT);
  }

  @Test
  void test_mode_lowers_the_policy_by_one_and_pct_does_nothing() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject; t=y");
    zone.txt("_dmarc.example.net", "v=DMARC1; p=quarantine; t=y; pct=100");
    zone.txt("_dmarc.example.com", "v=DMARC1; p=reject; pct=0");
    DmarcResult lowered = evaluate("example.org", NOBODY);
    assertApplied(lowered, DmarcStatus.FAIL, Policy.QUARANTINE);
    assertThat(lowered.decisive().orElseThrow().testing()).isTrue();
    assertApplied(evaluate("example.net", NOBODY), DmarcStatus.FAIL, Policy.NONE);
    assertApplied(evaluate("example.com", NOBODY), DmarcStatus.FAIL, Policy.REJECT);
  }

  @Test
  void a_long_name_costs_eight_questions() {
    List<String> asked = new ArrayList<>();
    Resolver resolver =
        (name, type, time) -> {
          asked.add(name);
          return zone.lookup(name, type, time);
        };
    String name = "a.b.c.d.e.f.g.h.i.j.mail.example.com";
    assertThat(new Dmarc(resolver).organizationalDomain(name)).contains(name);
    assertThat(asked)
        .containsExactly(
            "_dmarc.a.b.c.d.e.f.g.h.i.j.mail.example.com",
            "_dmarc.g.h.i.j.mail.example.com",
            "_dmarc.h.i.j.mail.example.com",
            "_dmarc.i.j.mail.example.com",
            "_dmarc.j.mail.example.com",
            "_dmarc.mail.example.com",
            "_dmarc.example.com",
            "_dmarc.com");
    assertThat(TreeWalk.names("a.b.c.d.e.f.example.com")).hasSize(8);
    assertThat(TreeWalk.names("b.c.d.e.f.example.com")).hasSize(7);
    assertThat(TreeWalk.names("com")).containsExactly("com");
  }

  @Test
  void the_organization_is_the_highest_record_or_what_psd_says() {
    zone.txt("_dmarc.mail.example.com", "v=DMARC1; p=none");
    zone.txt("_dmarc.example.com", "v=DMARC1; p=none");
    zone.txt("_dmarc.branch.example.com", "v=DMARC1; p=none; psd=n");
    zone.txt("_dmarc.gov.example", "v=DMARC1; p=reject; psd=y");
    Dmarc dmarc = new Dmarc(zone);
    assertThat(dmarc.organizationalDomain("a.mail.example.com")).contains("example.com");
    assertThat(dmarc.organizationalDomain("a.branch.example.com")).contains("branch.example.com");
    assertThat(dmarc.organizationalDomain("a.b.gov.example")).contains("b.gov.example");
    assertThat(dmarc.organizationalDomain("gov.example")).contains("gov.example");
    assertThat(dmarc.organizationalDomain("a.b.example.net")).contains("a.b.example.net");
    assertThat(dmarc.organizationalDomain("not a name")).isEmpty();
  }

  @Test
  void the_record_of_a_public_suffix_governs_who_has_none_and_aligns_nobody_with_others() {
    zone.txt("_dmarc.gov.example", "v=DMARC1; p=none; np=reject; psd=y");
    zone.address("town.gov.example", "192.0.2.1");
    assertApplied(
        evaluate("town.gov.example", pass("city.gov.example"), pass("gov.example")),
        DmarcStatus.FAIL,
        Policy.NONE);
    assertApplied(evaluate("nowhere.gov.example", NOBODY), DmarcStatus.FAIL, Policy.REJECT);
    assertApplied(
        evaluate("town.gov.example", pass("town.gov.example")), DmarcStatus.PASS, Policy.NONE);
  }

  @Test
  void a_top_level_domain_that_forgot_psd_aligns_nobody_either() {
    zone.txt("_dmarc.example", "v=DMARC1; p=reject");
    assertApplied(
        evaluate("bank.example", pass("attack.example")), DmarcStatus.FAIL, Policy.REJECT);
    assertApplied(
        evaluate("a.bank.example", pass("b.bank.example")), DmarcStatus.PASS, Policy.NONE);
  }

  @Test
  void several_records_at_a_name_are_none() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject")
        .txt("_dmarc.example.org", "v=DMARC1; p=none");
    assertApplied(evaluate("example.org", NOBODY), DmarcStatus.NONE, Policy.NONE);
    zone.txt("_dmarc.example.net", "v=spf1 -all")
        .txt("_dmarc.example.net", "v=DMARC1; ", "p=reject");
    assertApplied(evaluate("example.net", NOBODY), DmarcStatus.FAIL, Policy.REJECT);
  }

  @Test
  void a_silent_dns_gives_no_verdict_where_one_depends_on_it() {
    zone.fails("_dmarc.example.org", RecordType.TXT, Answer.Why.TIMEOUT);
    assertApplied(evaluate("a.example.org", NOBODY), DmarcStatus.TEMPERROR, Policy.NONE);
    zone.txt("_dmarc.own.example.org", "v=DMARC1; p=reject");
    assertApplied(evaluate("own.example.org", NOBODY), DmarcStatus.FAIL, Policy.REJECT);
    assertApplied(
        evaluate("own.example.org", pass("own.example.org")), DmarcStatus.PASS, Policy.NONE);
    assertApplied(
        evaluate("own.example.org", pass("other.example.org")), DmarcStatus.TEMPERROR, Policy.NONE);
    assertApplied(
        evaluate("own.example.org", pass("example.net")), DmarcStatus.FAIL, Policy.REJECT);
  }

  @Test
  void an_aligned_check_without_an_answer_defers_and_an_unaligned_one_does_not() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject");
    Identifier ours = new Identifier("example.org", Check.TEMPERROR);
    Identifier theirs = new Identifier("attack.example", Check.TEMPERROR);
    assertApplied(evaluate("example.org", ours), DmarcStatus.TEMPERROR, Policy.NONE);
    assertApplied(evaluate("example.org", theirs, theirs), DmarcStatus.FAIL, Policy.REJECT);
    assertApplied(
        evaluate("example.org", ours, pass("example.org")), DmarcStatus.PASS, Policy.NONE);
  }

  @Test
  void of_several_authors_the_worst_counts() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject");
    zone.txt("_dmarc.example.net", "v=DMARC1; p=none");
    assertApplied(
        evaluate("example.net example.org", pass("example.net")), DmarcStatus.FAIL, Policy.REJECT);
    assertApplied(
        evaluate("example.net nothing.example", pass("example.net")),
        DmarcStatus.NONE,
        Policy.NONE);
    assertApplied(
        evaluate("example.net example.org", pass("example.net"), pass("example.org")),
        DmarcStatus.PASS,
        Policy.NONE);
  }

  @Test
  void without_an_author_there_is_no_pass() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=none");
    AuthorDomains nobody = new AuthorDomains(List.of(), Set.of(AuthorDoubt.NO_FROM));
    AuthorDomains sender = new AuthorDomains(List.of("example.org"), Set.of(AuthorDoubt.NO_FROM));
    Dmarc dmarc = new Dmarc(zone);
    DmarcResult none = dmarc.evaluate(new DmarcQuery(nobody, pass("example.org"), List.of()));
    assertApplied(none, DmarcStatus.PERMERROR, Policy.NONE);
    assertThat(none.reason()).isEqualTo("no From field");
    DmarcResult shown = dmarc.evaluate(new DmarcQuery(sender, pass("example.org"), List.of()));
    assertApplied(shown, DmarcStatus.PERMERROR, Policy.NONE);
  }

  @Test
  void a_record_that_cannot_be_used_is_a_permanent_error() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=rejekt");
    DmarcResult result = evaluate("example.org", pass("example.org"));
    assertApplied(result, DmarcStatus.PERMERROR, Policy.NONE);
    assertThat(result.reason()).isEqualTo("record of example.org: no valid p and no rua");
  }

  @Test
  void consent_to_reports_needs_one_readable_record() {
    zone.txt("example.org._report._dmarc.taker.example", "v=DMARC1");
    zone.txt("example.org._report._dmarc.broken.example", "v=DMARC1; bogus");
    zone.fails("example.org._report._dmarc.dead.example", RecordType.TXT, Answer.Why.TIMEOUT);
    Dmarc dmarc = new Dmarc(zone);
    assertThat(dmarc.consent("example.org", "taker.example")).isEqualTo(ReportConsent.GIVEN);
    assertThat(dmarc.consent("example.org", "broken.example")).isEqualTo(ReportConsent.REFUSED);
    assertThat(dmarc.consent("example.org", "other.example")).isEqualTo(ReportConsent.REFUSED);
    assertThat(dmarc.consent("example.org", "dead.example")).isEqualTo(ReportConsent.UNKNOWN);
  }

  @Test
  void the_result_can_be_written_into_authentication_results() {
    zone.txt("_dmarc.example.org", "v=DMARC1; p=reject");
    var written = evaluate("a.example.org", NOBODY).authenticationResult();
    assertThat(written.result()).isEqualTo("fail");
    assertThat(written.property("header", "from")).contains("a.example.org");
    assertThat(written.property("polrec", "domain")).contains("example.org");
  }
}
