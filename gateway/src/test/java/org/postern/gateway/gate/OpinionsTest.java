package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.gate.GateFixtures.HEAVY;
import static org.postern.gateway.gate.GateFixtures.addressee;
import static org.postern.gateway.gate.GateFixtures.envelope;
import static org.postern.gateway.gate.GateFixtures.report;
import static org.postern.gateway.gate.GateFixtures.suspects;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Weights;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.learning.Filters;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// What recipients' filters say, on the way of a message.
class OpinionsTest {

  private static final Policy HOLDS = suspects(new Disposition.Hold());
  private static final BayesOwner DOMAIN =
      new BayesOwner(BayesOwner.Kind.DOMAIN, "alpha/example.org");
  private static final BayesOwner BOB =
      new BayesOwner(BayesOwner.Kind.USER, "alpha/example.org/bob");

  private final List<List<BayesOwner>> asked = new ArrayList<>();

  /// Bob's filter finds six points, that of the domain nothing; another domain has none.
  private final Filters filters =
      new Filters() {
        @Override
        public List<BayesOwner> of(TenantId tenant, EmailAddress recipient) {
          if (!recipient.domain().equals("example.org")) {
            return List.of();
          }
          return recipient.local().equals("bob") ? List.of(BOB, DOMAIN) : List.of(DOMAIN);
        }

        @Override
        public List<Finding> findings(Case mail, List<BayesOwner> owners) {
          asked.add(owners);
          return owners.contains(BOB) ? List.of(HEAVY.found("bob's words")) : List.of();
        }
      };

  private static Examined mail() {
    return new Reading(
            new MimeParser(MimeLimits.DEFAULT),
            "mx.example.org",
            () -> ListSnapshot.EMPTY,
            Clock.systemUTC())
        .read(
            envelope(
                GateFixtures.from("a@client.example"),
                "c.example",
                "192.0.2.1",
                GateFixtures.to("bob@example.org")),
            "Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.UTF_8),
            new Visit() {},
            Optional.empty())
        .with(report());
  }

  private static final List<Addressee> ALL =
      List.of(
          addressee("bob@example.org", HOLDS),
          addressee("ann@example.org", HOLDS),
          addressee("ann2@example.org", HOLDS),
          addressee("bob@example.net", HOLDS));

  @Test
  void each_recipient_is_judged_by_the_filters_it_has() {
    Examined mail = mail();
    List<Judged> judged = Judged.all(mail.asking(new Opinions(filters, mail.mail())), ALL);

    assertThat(judged)
        .extracting(one -> one.verdict().category().name())
        .containsExactly("SUSPECTED_SPAM", "CLEAN", "CLEAN", "CLEAN");
    assertThat(asked).containsExactly(List.of(BOB, DOMAIN), List.of(DOMAIN));
  }

  @Test
  void before_the_whole_message_was_examined_no_filter_is_asked() {
    assertThat(Judged.all(mail(), ALL))
        .allMatch(one -> one.verdict().category().name().equals("CLEAN"));
    assertThat(asked).isEmpty();
  }

  @Test
  void of_a_message_that_was_not_examined_in_full_no_filter_is_asked() {
    Examined mail = mail();
    for (CheckOutcome blind :
        List.of(
            new CheckOutcome.TimedOut("rules", Duration.ofSeconds(2)),
            new CheckOutcome.Failed("rules", "oh", Duration.ofSeconds(1)))) {
      Examined late = mail.with(mail.report().and(new Report(List.of(blind))));
      List<Judged> judged = Judged.all(late.asking(new Opinions(filters, mail.mail())), ALL);

      assertThat(judged).allMatch(one -> one.verdict().score() == 0);
      assertThat(asked).isEmpty();
    }
  }

  @Test
  void what_a_recipient_taught_does_not_become_the_sender_s_name() {
    Examined mail = mail();
    Judged bob = Judged.all(mail.asking(new Opinions(filters, mail.mail())), ALL).getFirst();

    assertThat(bob.verdict().score()).isEqualTo(6);
    assertThat(bob.unlisted(mail.report()).score()).isZero();
  }

  @Test
  void the_evidence_tells_what_was_found_for_whom() throws Exception {
    Examined mail = mail();
    Examined asking = mail.asking(new Opinions(filters, mail.mail()));
    List<Addressee> twice = new ArrayList<>(ALL);
    twice.add(1, addressee("bob@example.org", HOLDS));
    String written = Evidence.write(asking, Judged.all(asking, twice));
    Evidence read = Evidence.read(written, Map.of(HEAVY.name(), HEAVY));

    assertThat(read.report().findings()).isEmpty();
    assertThat(read.recipients())
        .extracting(one -> read.report(one).findings().size())
        .containsExactly(1, 1, 0, 0, 0);
    assertThat(read.report(read.recipients().get(1)).findings().getFirst().evidence())
        .containsExactly("bob's words");
    assertThat(written).containsOnlyOnce("bob's words");
  }

  @Test
  void what_was_found_for_one_recipient_is_judged_again_as_at_its_time() throws Exception {
    Weights then = Weights.of(Map.of(HEAVY.name(), 7.5), Map.of());
    Weights now = Weights.of(Map.of(HEAVY.name(), 0.25), Map.of());
    Examined mail = mail();
    Examined asking = mail.asking(new Opinions(filters, mail.mail()));
    List<Addressee> bob = List.of(addressee("bob@example.org", HOLDS.with(then)));
    Evidence read =
        Evidence.read(Evidence.write(asking, Judged.all(asking, bob)), Map.of(HEAVY.name(), HEAVY));
    Evidence.Decided decided = read.recipients().getFirst();

    assertThat(decided.score()).isEqualTo(7.5);
    assertThat(HOLDS.with(now).judge(read.report(decided)).score()).isEqualTo(7.5);
  }
}
