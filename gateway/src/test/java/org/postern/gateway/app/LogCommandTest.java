package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.store.Samples.A;
import static org.postern.gateway.store.Samples.B;
import static org.postern.gateway.store.Samples.NOON;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.gateway.store.LogRow;
import org.postern.gateway.store.Review;
import org.postern.gateway.store.Samples;

/// `postern log` and `postern review`.
class LogCommandTest extends TypedCommands {

  @Test
  void the_log_as_json_has_exactly_the_documented_fields() {
    program.mailLog.append(List.of(Samples.row(A, NOON, REF, "s@example.net", "r@example.org")));
    assertThat(runHere("log", "--json")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"time\":\"2026-03-01T12:00:00.123Z\",\"ref\":\""
                + REF
                + "\",\"stage\":\"deliver\","
                + "\"client_ip\":\"192.0.2.7\",\"helo\":\"mail.example.net\","
                + "\"mail_from\":\"s@example.net\",\"rcpt\":\"r@example.org\","
                + "\"subject\":\"Grüße, 你好 😀\",\"message_id\":\"<1@example.net>\",\"size\":4711,"
                + "\"tls\":\"TLSv1.3 TLS_AES_256_GCM_SHA384\",\"category\":\"CLEAN\","
                + "\"score\":-1.25,\"disposition\":\"delivered\",\"status\":\"250 2.0.0 ok\",\"symbol\":\"\"}\n");
  }

  @Test
  void the_log_is_filtered() {
    program.mailLog.append(
        List.of(
            Samples.row(
                A, NOON.minus(Duration.ofDays(2)), OTHER, "old@example.net", "r@example.org"),
            Samples.row(A, NOON, REF, "s@example.net", "r@example.org"),
            Samples.row(B, NOON, OTHER, "t@example.net", "q@example.com")));
    assertThat(runHere("log", "--since", "1h", "--tenant", "a")).isZero();
    assertThat(out().lines()).hasSize(1).first().asString().contains("s@example.net");
    assertThat(runHere("log", "--to", "@example.com")).isZero();
    assertThat(out().lines()).hasSize(1).first().asString().contains("t@example.net");
    assertThat(runHere("log", "--ref", OTHER.toLowerCase(java.util.Locale.ROOT))).isZero();
    assertThat(out().lines()).hasSize(2);
    assertThat(runHere("log", "--from", "nobody@example.net")).isZero();
    assertThat(out()).isEmpty();
    assertThat(runHere("log", "--since", "2026-03-01", "--limit", "1")).isZero();
    assertThat(out().lines()).hasSize(1);
  }

  @Test
  void hostile_text_cannot_steer_the_screen() {
    program.mailLog.append(
        List.of(Samples.row(A, NOON, REF, "s\u001b[2J\r\n@example.net", "r\u202e@example.org")));
    assertThat(runHere("log")).isZero();
    assertThat(out()).doesNotContain("\u001b", "\r", "\u202e").contains("s\ufffd[2J");
    assertThat(out().lines()).hasSize(1);
  }

  @Test
  void the_statistics_as_json_have_exactly_the_documented_fields() {
    program.mailLog.append(
        List.of(
            refusal(REF, "rcpt", "refused", "550 5.7.1 no", "GATE_DNSBL"),
            refusal(OTHER, "rcpt", "defer", "450 4.7.1 later", "GATE_GREYLIST"),
            Samples.row(A, NOON, REF, "s@example.net", "r@example.org"),
            Samples.row(B, NOON, OTHER, "s@example.net", "q@example.com")));
    assertThat(runHere("log", "--stats", "--tenant", "a", "--since", "1h", "--json")).isZero();
    assertThat(out())
        .isEqualTo(
            "{\"rows\":3,\"attempts\":3,\"spam_attempts\":1,\"spam\":{"
                + "\"before_data\":{\"count\":1,\"percent\":100,\"by\":"
                + "[{\"stage\":\"rcpt\",\"why\":\"GATE_DNSBL\",\"count\":1}]},"
                + "\"data\":{\"count\":0,\"percent\":0,\"by\":[]},"
                + "\"after\":{\"count\":0,\"percent\":0,\"by\":[]}},"
                + "\"accepted\":1,\"refused_otherwise\":0,\"abandoned\":0,"
                + "\"temporary\":{\"refusals\":1,\"retries\":0,\"followed\":0,\"open\":1}}\n");
  }

