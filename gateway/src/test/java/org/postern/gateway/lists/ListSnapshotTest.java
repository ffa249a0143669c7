package org.postern.gateway.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.engine.verdict.Listed.Kind;
import org.postern.gateway.lists.ListEntry.Identity;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;

/// Which entry decides.
class ListSnapshotTest {

  private static final TenantId A = new TenantId("a");
  private static final TenantId B = new TenantId("b");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final EmailAddress ME = address("me@x.example");
  private final List<Stored> entries = new ArrayList<>();

  private static EmailAddress address(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  // "allow b.example me@x.example unsafe": kind, pattern, and anything else
  private void has(TenantId tenant, String words) {
    List<String> all = List.of(words.split(" "));
    List<String> rest = all.subList(2, all.size());
    ListScope scope =
        rest.stream()
            .filter(word -> word.contains("."))
            .findFirst()
            .flatMap(ListScope::parse)
            .orElse(new ListScope.Everybody());
    ListEntry entry =
        new ListEntry(
            scope,
            Kind.valueOf(all.getFirst().toUpperCase(java.util.Locale.ROOT)),
            SenderPattern.parse(all.get(1)).orElseThrow(),
            rest.contains("envelope") ? Identity.ENVELOPE : Identity.AUTHOR,
            rest.contains("unsafe"),
            "",
            NOON,
            rest.contains("hour") ? Optional.of(NOON.plus(Duration.ofHours(1))) : Optional.empty());
    entries.add(new Stored(tenant, entries.size() + 1, entry));
  }

  private void has(String... words) {
    for (String each : words) {
      has(A, each);
    }
  }

  private String found(SenderIdentity sender) {
    return found(A, ME, sender, NOON);
  }

  private String found(
      TenantId tenant, EmailAddress recipient, SenderIdentity sender, Instant now) {
    return new ListSnapshot(entries)
        .find(tenant, recipient, sender, now)
        .map(one -> one.entry().kind().name().toLowerCase(java.util.Locale.ROOT) + " " + one.id())
        .orElse("nothing");
  }

  private static SenderIdentity verified(String author) {
    return new SenderIdentity(
        Optional.of(author), true, List.of(author), List.of(domain(author)), true, true);
  }

  private static SenderIdentity forged(String author) {
    return new SenderIdentity(
        Optional.of("liar@evil.example"),
        true,
        List.of(author),
        List.of(domain(author)),
        true,
        false);
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1);
  }

  @Test
  void without_entries_nothing_is_found() {
    assertThat(found(verified("a@b.example"))).isEqualTo("nothing");
    assertThat(ListSnapshot.EMPTY.concerns(A, ME)).isFalse();
  }

  @Test
  void a_verified_author_is_allowed_by_address_by_domain_and_from_above() {
    has("allow a@b.example");
    assertThat(found(verified("a@b.example"))).isEqualTo("allow 1");
    assertThat(found(verified("c@b.example"))).isEqualTo("nothing");
    has("allow d.example");
    assertThat(found(verified("any@d.example"))).isEqualTo("allow 2");
    assertThat(found(verified("any@sub.d.example"))).isEqualTo("nothing");
    has("allow .e.example");
    assertThat(found(verified("any@e.example"))).isEqualTo("allow 3");
    assertThat(found(verified("any@deep.sub.e.example"))).isEqualTo("allow 3");
    assertThat(found(verified("any@note.example"))).isEqualTo("nothing");
  }

  @Test
  void a_forged_author_is_allowed_only_where_the_entry_says_unsafe() {
    has("allow b.example", "allow c.example unsafe");
    assertThat(found(forged("a@b.example"))).isEqualTo("nothing");
    assertThat(found(forged("a@c.example"))).isEqualTo("allow 2");
  }

  @Test
  void a_block_needs_no_proof() {
    has("block b.example");
    assertThat(found(forged("a@b.example"))).isEqualTo("block 1");
    assertThat(found(verified("a@b.example"))).isEqualTo("block 1");
  }

  @Test
  void authors_about_whom_readers_differ_are_never_allowed_and_blocked_by_any() {
    has("allow b.example", "allow b.example envelope", "allow c.example unsafe", "block d.example");
    SenderIdentity unclear =
        new SenderIdentity(
            Optional.of("a@b.example"),
            true,
            List.of("a@b.example"),
            List.of("b.example", "c.example"),
            false,
            true);
    assertThat(found(unclear)).isEqualTo("nothing");
    SenderIdentity blocked =
        new SenderIdentity(
            Optional.empty(), true, List.of(), List.of("b.example", "d.example"), false, true);
    assertThat(found(blocked)).isEqualTo("block 4");
  }

