package org.postern.engine.checks.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.verdict.Finding;
import org.postern.mail.arc.ArcInstance;
import org.postern.mail.arc.ArcResult;
import org.postern.mail.arc.ArcStatus;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dkim.DkimNote;
import org.postern.mail.dkim.DkimReason;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimVerdict;
import org.postern.mail.dmarc.AuthorDomains;
import org.postern.mail.dmarc.AuthorDoubt;
import org.postern.mail.dmarc.DmarcResult;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.dmarc.Policy;
import org.postern.mail.spf.SpfResult;
import org.postern.mail.spf.SpfVerdict;

class AuthenticationCheckTest {

  private static final ArcResult NO_CHAIN = chain(ArcStatus.NONE);
  private static final DmarcResult NO_POLICY = dmarc(DmarcStatus.NONE, Policy.NONE);

  private final AuthenticationCheck check = new AuthenticationCheck();

  @Test
  void a_sender_who_is_who_it_says_has_findings_that_speak_for_it() {
    assertThat(
            found(
                spf(SpfVerdict.PASS),
                List.of(signature(new DkimVerdict.Pass(), true)),
                chain(ArcStatus.PASS),
                dmarc(DmarcStatus.PASS, Policy.NONE)))
        .containsExactly("ARC_PASS", "DKIM_PASS", "DMARC_PASS", "SPF_PASS");
  }

  @Test
  void a_forged_sender_is_found_as_its_owner_wants_it() {
    DkimVerdict broken = new DkimVerdict.Fail(DkimReason.BODY_HASH);
    assertThat(
            found(
                spf(SpfVerdict.FAIL),
                List.of(signature(broken, true)),
                chain(ArcStatus.FAIL),
                dmarc(DmarcStatus.FAIL, Policy.REJECT)))
        .containsExactly("ARC_FAIL", "DKIM_BAD", "DMARC_REJECT", "SPF_FAIL");
    assertThat(
            found(
                spf(SpfVerdict.SOFTFAIL),
                List.of(),
                NO_CHAIN,
                dmarc(DmarcStatus.FAIL, Policy.QUARANTINE)))
        .containsExactly("DMARC_QUARANTINE", "SPF_SOFTFAIL");
    assertThat(
            found(
                spf(SpfVerdict.PERMERROR),
                List.of(),
                NO_CHAIN,
                dmarc(DmarcStatus.FAIL, Policy.NONE)))
        .containsExactly("DMARC_FAIL", "SPF_BROKEN");
  }

  @Test
  void a_signature_that_does_not_cover_the_author_says_nothing_for_it() {
    assertThat(
            found(
                spf(SpfVerdict.NONE),
                List.of(signature(new DkimVerdict.Pass(), false)),
                NO_CHAIN,
                NO_POLICY))
        .containsExactly("DKIM_BAD");
  }

  @Test
  void the_evidence_says_what_weakens_a_signature_and_why_one_is_bad() {
    List<DkimNote> notes =
        List.of(
            new DkimNote.AuthorElsewhere("b.example"),
            new DkimNote.WeakKey(1_024),
            new DkimNote.FieldUnsigned("Date", true),
            new DkimNote.FieldUnsigned("Message-ID", false));
    assertThat(evidence(signature(new DkimVerdict.Pass(), true, notes)))
        .containsExactly(
            "sender.example",
            "author of another domain, b.example",
            "key of 1024 bits",
            "Date not signed");
    assertThat(evidence(signature(new DkimVerdict.PermError(DkimReason.EXPIRED), true, notes)))
        .containsExactly("sender.example permerror: signature expired");
    assertThat(evidence(signature(new DkimVerdict.Policy(DkimReason.FIELD_ADDED), true, notes)))
        .containsExactly("sender.example policy: field beside the signed one");
    assertThat(evidence(signature(new DkimVerdict.Pass(), false, List.of())))
        .containsExactly("sender.example pass without every author");
  }

  @Test
  void without_answers_of_the_dns_nothing_is_held_against_anybody() {
    DkimVerdict later = new DkimVerdict.TempError(DkimReason.KEY_UNAVAILABLE);
    assertThat(
            found(
                spf(SpfVerdict.TEMPERROR),
                List.of(signature(later, true)),
                chain(ArcStatus.TEMPERROR),
                dmarc(DmarcStatus.TEMPERROR, Policy.NONE)))
        .isEmpty();
    assertThat(check.inspect(Messages.ordinary())).isEmpty();
  }

