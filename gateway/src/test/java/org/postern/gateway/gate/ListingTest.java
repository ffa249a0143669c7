package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.gate.GateFixtures.addressee;
import static org.postern.gateway.gate.GateFixtures.envelope;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.engine.Case;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Listed;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Verdict;
import org.postern.gateway.admit.Admission;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.learning.Filters;
import org.postern.gateway.lists.ListEntry;
import org.postern.gateway.lists.ListEntry.Identity;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.lists.ListScope;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.gateway.lists.SenderPattern;
import org.postern.gateway.tenant.TenantId;
import org.postern.gateway.track.MemoryTrack;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.Client;

/// Lists of senders on the way of a message.
class ListingTest {

  private static final Addressee ME = addressee("me@example.org", Policy.STANDARD);
  private static final Addressee YOU = addressee("you@example.org", Policy.STANDARD);
  private static final byte[] MAIL =
      "From: a@client.example\r\nSubject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);

  private final List<Verdict> remembered = new ArrayList<>();
  private final Engine engine = new Engine(List.of(), EngineLimits.standard());
  private ListSnapshot lists = snapshot(Listed.Kind.BLOCK, false);
  private final Examination examination =
      new Examination(
          new Reading(
              new MimeParser(MimeLimits.DEFAULT), "mx.example.org", () -> lists, Clock.systemUTC()),
          engine,
          new Admission() {
            @Override
            public Visit open(Client client) {
              return new Visit() {};
            }

            @Override
            public void judged(Case mail, List<Verdict> verdicts) {
              remembered.addAll(verdicts);
            }
          },
          Optional.empty(),
          Filters.NONE,
          new MemoryTrack(),
          Clock.systemUTC());

  @AfterEach
  void close() throws Exception {
    engine.close();
  }

  // About client.example, for me@ and postmaster@.
  private static ListSnapshot snapshot(Listed.Kind kind, boolean unsafe) {
    List<Stored> entries = new ArrayList<>();
    for (String recipient : List.of("me@example.org", "postmaster@example.org")) {
      ListEntry entry =
          new ListEntry(
              new ListScope.OfRecipient(recipient),
              kind,
              SenderPattern.parse("client.example").orElseThrow(),
              Identity.AUTHOR,
              unsafe,
              "",
              Instant.EPOCH,
              Optional.empty());
      entries.add(new Stored(new TenantId("alpha"), entries.size() + 1, entry));
    }
    return new ListSnapshot(entries);
  }

  private Examined read() {
    return examination.read(
        envelope(
            GateFixtures.from("a@client.example"),
            "c.example",
            "192.0.2.1",
            GateFixtures.to("me@example.org")),
        MAIL,
        new Visit() {},
        Optional.empty());
  }

  @Test
  void each_recipient_has_its_own_lists_under_the_same_policy() {
    assertThat(examination.judge(read(), List.of(ME, YOU)))
        .extracting(one -> one.verdict().category())
        .containsExactly(Category.CONFIRMED_SPAM, Category.CLEAN);
  }

  @Test
  void what_one_recipient_blocks_is_not_remembered_of_the_sender() {
    Examined mail = read();
    List<Judged> judged = examination.judge(mail, List.of(ME, YOU));
    examination.learn(mail, judged);
    assertThat(remembered)
        .extracting(Verdict::category)
        .containsExactly(Category.CLEAN, Category.CLEAN);
  }

  @Test
  void a_message_keeps_the_lists_with_which_it_came() {
    Examined mail = read();
    lists = ListSnapshot.EMPTY;
    assertThat(mail.listing().of(ME)).isPresent();
    assertThat(read().listing().of(ME)).isEmpty();
  }

  @Test
  void the_postmaster_is_reached_by_those_who_are_blocked() {
    Addressee postmaster = addressee("Postmaster@example.org", Policy.STANDARD);
    assertThat(read().listing().of(postmaster)).isEmpty();
    lists = snapshot(Listed.Kind.ALLOW, true);
    assertThat(read().listing().of(postmaster)).isPresent();
  }

  @Test
  void a_sender_whom_nobody_authenticated_is_not_allowed() {
    lists = snapshot(Listed.Kind.ALLOW, false);
    assertThat(read().listing().of(ME)).isEmpty();
  }
}