  @Test
  void an_entry_about_the_envelope_asks_for_its_verification_and_not_for_the_author() {
    has("allow b.example envelope", "block a@c.example envelope");
    SenderIdentity bulk =
        new SenderIdentity(
            Optional.of("bounce@b.example"),
            true,
            List.of("x@news.example"),
            List.of("news.example"),
            true,
            false);
    assertThat(found(bulk)).isEqualTo("allow 1");
    SenderIdentity unverified =
        new SenderIdentity(
            bulk.envelope(), false, bulk.authors(), bulk.authorDomains(), true, true);
    assertThat(found(unverified)).isEqualTo("nothing");
    assertThat(found(forged("a@c.example"))).isEqualTo("nothing");
  }

  @Test
  void a_block_entry_is_about_author_and_envelope() {
    has("block b.example");
    SenderIdentity sender =
        new SenderIdentity(
            Optional.of("bounce@b.example"),
            false,
            List.of("x@c.example"),
            List.of("c.example"),
            true,
            true);
    assertThat(found(sender)).isEqualTo("block 1");
  }

  @Test
  void the_narrower_scope_decides_first() {
    has("block b.example", "allow b.example x.example");
    assertThat(found(verified("a@b.example"))).isEqualTo("allow 2");
    has("block b.example me@x.example");
    assertThat(found(verified("a@b.example"))).isEqualTo("block 3");
    assertThat(found(A, address("you@x.example"), verified("a@b.example"), NOON))
        .isEqualTo("allow 2");
    assertThat(found(A, address("you@y.example"), verified("a@b.example"), NOON))
        .isEqualTo("block 1");
  }

  @Test
  void within_a_scope_the_narrower_pattern_decides_and_then_the_block() {
    has("block .b.example", "allow b.example", "block bad@b.example");
    assertThat(found(verified("bad@b.example"))).isEqualTo("block 3");
    assertThat(found(verified("good@b.example"))).isEqualTo("allow 2");
    assertThat(found(verified("good@sub.b.example"))).isEqualTo("block 1");
    has("allow .sub.b.example");
    assertThat(found(verified("good@sub.b.example"))).isEqualTo("allow 4");
    assertThat(found(forged("good@sub.b.example"))).isEqualTo("block 1");
    has("block c.example", "allow c.example envelope");
    assertThat(found(verified("a@c.example"))).isEqualTo("block 5");
  }

  @Test
  void who_is_allowed_does_not_let_through_another_who_is_blocked() {
    has("allow boss@b.example", "block esp.example", "block b.example");
    SenderIdentity through =
        new SenderIdentity(
            Optional.of("bounce@esp.example"),
            true,
            List.of("boss@b.example"),
            List.of("b.example"),
            true,
            true);
    assertThat(found(through)).isEqualTo("block 3");
    SenderIdentity returned =
        new SenderIdentity(
            Optional.of("boss+bounces@b.example"),
            true,
            List.of("boss@b.example"),
            List.of("b.example"),
            true,
            true);
    assertThat(found(returned)).isEqualTo("allow 1");
  }

  @Test
  void entries_of_another_tenant_do_not_count() {
    has(B, "allow b.example");
    has(B, "block c.example me@x.example");
    assertThat(found(verified("a@b.example"))).isEqualTo("nothing");
    assertThat(found(verified("a@c.example"))).isEqualTo("nothing");
    assertThat(found(B, ME, verified("a@b.example"), NOON)).isEqualTo("allow 1");
    assertThat(new ListSnapshot(entries).concerns(A, ME)).isFalse();
  }

  @Test
  void the_entries_of_the_platform_are_the_last_for_everybody() {
    has(TenantId.PLATFORM, "block b.example");
    assertThat(found(verified("a@b.example"))).isEqualTo("block 1");
    assertThat(found(B, ME, verified("a@b.example"), NOON)).isEqualTo("block 1");
    has("allow b.example");
    assertThat(found(verified("a@b.example"))).isEqualTo("allow 2");
  }

  @Test
  void an_entry_is_over_when_its_time_is() {
    has("allow b.example hour");
    assertThat(found(A, ME, verified("a@b.example"), NOON.plusSeconds(3599))).isEqualTo("allow 1");
    assertThat(found(A, ME, verified("a@b.example"), NOON.plusSeconds(3600))).isEqualTo("nothing");
  }

