package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.admit.Refused;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.Reply;

class RefusalsTest {

  private static final Reference REF = new Reference("01M4-8K2J-7QXD-0TZF");
  private static final String LONGEST_URL = "https://mx.example.org/" + "x".repeat(177);
  private static final GateTest SOME = GateTest.ADDRESS;

  private static Stream<Reply> all() {
    return Stream.of(new Refusals(Optional.empty()), new Refusals(Optional.of(LONGEST_URL)))
        .flatMap(says -> own(says).stream());
  }

  private static List<Reply> own(Refusals says) {
    return List.of(
        says.notServed(REF),
        says.otherWay(REF),
        says.spam(REF),
        says.blocked(REF),
        says.notNow(REF),
        says.busy(REF),
        says.noRoom(REF),
        says.broken(REF),
        says.loop(REF));
  }

  @Test
  void these_are_all() {
    long declared =
        Arrays.stream(Refusals.class.getDeclaredMethods())
            .filter(method -> method.getReturnType() == Reply.class)
            .filter(method ->
                Arrays.equals(method.getParameterTypes(), new Class<?>[] {Reference.class}))
            .count();
    assertThat(own(new Refusals(Optional.empty()))).hasSize((int) declared);
  }

  @ParameterizedTest
  @MethodSource("all")
  void the_enhanced_code_has_the_class_of_the_reply(Reply reply) {
    assertThat(reply.positive()).isFalse();
    assertThat(reply.status()).matches("[45]\\.[0-9]{1,3}\\.[0-9]{1,3}");
    assertThat(reply.status().charAt(0) - '0').isEqualTo(reply.code() / 100);
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_refusal_has_its_reference_and_no_line_is_too_long(Reply reply) {
    assertThat(reply.lines().getLast()).contains("(ref " + REF);
    assertThat(reply.lines()).allMatch(line -> lengthOnTheWire(reply, line) <= 512);
  }

  @Test
  void a_refusal_names_the_page_where_there_is_one() {
    assertThat(new Refusals(Optional.of("https://mx.example.org")).spam(REF).summary())
        .isEqualTo(
            "550 5.7.1 Message refused: it was recognised as unwanted (ref 01M4-8K2J-7QXD-0TZF"
                + " see https://mx.example.org/why/01M4-8K2J-7QXD-0TZF)");
    assertThat(new Refusals(Optional.empty()).spam(REF).summary())
        .isEqualTo(
            "550 5.7.1 Message refused: it was recognised as unwanted (ref 01M4-8K2J-7QXD-0TZF)");
  }

  @Test
  void a_long_text_leaves_the_reference_whole_on_a_line_of_its_own() {
    Refused refused = new Refused(SOME, 554, "5.7.100", "word ".repeat(200));
    Reply reply = new Refusals(Optional.of(LONGEST_URL)).of(refused, REF);
    assertThat(reply.lines()).hasSize(2);
    assertThat(reply.lines().getLast())
        .isEqualTo("(ref " + REF + " see " + LONGEST_URL + "/why/" + REF + ")");
    assertThat(reply.lines()).allMatch(line -> lengthOnTheWire(reply, line) <= 512);
  }

  @Test
  void a_text_of_several_lines_has_the_reference_at_its_end() {
    Reply reply =
        new Refusals(Optional.empty())
            .referring(new Reply(550, "5.1.1", List.of("no such", "user")), REF);
    assertThat(reply.lines()).containsExactly("no such", "user (ref " + REF + ")");
  }

  @Test
  void what_would_end_a_line_does_not() {
    Refused refused = new Refused(SOME, 550, "5.7.1", "a\r\n250 OK\u0000\u001b[2J\u007f%n%s\"");
    Reply reply = new Refusals(Optional.empty()).of(refused, REF);
    assertThat(reply.lines()).hasSize(1);
    assertThat(reply.lines().getFirst()).isEqualTo("a  250 OK  [2J %n%s\" (ref " + REF + ")");
  }

  private static int lengthOnTheWire(Reply reply, String line) {
    return 3 + 1 + reply.status().length() + 1 + line.length() + 2;
  }
}
