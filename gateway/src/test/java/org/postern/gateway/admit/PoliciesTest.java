package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.Case;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Report;
import org.postern.mail.arc.ArcInstance;
import org.postern.mail.arc.ArcResult;
import org.postern.mail.arc.ArcStatus;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimVerdict;
import org.postern.mail.dmarc.AuthorDomains;
import org.postern.mail.dmarc.AuthorDoubt;
import org.postern.mail.dmarc.DmarcResult;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.dmarc.Policy;
import org.postern.mail.spf.SpfResult;
import org.postern.mail.spf.SpfVerdict;

class PoliciesTest {

  private static final String GOOD = " mx.list.example; spf=pass; dmarc=pass header.from=b.example";
  private static final ArcResult NO_CHAIN =
      new ArcResult(ArcStatus.NONE, List.of(), Optional.empty(), 0, 0, false);

  private final Policies policies = new Policies(Set.of("list.example"));

  private static Optional<GateTest> refused(
      Policies policies,
      SpfVerdict spf,
      DmarcStatus dmarc,
      List<DkimResult> dkim,
      ArcResult arc,
      GateTest... binding) {
    return refused(policies, results(spf, dmarc, dkim, arc, Set.of()), binding);
  }

  private static AuthResults results(
      SpfVerdict spf,
      DmarcStatus dmarc,
      List<DkimResult> dkim,
      ArcResult arc,
      Set<AuthorDoubt> doubts) {
    return new AuthResults(
        "a@b.example",
        "c.example",
        new SpfResult(spf, "b.example", Optional.empty(), Optional.empty(), ""),
        dkim,
        arc,
        new DmarcResult(
            dmarc,
            dmarc == DmarcStatus.FAIL ? Policy.REJECT : Policy.NONE,
            new AuthorDomains(List.of("b.example"), doubts),
            Optional.empty(),
            List.of(),
            ""));
  }

  private static Optional<GateTest> refused(
      Policies policies, AuthResults results, GateTest... binding) {
    Case plain = Clients.mail("192.0.2.1", "c.example", "a@b.example", "x@example.org");
    Case mail =
        new Case(
            plain.envelope(),
            plain.message(),
            new SenderFacts(List.of(), Optional.of(results), Optional.empty()));
    return policies
        .open(Clients.client("192.0.2.1"))
        .message(mail, Report.EMPTY, Set.of(binding))
        .map(Refused::test);
  }

  private static ArcResult sealed(String domain, String results) {
    ArcInstance one =
        new ArcInstance(
            1,
            ArcStatus.NONE,
            domain,
            "s",
            OptionalLong.empty(),
            domain,
            "s",
            List.of("From"),
            results);
    return new ArcResult(ArcStatus.PASS, List.of(one), Optional.empty(), 1, 0, true);
  }

  private static DkimResult signed(String domain) {
    return new DkimResult(
        new DkimVerdict.Pass(),
        domain,
        "s",
        "@" + domain,
        "rsa-sha256",
        "YQ==",
        List.of("From"),
        true,
        OptionalLong.empty(),
        0,
        false,
        2048,
        OptionalLong.empty(),
        OptionalLong.empty(),
        List.of());
  }

  private Optional<GateTest> passedOn(String sealer, String results) {
    return refused(
        policies,
        SpfVerdict.FAIL,
        DmarcStatus.FAIL,
        List.of(),
        sealed(sealer, results),
        GateTest.DMARC,
        GateTest.SPF);
  }

  @Test
  void a_dmarc_fail_is_refused_where_the_owner_and_the_domain_of_the_recipient_ask_for_it() {
    assertThat(
            refused(
                policies, SpfVerdict.NONE, DmarcStatus.FAIL, List.of(), NO_CHAIN, GateTest.DMARC))
        .contains(GateTest.DMARC);
    assertThat(refused(policies, SpfVerdict.NONE, DmarcStatus.FAIL, List.of(), NO_CHAIN)).isEmpty();
  }

  @Test
  void more_authors_than_are_asked_about_are_refused_and_always_evidence() {
    AuthResults many =
        results(
            SpfVerdict.PASS,
            DmarcStatus.PERMERROR,
            List.of(),
            sealed("list.example", GOOD),
            Set.of(AuthorDoubt.TOO_MANY));
    assertThat(refused(policies, many, GateTest.AUTHORS)).contains(GateTest.AUTHORS);
    assertThat(refused(policies, many, GateTest.DMARC, GateTest.SPF)).isEmpty();
    Visit visit = policies.open(Clients.client("192.0.2.1"));
    assertThat(visit.learnt(Optional.of(many)))
        .extracting(Observation::test)
        .containsExactly(GateTest.AUTHORS);
    AuthResults one =
        results(SpfVerdict.PASS, DmarcStatus.PASS, List.of(), NO_CHAIN, Set.of(AuthorDoubt.GROUP));
    assertThat(refused(policies, one, GateTest.AUTHORS)).isEmpty();
    assertThat(visit.learnt(Optional.of(one))).isEmpty();
    assertThat(visit.learnt(Optional.empty())).isEmpty();
  }

  @Test
  void a_trusted_sealer_that_saw_a_pass_is_believed() {
    assertThat(passedOn("list.example", GOOD)).isEmpty();
    assertThat(passedOn("other.example", GOOD)).contains(GateTest.DMARC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " mx.list.example; spf=pass; dmarc=fail header.from=b.example",
        " mx.list.example; dmarc=none",
        " mx.list.example; spf=pass; dkim=pass",
        " mx.list.example; dmarc=pass; dmarc=fail",
        " mx.list.example; none",
        ""
      })
  void a_seal_alone_is_no_word_that_the_message_was_good(String results) {
    assertThat(passedOn("list.example", results)).contains(GateTest.DMARC);
  }

  @Test
  void trusted_sealers_may_be_written_in_any_letters() {
    Policies written = new Policies(Set.of("Lists.Example", "B\u00fccher.example"));
    assertThat(written.trustedSealers())
        .containsExactlyInAnyOrder("lists.example", "xn--bcher-kva.example");
    assertThatThrownBy(() -> new Policies(Set.of("no domain")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = DmarcStatus.class,
      names = {"NONE", "FAIL", "PERMERROR"})
  void an_spf_fail_is_refused_where_nothing_else_speaks_for_the_author(DmarcStatus dmarc) {
    assertThat(refused(policies, SpfVerdict.FAIL, dmarc, List.of(), NO_CHAIN, GateTest.SPF))
        .contains(GateTest.SPF);
  }

  @ParameterizedTest
  @EnumSource(
      value = DmarcStatus.class,
      names = {"PASS", "TEMPERROR"})
  void an_spf_fail_is_not_refused_where_the_author_is_or_may_be_proven(DmarcStatus dmarc) {
    assertThat(refused(policies, SpfVerdict.FAIL, dmarc, List.of(), NO_CHAIN, GateTest.SPF))
        .isEmpty();
  }

  @Test
  void an_spf_fail_is_not_refused_where_a_signature_of_an_author_without_policy_passed() {
    assertThat(
            refused(
                policies,
                SpfVerdict.FAIL,
                DmarcStatus.NONE,
                List.of(signed("b.example")),
                NO_CHAIN,
                GateTest.SPF))
        .isEmpty();
    assertThat(
            refused(
                policies,
                SpfVerdict.FAIL,
                DmarcStatus.NONE,
                List.of(signed("other.example")),
                NO_CHAIN,
                GateTest.SPF))
        .contains(GateTest.SPF);
  }
}
