package org.postern.engine.checks.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.Messages;
import org.postern.engine.checks.sender.DisplayNameCheck;
import org.postern.engine.checks.sender.ReplyToCheck;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.verdict.Finding;
import org.postern.mail.arc.ArcResult;
import org.postern.mail.arc.ArcStatus;
import org.postern.mail.auth.AuthResults;
import org.postern.mail.dmarc.AuthorDomains;
import org.postern.mail.dmarc.DmarcResult;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.dmarc.Policy;
import org.postern.mail.spf.SpfResult;
import org.postern.mail.spf.SpfVerdict;

/// Anybody can write the fields of a list; they quiet what asks for the sender only where they name
/// who sent it.
class ClaimedListTest {

  private static final OwnDomainCheck OWN = new OwnDomainCheck(domain -> Set.of(domain));

  /// The recipient is at receiver.example.
  private static Case mail(String header, String mailFrom, SpfVerdict spf) {
    String text = header.replace("\n", "\r\n") + "Subject: Salaries\r\n\r\nPlease look.\r\n";
    Case plain = Messages.mail(mailFrom, text.getBytes(StandardCharsets.UTF_8));
    String domain = mailFrom.substring(mailFrom.indexOf('@') + 1);
    AuthResults auth =
        new AuthResults(
            mailFrom,
            "client.example",
            new SpfResult(spf, domain, Optional.empty(), Optional.empty(), ""),
            List.of(),
            new ArcResult(ArcStatus.NONE, List.of(), Optional.empty(), 0, 0, false),
            new DmarcResult(
                DmarcStatus.NONE,
                Policy.NONE,
                new AuthorDomains(List.of("receiver.example"), Set.of()),
                Optional.empty(),
                List.of(),
                ""));
    return new Case(
        plain.envelope(), plain.message(), new SenderFacts(List.of(), Optional.of(auth)));
  }

