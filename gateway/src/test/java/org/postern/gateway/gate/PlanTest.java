package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.gate.GateFixtures.addressee;
import static org.postern.gateway.gate.GateFixtures.report;
import static org.postern.gateway.gate.GateFixtures.suspects;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Disposition;

class PlanTest {

  private static final Disposition REJECT = new Disposition.Reject();
  private static final Disposition DEFER = new Disposition.Defer();
  private static final Disposition HOLD = new Disposition.Hold();
  private static final Disposition DELIVER = new Disposition.Deliver();
  private static final Disposition DISCARD = new Disposition.Discard();

  @Test
  void a_message_is_refused_only_when_every_policy_refuses_it() {
    assertThat(plan(REJECT)).isInstanceOf(Plan.RefuseAll.class);
    assertThat(plan(REJECT, REJECT)).isInstanceOf(Plan.RefuseAll.class);
    assertThat(plan(REJECT, DELIVER)).isInstanceOf(Plan.Accept.class);
    assertThat(plan(REJECT, HOLD)).isInstanceOf(Plan.Accept.class);
    assertThat(plan(REJECT, DISCARD)).isInstanceOf(Plan.Accept.class);
  }

  @Test
  void it_is_put_off_when_nobody_takes_it_and_somebody_may_later() {
    assertThat(plan(DEFER)).isInstanceOf(Plan.DeferAll.class);
    assertThat(plan(REJECT, DEFER)).isInstanceOf(Plan.DeferAll.class);
    assertThat(plan(DEFER, DELIVER)).isInstanceOf(Plan.Accept.class);
  }

  @Test
  void each_recipient_keeps_the_verdict_of_its_own_policy() {
    assertThat(plan(REJECT, DELIVER))
        .isInstanceOfSatisfying(
            Plan.Accept.class,
            accept ->
                assertThat(accept.recipients())
                    .extracting(one -> one.verdict().disposition())
                    .containsExactly(REJECT, DELIVER));
  }

  @Test
  void a_blind_report_is_never_taken_for_a_clean_one() {
    List<Addressee> addressees = List.of(addressee("a@example.org", suspects(HOLD)));

    assertThat(Plan.of(Judged.all(GateFixtures.blind(), addressees)))
        .isInstanceOf(Plan.DeferAll.class);
  }

  private static Plan plan(Disposition... dispositions) {
    List<Addressee> addressees = new ArrayList<>();
    for (Disposition one : dispositions) {
      addressees.add(addressee("user" + addressees.size() + "@example.org", suspects(one)));
    }
    return Plan.of(Judged.all(report(GateFixtures.HEAVY.found()), addressees));
  }
}
