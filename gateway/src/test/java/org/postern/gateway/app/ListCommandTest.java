package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.NOON;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.store.Samples;

/// `postern list`.
class ListCommandTest extends TypedCommands {

  @BeforeEach
  void atNoon() {
    clock = Clock.fixed(NOON, ZoneOffset.UTC);
  }

  private int list(String words) {
    List<String> all = new ArrayList<>(List.of("list"));
    all.addAll(List.of(words.split(" ")));
    return runHere(all.toArray(String[]::new));
  }

  @Test
  void adds_lists_and_removes() {
    program.tenants.put(Samples.domain(A, "x.example"));
    assertThat(list("add allow boss@B.example --tenant a --recipient Me@x.example --expires 30d"))
        .isZero();
    assertThat(out()).isEqualTo("added allow boss@b.example for me@x.example (entry 1)\n");
    assertThat(err()).isEmpty();
    assertThat(list("add block .c.example --tenant a --note greedy")).isZero();
    assertThat(list("list")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"id\":1,\"tenant\":\"a\",\"scope\":\"recipient\",\"for\":\"me@x.example\","
                + "\"kind\":\"allow\",\"pattern\":\"boss@b.example\",\"identity\":\"author\","
                + "\"unsafe\":false,\"note\":\"\",\"created\":\"2026-03-01T12:00:00.123Z\","
                + "\"expires\":\"2026-03-31T12:00:00.123Z\"}\n"
                + "{\"id\":2,\"tenant\":\"a\",\"scope\":\"tenant\",\"for\":\"\","
                + "\"kind\":\"block\",\"pattern\":\".c.example\",\"identity\":\"author\","
                + "\"unsafe\":false,\"note\":\"greedy\",\"created\":\"2026-03-01T12:00:00.123Z\"}\n");
    screen = true;
    assertThat(list("list --tenant a")).isZero();
    assertThat(out())
        .contains("ID  TENANT  FOR           KIND   SENDER")
        .contains("until 2026-03-31")
        .contains("everybody     block  .c.example      greedy");
    assertThat(list("remove 1 --tenant a")).isZero();
    assertThat(list("remove .C.Example --tenant a")).isZero();
    assertThat(out()).isEqualTo("removed block .c.example for tenant a (entry 2)\n");
    assertThat(program.senderLists.entries()).isEmpty();
    assertThat(list("remove .c.example --tenant a")).isEqualTo(1);
    assertThat(err()).contains("tenant a has no entry .c.example; postern list list shows all");
  }

  @Test
  void the_same_sender_again_replaces() {
    list("add allow b.example");
    list("add block B.example");
    assertThat(list("list")).isZero();
    assertThat(out().lines()).singleElement().asString().contains("\"kind\":\"block\"");
  }

  @Test
  void a_sender_with_several_entries_is_removed_by_number() {
    list("add allow b.example");
    list("add allow b.example --domain x.example");
    assertThat(list("remove b.example")).isEqualTo(2);
    assertThat(err()).contains("say which by its number:", "1  allow b.example for tenant default");
    assertThat(list("remove b.example --domain x.example")).isZero();
    assertThat(program.senderLists.entries()).hasSize(1);
  }

  @Test
  void reads_senders_from_a_file() {
    input = "# bought\na@b.example\n\n c.example \n".getBytes(UTF_8);
    assertThat(list("add block -")).isZero();
    assertThat(program.senderLists.entries())
        .extracting(one -> one.entry().pattern().text())
        .containsExactly("a@b.example", "c.example");
    input = "good.example\nnot good\n".getBytes(UTF_8);
    assertThat(list("add block -")).isEqualTo(2);
    assertThat(err()).contains("'not good' is not a sender");
    assertThat(program.senderLists.entries()).hasSize(2);
  }

  @Test
  void an_entry_for_a_domain_that_nobody_serves_is_noted() {
    assertThat(list("add allow b.example --recipient me@nowhere.example")).isZero();
    assertThat(err()).contains("note: tenant default has no domain nowhere.example");
  }

  @Test
  void the_time_of_an_entry_is_that_of_the_clock() {
    list("add allow b.example --expires 12h");
    assertThat(program.senderLists.entries().getFirst().entry().expires())
        .contains(NOON.plus(Duration.ofHours(12)));
  }
}