  private static final String COLLEAGUE = "From: Ann <ann@receiver.example>\n";
  private static final SpfVerdict PASS = SpfVerdict.PASS;
  private static final String TO_LIST = "To: team@lists.example\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "List-Id: <team.lists.example>\n",
        "List-Post: <mailto:team@lists.example>\n",
        "List-Id: <team.lists.example>\nList-Post: <mailto:team@lists.example>\n",
        "Mailing-List: list team@lists.example; contact owner@lists.example\n",
        "Precedence: list\n"
      })
  void a_list_that_did_not_send_it_hides_no_forged_colleague(String marks) throws Exception {
    Case mail = mail(COLLEAGUE + TO_LIST + marks, "x@evil.example", SpfVerdict.PASS);
    assertThat(strength(mail)).hasValue(1.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "List-Id: Team <team.lists.example>\n",
        "List-Post: <mailto:team@lists.example>\n",
        "Mailing-List: list team@lists.example; contact owner@lists.example\n",
        "Precedence: list\nSender: owner-team@lists.example\n"
      })
  void a_list_that_sent_it_gives_a_colleagues_mail_back(String marks) throws Exception {
    for (SpfVerdict spf : List.of(SpfVerdict.PASS, SpfVerdict.NONE, SpfVerdict.TEMPERROR)) {
      Case mail = mail(COLLEAGUE + TO_LIST + marks, "team-bounces@lists.example", spf);
      assertThat(strength(mail)).as(spf.name()).isEmpty();
    }
  }

  @Test
  void a_list_that_only_may_have_sent_it_leaves_a_doubt() throws Exception {
    String marks = "List-Id: Team <team.lists.example>\n";
    // passed on by hand of a mailbox's owner: SPF fails
    Case passedOn =
        mail(COLLEAGUE + TO_LIST + marks, "team-bounces@lists.example", SpfVerdict.SOFTFAIL);
    assertThat(strength(passedOn)).hasValue(0.4);
    Case toNoList =
        mail(COLLEAGUE + "To: bob@receiver.example\n" + marks, "x@lists.example", SpfVerdict.PASS);
    assertThat(strength(toNoList)).hasValue(0.4);
  }

  @Test
  void answers_to_a_free_mailbox_are_hidden_by_no_list_that_did_not_send_it() throws Exception {
    String asks = "From: Boss <boss@firm.example>\nReply-To: boss@gmail.com\n";
    String marks = "List-Unsubscribe: <https://news.example/leave>\n";
    assertThat(names(new ReplyToCheck(), mail(asks + marks, "x@evil.example", SpfVerdict.PASS)))
        .containsExactly("REPLY_TO_FREEMAIL");
    assertThat(names(new ReplyToCheck(), mail(asks + marks, "x@news.example", SpfVerdict.PASS)))
        .isEmpty();
  }

  private static final String OWN_LIST =
      "List-Id: <team.evil.example>\nList-Unsubscribe: <https://evil.example/u>\n";

  @Test
  void a_list_of_ones_own_hides_no_brand() throws Exception {
    String to = "To: team@evil.example\n";
    for (String name : List.of("PayPal Service", "PayPal", "\"Security | PayPal\"")) {
      Case mail =
          mail("From: " + name + " <service@paypal.com>\n" + to + OWN_LIST, "x@evil.example", PASS);
      assertThat(names(new VouchingCheck(), mail)).as(name).containsExactly("BRAND_FORGED");
    }
  }

  @Test
  void people_of_a_brand_write_to_lists() throws Exception {
    String marks = "To: team@lists.example\nList-Id: Team <team.lists.example>\n";
    for (String name : List.of("Ann Miller", "Ann Miller (PayPal)", "\"Miller, Ann\"")) {
      Case mail = mail("From: " + name + " <ann@paypal.com>\n" + marks, "b@lists.example", PASS);
      assertThat(names(new VouchingCheck(), mail)).as(name).isEmpty();
    }
    Case brand = mail("From: PayPal <info@paypal.com>\n" + marks, "x@paypal.com", PASS);
    assertThat(names(new VouchingCheck(), brand)).isEmpty();
  }

  @Test
  void a_list_of_ones_own_that_is_no_recipient_hides_no_address_in_a_name() throws Exception {
    String from = "From: \"Ann <ann@receiver.example>\" <info@evil.example>\n";
    Case direct = mail(from + "To: bob@receiver.example\n" + OWN_LIST, "x@evil.example", PASS);
    assertThat(names(new DisplayNameCheck(), direct)).containsExactly("DISPLAY_NAME_ADDRESS");
    String via = "From: \"ann@receiver.example via Team\" <team@lists.example>\n";
    String marks = "To: team@lists.example\nList-Id: Team <team.lists.example>\n";
    Case given = mail(via + marks, "team-bounces@lists.example", PASS);
    assertThat(names(new DisplayNameCheck(), given)).isEmpty();
  }

  @Test
  void a_list_of_ones_own_leaves_a_doubt_about_the_organisations_name() throws Exception {
    String from = "From: Receiver Support <info@evil.example>\nTo: bob@receiver.example\n";
    assertThat(strength(mail(from + OWN_LIST, "x@evil.example", PASS))).hasValue(0.4);
    assertThat(strength(mail(from, "x@evil.example", PASS))).hasValue(1.0);
  }

  @Test
  void a_sender_field_that_nothing_shows_is_not_behind_the_message() throws Exception {
    String header = "From: a@gmail.com\nSender: x@evil.example\n";
    assertThat(mail(header, "a@gmail.com", SpfVerdict.PASS).relations().involves("evil.example"))
        .isFalse();
    assertThat(mail(header, "x@evil.example", SpfVerdict.PASS).relations().involves("evil.example"))
        .isTrue();
  }

  private static Optional<Double> strength(Case mail) {
    return OWN.inspect(mail).stream().map(Finding::strength).findFirst();
  }

  private static List<String> names(Check check, Case mail) throws Exception {
    return check.inspect(mail).stream().map(finding -> finding.symbol().name()).toList();
  }
}