  @Test
  void case_and_the_way_of_writing_a_domain_make_no_difference() {
    has("allow Info@Bücher.example ME@X.Example", "block xn--strae-oqa.example");
    assertThat(found(verified("info@xn--bcher-kva.example"))).isEqualTo("allow 1");
    assertThat(found(A, address("me@x.example"), verified("info@xn--bcher-kva.example"), NOON))
        .isEqualTo("allow 1");
    assertThat(SenderPattern.address(address("INFO@BÜCHER.example")))
        .contains("info@xn--bcher-kva.example");
    assertThat(SenderPattern.parse("bücher.example"))
        .isEqualTo(SenderPattern.parse("XN--BCHER-KVA.example"));
    assertThat(SenderPattern.parse("Jose\u0301@b.example"))
        .isEqualTo(SenderPattern.parse("jos\u00e9@b.example"));
    assertThat(SenderPattern.parse("@b.example")).isEqualTo(SenderPattern.parse("b.example"));
  }

  @Test
  void what_is_no_sender_is_no_pattern() {
    for (String text :
        List.of("", ".", "@", "a@", "*.b.example", "a b", "a@@b", "b..example", "x@[192.0.2.1]")) {
      assertThat(SenderPattern.parse(text)).as(text).isEmpty();
    }
  }

  // --- at RCPT

  private boolean refused(String from) {
    return new ListSnapshot(entries)
        .refusing(A, ME, new ReversePath.Sender(address(from)), NOON)
        .isPresent();
  }

  @Test
  void a_blocked_envelope_is_refused_at_rcpt() {
    has("block b.example", "block a@c.example envelope", "allow d.example");
    assertThat(refused("a@b.example")).isTrue();
    assertThat(refused("A@C.example")).isTrue();
    assertThat(refused("b@c.example")).isFalse();
    assertThat(new ListSnapshot(entries).refusing(A, ME, ReversePath.NULL, NOON)).isEmpty();
  }

  @Test
  void what_a_verified_author_may_still_turn_waits_for_the_message() {
    has("block .b.example", "allow boss@sub.b.example", "block c.example");
    assertThat(refused("boss@sub.b.example")).isFalse();
    assertThat(refused("a@c.example")).isTrue();
    has("allow other.example me@x.example");
    assertThat(refused("a@c.example")).isFalse();
    has("block c.example me@x.example");
    assertThat(refused("a@c.example")).isTrue();
  }

  @Test
  void a_refusal_at_rcpt_is_never_one_that_the_whole_message_would_undo() {
    List<String> patterns = List.of("a@b.example", "b.example", ".b.example", "c.example");
    List<String> options = List.of("", " envelope", " me@x.example", " envelope x.example");
    List<SenderIdentity> senders = new ArrayList<>();
    for (String from : List.of("a@b.example", "z@c.example")) {
      for (String author : List.of("a@b.example", "q@sub.b.example", "z@c.example")) {
        senders.add(
            new SenderIdentity(
                Optional.of(from), true, List.of(author), List.of(domain(author)), true, true));
      }
    }
    var random = new java.util.Random(7);
    int refusals = 0;
    for (int i = 0; i < 20_000; i++) {
      entries.clear();
      for (int k = 0; k < 3; k++) {
        has(
            (random.nextBoolean() ? "allow " : "block ")
                + patterns.get(random.nextInt(patterns.size()))
                + options.get(random.nextInt(options.size())));
      }
      SenderIdentity sender = senders.get(random.nextInt(senders.size()));
      if (refused(sender.envelope().orElseThrow())) {
        refusals++;
        assertThat(found(sender)).as(entries.toString()).startsWith("block");
      }
    }
    assertThat(refusals).isGreaterThan(1_000);
  }

  // --- many

  // A search through all for each would take longer.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_hundred_thousand_entries_are_found_as_a_few_are() {
    for (int i = 0; i < 100_000; i++) {
      has((i % 2 == 0 ? "block u" + i + "@m.example" : "allow d" + i + ".example"));
    }
    ListSnapshot many = new ListSnapshot(entries);
    assertThat(many.size()).isEqualTo(100_000);
    int found = 0;
    for (int i = 0; i < 100_000; i++) {
      String sender = i % 2 == 0 ? "u" + i + "@m.example" : "x@d" + i + ".example";
      found += many.find(A, ME, verified(sender), NOON).isPresent() ? 1 : 0;
    }
    assertThat(found).isEqualTo(100_000);
  }
}
