package org.postern.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.NOON;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Listed.Kind;
import org.postern.gateway.lists.ListEntry;
import org.postern.gateway.lists.ListEntry.Identity;
import org.postern.gateway.lists.ListEntry.Stored;
import org.postern.gateway.lists.ListScope;
import org.postern.gateway.lists.SenderPattern;

/// What every [SenderLists] does.
public interface SenderListsContract {

  SenderLists lists();

  private static ListEntry entry(Kind kind, String pattern, ListScope scope) {
    return new ListEntry(
        scope,
        kind,
        SenderPattern.parse(pattern).orElseThrow(),
        Identity.AUTHOR,
        false,
        "",
        NOON,
        Optional.empty());
  }

  private static ListEntry allow(String pattern) {
    return entry(Kind.ALLOW, pattern, new ListScope.Everybody());
  }

  private static ListEntry until(String pattern, Duration time) {
    ListEntry entry = allow(pattern);
    return new ListEntry(
        entry.scope(),
        entry.kind(),
        entry.pattern(),
        entry.identity(),
        entry.unsafe(),
        entry.note(),
        entry.created(),
        Optional.of(NOON.plus(time)));
  }

  @Test
  default void entries_come_back_as_they_were_put() {
    List<ListEntry> put =
        List.of(
            entry(Kind.ALLOW, "a@b.example", new ListScope.OfRecipient("me@x.example")),
            entry(Kind.BLOCK, ".b.example", new ListScope.OfDomain("x.example")),
            new ListEntry(
                new ListScope.Everybody(),
                Kind.ALLOW,
                SenderPattern.parse("b.example").orElseThrow(),
                Identity.ENVELOPE,
                true,
                "Grüße",
                NOON,
                Optional.of(NOON.plusSeconds(9))));
    List<Stored> stored = lists().put(A, put);
    assertThat(stored).extracting(Stored::entry).isEqualTo(put);
    assertThat(stored).extracting(Stored::id).doesNotHaveDuplicates();
    assertThat(lists().entries(A)).isEqualTo(stored);
    assertThat(lists().entries()).isEqualTo(stored);
  }

  @Test
  default void b_never_sees_entries_of_a() {
    Stored stored = lists().put(A, List.of(allow("b.example"))).getFirst();
    assertThat(lists().entries(B)).isEmpty();
    assertThat(lists().remove(B, stored.id())).isFalse();
    lists().put(B, List.of(entry(Kind.BLOCK, "b.example", new ListScope.Everybody())));
    assertThat(lists().entries(A)).containsExactly(stored);
    assertThat(lists().entries()).hasSize(2);
  }

  @Test
  default void the_same_sender_for_the_same_recipients_replaces() {
    Stored old = lists().put(A, List.of(allow("b.example"))).getFirst();
    ListEntry block = entry(Kind.BLOCK, "B.Example", new ListScope.Everybody());
    Stored now = lists().put(A, List.of(block)).getFirst();
    assertThat(lists().entries(A)).containsExactly(now);
    assertThat(now.id()).isGreaterThan(old.id());
  }

  @Test
  default void an_id_is_never_given_again() {
    long first = lists().put(A, List.of(allow("b.example"))).getFirst().id();
    assertThat(lists().remove(A, first)).isTrue();
    assertThat(lists().remove(A, first)).isFalse();
    assertThat(lists().put(A, List.of(allow("b.example"))).getFirst().id()).isGreaterThan(first);
  }

  @Test
  default void what_has_expired_is_deleted() {
    lists()
        .put(
            A,
            List.of(
                until("one.example", Duration.ofDays(1)),
                until("two.example", Duration.ofDays(3)),
                allow("three.example")));
    assertThat(lists().expire(NOON.plus(Duration.ofDays(2)))).isEqualTo(1);
    assertThat(lists().entries(A))
        .extracting(one -> one.entry().pattern().text())
        .containsExactly("two.example", "three.example");
  }

  @Test
  default void the_version_changes_with_each_change_and_only_then() {
    long empty = lists().version();
    long id = lists().put(A, List.of(allow("b.example"))).getFirst().id();
    long added = lists().version();
    assertThat(added).isNotEqualTo(empty);
    assertThat(lists().remove(B, id)).isFalse();
    assertThat(lists().expire(NOON)).isZero();
    assertThat(lists().version()).isEqualTo(added);
    assertThat(lists().remove(A, id)).isTrue();
    assertThat(lists().version()).isNotEqualTo(added).isNotEqualTo(empty);
  }

  @Test
  default void entries_added_at_once_by_several_have_ids_of_their_own() throws Exception {
    List<Callable<Long>> adding =
        IntStream.range(0, 8)
            .mapToObj(i ->
                (Callable<Long>)
                    () -> lists().put(A, List.of(allow("d" + i + ".example"))).getFirst().id())
            .toList();
    assertThat(Together.run(adding)).doesNotHaveDuplicates();
    assertThat(lists().entries(A)).hasSize(8);
  }
}