  @Test
  void an_author_whom_readers_see_differently_is_found() {
    AuthorDomains two =
        new AuthorDomains(
            List.of("bank.example", "attack.example"), EnumSet.of(AuthorDoubt.SEVERAL_FROM));
    DmarcResult result =
        new DmarcResult(DmarcStatus.NONE, Policy.NONE, two, Optional.empty(), List.of(), "");
    assertThat(found(spf(SpfVerdict.NONE), List.of(), NO_CHAIN, result))
        .containsExactly("AUTHOR_UNCLEAR");
  }

  @Test
  void only_what_passed_stands_behind_a_message_where_it_was_asked() {
    byte[] text =
        ("From: ann@sender.example\r\nList-Id: <list.evil.example>\r\n"
                + "DKIM-Signature: v=1; a=rsa-sha256; d=forged.example; s=x; b=x\r\n\r\nx\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    Case unasked = Messages.mail("ann@sender.example", text);
    assertThat(unasked.relations().involves("www.forged.example")).isTrue();
    assertThat(unasked.relations().involves("www.evil.example")).isTrue();
    AuthResults results =
        new AuthResults(
            "a@sender.example",
            "client.example",
            spf(SpfVerdict.PASS),
            List.of(signature(new DkimVerdict.Pass(), true)),
            NO_CHAIN,
            NO_POLICY);
    SenderFacts facts = new SenderFacts(List.of(), Optional.of(results));
    Case asked = new Case(unasked.envelope(), unasked.message(), facts);
    assertThat(asked.relations().involves("www.forged.example")).isFalse();
    assertThat(asked.relations().involves("www.evil.example")).isFalse();
    assertThat(asked.relations().involves("www.sender.example")).isTrue();
  }

  @Test
  void the_tests_above_find_every_symbol() {
    Set<String> all =
        Stream.of(
                "ARC_PASS DKIM_PASS DMARC_PASS SPF_PASS ARC_FAIL DKIM_BAD DMARC_REJECT SPF_FAIL",
                "DMARC_QUARANTINE SPF_SOFTFAIL DMARC_FAIL SPF_BROKEN AUTHOR_UNCLEAR")
            .flatMap(line -> Stream.of(line.split(" ")))
            .collect(Collectors.toSet());
    assertThat(check.symbols()).extracting(symbol -> symbol.name()).hasSameElementsAs(all);
  }

  private Set<String> found(
      SpfResult spf, List<DkimResult> dkim, ArcResult arc, DmarcResult dmarc) {
    return findings(spf, dkim, arc, dmarc).stream()
        .map(finding -> finding.symbol().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> evidence(DkimResult signature) {
    return findings(spf(SpfVerdict.NONE), List.of(signature), NO_CHAIN, NO_POLICY)
        .getFirst()
        .evidence();
  }

  private List<Finding> findings(
      SpfResult spf, List<DkimResult> dkim, ArcResult arc, DmarcResult dmarc) {
    AuthResults results =
        new AuthResults("a@sender.example", "client.example", spf, dkim, arc, dmarc);
    Case mail = Messages.ordinary();
    SenderFacts facts = new SenderFacts(List.of(), Optional.of(results));
    return check.inspect(new Case(mail.envelope(), mail.message(), facts));
  }

  private static SpfResult spf(SpfVerdict verdict) {
    return new SpfResult(verdict, "sender.example", Optional.empty(), Optional.empty(), "");
  }

  private static DkimResult signature(DkimVerdict verdict, boolean coversFrom) {
    return signature(verdict, coversFrom, List.of());
  }

  private static DkimResult signature(
      DkimVerdict verdict, boolean coversFrom, List<DkimNote> notes) {
    return new DkimResult(
        verdict,
        "sender.example",
        "s1",
        "@sender.example",
        "rsa-sha256",
        "AbCdEfGhIjKl",
        List.of("from"),
        coversFrom,
        OptionalLong.empty(),
        0,
        false,
        2048,
        OptionalLong.empty(),
        OptionalLong.empty(),
        notes);
  }

  private static ArcResult chain(ArcStatus status) {
    ArcInstance one =
        new ArcInstance(
            1,
            ArcStatus.NONE,
            "list.example",
            "s1",
            OptionalLong.empty(),
            "list.example",
            "s1",
            List.of("from"),
            "");
    boolean pass = status == ArcStatus.PASS;
    return new ArcResult(
        status, pass ? List.of(one) : List.of(), Optional.empty(), pass ? 1 : 0, 0, pass);
  }

  private static DmarcResult dmarc(DmarcStatus status, Policy policy) {
    AuthorDomains author = new AuthorDomains(List.of("sender.example"), Set.of());
    return new DmarcResult(status, policy, author, Optional.empty(), List.of(), "");
  }
}