  @Test
  void the_statistics_say_each_share_beside_its_count() {
    program.mailLog.append(
        List.of(
            refusal(REF, "connect", "refused", "554 5.7.1 no", "GATE_ADDRESS"),
            refusal(OTHER, "rcpt", "refused", "550 5.1.1 no", "")));
    assertThat(runHere("log", "--stats")).isZero();
    assertThat(out())
        .contains(
            "2  attempts in all", "1    refused before DATA, 100.0 %", "connect  GATE_ADDRESS");
    program.mailLog.expire(NOON.plusSeconds(1));
    assertThat(runHere("log", "--stats")).isZero();
    assertThat(out()).contains("0  spam attempts").doesNotContain("%");
  }

  private static LogRow refusal(
      String ref, String stage, String disposition, String status, String symbol) {
    return new LogRow(
        A,
        NOON,
        ref,
        stage,
        "198.51.100.1",
        "",
        "s@example.net",
        ref + "@example.org",
        "",
        "",
        0,
        "",
        "",
        0,
        disposition,
        status,
        symbol);
  }

  @Test
  void requests_for_review_are_listed_shown_and_closed() {
    program.reviews.add(A, Review.open(A, REF, NOON, "me@example.net", "please\nlook"));
    program.reviews.add(B, Review.open(B, OTHER, NOON.plusSeconds(1), "", "x"));
    String open =
        "{\"ref\":\""
            + REF
            + "\",\"tenant\":\"a\",\"time\":\"2026-03-01T12:00:00.123Z\",\"open\":true,"
            + "\"email\":\"me@example.net\",\"text\":\"please\\nlook\",\"answer\":\"\"}\n";
    assertThat(runHere("review", "list", "--tenant", "a")).isZero();
    assertThat(out()).isEqualTo(open);
    assertThat(runHere("review", "show", REF, "--json")).isZero();
    assertThat(out()).isEqualTo(open);
    assertThat(runHere("review", "close", REF, "--tenant", "b")).isEqualTo(1);
    assertThat(err()).contains("no open request");
    assertThat(runHere("review", "close", REF, "--answer", "send again", "--json")).isZero();
    assertThat(out()).isEqualTo("{\"ref\":\"" + REF + "\",\"closed\":1}\n");
    assertThat(runHere("review", "list")).isZero();
    assertThat(out().lines()).hasSize(1).first().asString().contains(OTHER);
    assertThat(runHere("review", "list", "--all")).isZero();
    assertThat(out().lines()).hasSize(2);
    assertThat(runHere("review", "show", REF)).isZero();
    assertThat(out()).contains("state      closed 2026-03-01T12:30:00", "answer     send again");
    assertThat(runHere("review", "close", REF)).isEqualTo(1);
  }

  @Test
  void words_of_strangers_cannot_steer_the_screen() {
    program.reviews.add(
        A, Review.open(A, REF, NOON, "m\u001b[2J@example.net", "a\u001b[2Jb\rc\u202ed"));
    screen = true;
    assertThat(runHere("review", "show", REF)).isZero();
    assertThat(out()).doesNotContain("\u001b", "\r", "\u202e");
    assertThat(runHere("review", "list")).isZero();
    assertThat(out()).contains(REF, "open").doesNotContain("\u001b", "\r", "\u202e");
    program.reviews.close(Optional.empty(), REF, NOON, "");
    assertThat(runHere("review", "list")).isZero();
    assertThat(err()).contains("nobody asks");
  }
}
