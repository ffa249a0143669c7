package org.postern.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.FakeUpstream;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClient.Opening;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpClientTls;
import org.postern.mail.smtp.SmtpConnection;
import org.postern.mail.smtp.SmtpConnectionLost;
import org.postern.mail.smtp.SmtpTransaction.Outcome;

class SmtpClientTest {

  private static final MailFrom FROM =
      new MailFrom(
          new ReversePath.Sender(new EmailAddress("a", "example.org")),
          OptionalLong.of(20),
          BodyType.EIGHT_BIT_MIME,
          false,
          new Dsn.OfMessage(Optional.of(Dsn.Return.HEADERS), Optional.of("Q+2B1")));
  private static final Payload MAIL =
      Payload.of("Subject: x\r\n\r\n.\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII));

  private final FakeUpstream upstream = FakeUpstream.start();
  private SmtpClient client = client(Duration.ofSeconds(20));

  @AfterEach
  void stop() {
    client.close();
    upstream.close();
  }

  @Test
  void sends_envelope_and_message_in_two_writes() {
    var connection = open();
    var sent = connection.send(FROM, List.of(to("x"), to("y")), MAIL);
    assertThat(sent.outcomes())
        .containsOnly(new Outcome.Taken(new Reply(250, "2.0.0", "taken")))
        .hasSize(2);
    var received = upstream.await(1).getFirst();
    assertThat(received.text()).isEqualTo("Subject: x\r\n\r\n.\r\nbody\r\n");
    assertThat(upstream.segments())
        .containsExactly(
            "EHLO gate.example\r\n",
            String.join(
                "\r\n",
                "MAIL FROM:<a@example.org> SIZE=20 BODY=8BITMIME RET=HDRS ENVID=Q+2B1",
                "RCPT TO:<x@example.com>",
                "RCPT TO:<y@example.com>",
                "DATA",
                ""),
            "Subject: x\r\n\r\n..\r\nbody\r\n.\r\n");
  }

  @Test
  void passes_on_no_parameter_that_was_not_offered() {
    upstream.extensions("PIPELINING");
    var notify = new Dsn.OfRecipient(Set.of(Dsn.Notify.NEVER), Optional.of("rfc822;x"));
    open().send(FROM, List.of(new Recipient(new EmailAddress("x", "example.com"), notify)), MAIL);
    assertThat(upstream.commands())
        .contains("MAIL FROM:<a@example.org>", "RCPT TO:<x@example.com>");
  }

  @Test
  void passes_the_dsn_parameters_of_recipients_on() {
    var notify =
        new Dsn.OfRecipient(
            Set.of(Dsn.Notify.DELAY, Dsn.Notify.SUCCESS), Optional.of("rfc822;x+2By@example.net"));
    open().send(FROM, List.of(new Recipient(new EmailAddress("x y", "example.com"), notify)), MAIL);
    assertThat(upstream.commands())
        .contains(
            "RCPT TO:<\"x y\"@example.com> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;x+2By@example.net");
  }

  @Test
  void without_ehlo_it_says_helo_and_waits_for_each_reply() {
    upstream.extensions();
    var connection = open();
    assertThat(connection.send(FROM, List.of(to("x")), MAIL).outcomes().getFirst())
        .isInstanceOf(Outcome.Taken.class);
    assertThat(upstream.segments())
        .contains("HELO gate.example\r\n", "MAIL FROM:<a@example.org>\r\n", "DATA\r\n");
  }

  @Test
  void each_recipient_has_its_own_outcome() {
    upstream
        .answer("RCPT TO:<bad@", "550 5.1.1 no such user")
        .answer("RCPT TO:<full@", "452 4.2.2 mailbox full");
    for (boolean pipelining : new boolean[] {true, false}) {
      upstream.extensions(pipelining ? "PIPELINING" : "XNONE");
      var sent = open().send(FROM, List.of(to("bad"), to("good"), to("full")), MAIL);
      assertThat(sent.outcomes())
          .containsExactly(
              new Outcome.Refused(new Reply(550, "5.1.1", "no such user")),
              new Outcome.Taken(new Reply(250, "2.0.0", "taken")),
              new Outcome.Refused(new Reply(452, "4.2.2", "mailbox full")));
    }
    assertThat(upstream.received()).hasSize(2);
  }

  @Test
  void a_refused_sender_refuses_all_and_the_connection_goes_on() {
    upstream.answerOnce("MAIL", "550 5.7.1 not you");
    for (boolean pipelining : new boolean[] {true, false}) {
      upstream.extensions(pipelining ? "PIPELINING" : "XNONE");
      upstream.answerOnce("MAIL", "550 5.7.1 not you");
      var connection = open();
      assertThat(connection.send(FROM, List.of(to("x"), to("y")), MAIL).outcomes())
          .containsOnly(new Outcome.Refused(new Reply(550, "5.7.1", "not you")));
      upstream.behave();
      assertThat(connection.send(FROM, List.of(to("x")), MAIL).outcomes().getFirst())
          .isInstanceOf(Outcome.Taken.class);
    }
  }

  @Test
  void a_server_that_says_354_with_nobody_left_gets_a_lone_dot() {
    upstream.answer("RCPT", "550 5.1.1 no").answer("DATA", "354 well then");
    var connection = open();
    var sent = connection.send(FROM, List.of(to("x")), MAIL);
    assertThat(sent.outcomes().getFirst()).isInstanceOf(Outcome.Refused.class);
    assertThat(upstream.segments().getLast()).isEqualTo(".\r\n");
    assertThat(upstream.received()).isEmpty();
    assertThat(connection.usable()).isTrue();
  }

  @Test
  void a_connection_lost_after_the_final_dot_is_not_a_delivery() {
    upstream.answer(".", FakeUpstream.DROP);
    var connection = open();
    var sent = connection.send(FROM, List.of(to("x")), MAIL);
    assertThat(sent.outcomes().getFirst()).isInstanceOf(Outcome.Unknown.class);
    assertThat(sent.answered()).isTrue();
    assertThat(connection.usable()).isFalse();
  }

  @Test
  void refused_recipients_stay_refused_when_the_connection_is_lost_later() {
    upstream.answer("RCPT TO:<bad@", "550 5.1.1 no").answer(".", FakeUpstream.DROP);
    var sent = open().send(FROM, List.of(to("bad"), to("x")), MAIL);
    assertThat(sent.outcomes().get(0)).isInstanceOf(Outcome.Refused.class);
    assertThat(sent.outcomes().get(1)).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void a_421_ends_the_use_of_the_connection() {
    upstream.answer("MAIL", "421 4.3.2 going down");
    var connection = open();
    var sent = connection.send(FROM, List.of(to("x")), MAIL);
    assertThat(sent.outcomes().getFirst()).isNotInstanceOf(Outcome.Taken.class);
    assertThat(sent.answered()).isFalse();
    assertThat(connection.usable()).isFalse();
  }

  @Test
  void a_silent_server_is_left_when_time_is_up() {
    upstream.answer("RCPT", FakeUpstream.HANG);
    client.close();
    client = client(Duration.ofMillis(1500));
    var connection = open();
    var sent = connection.send(FROM, List.of(to("x")), MAIL);
    assertThat(((Outcome.Unknown) sent.outcomes().getFirst()).why()).contains("no answer within");
  }

  @Test
  void many_recipients_leave_in_several_writes_without_a_deadlock() {
    var many = new ArrayList<Recipient>();
    for (int i = 0; i < 2000; i++) {
      many.add(to("user" + i + "x".repeat(40)));
    }
    upstream.answer("RCPT TO:<user1999x", "550 5.1.1 no");
    var sent = open().send(FROM, many, MAIL);
    assertThat(sent.outcomes().subList(0, 1999)).hasOnlyElementsOfType(Outcome.Taken.class);
    assertThat(sent.outcomes().getLast()).isInstanceOf(Outcome.Refused.class);
    assertThat(upstream.await(1).getFirst().rcpts()).hasSize(1999);
  }

  @Test
  void a_session_goes_step_by_step_and_is_reset_before_the_next() throws IOException {
    var connection = open();
    assertThat(connection.mail(FROM, to("x")).rcpt().orElseThrow().code()).isEqualTo(250);
    assertThat(connection.rcpt(to("y")).code()).isEqualTo(250);
    assertThat(connection.mail(FROM, to("z")).rcpt().orElseThrow().code()).isEqualTo(250);
    assertThat(connection.data(MAIL).code()).isEqualTo(250);
    assertThat(upstream.await(1).getFirst().rcpts()).containsExactly("RCPT TO:<z@example.com>");
    assertThat(upstream.commands()).containsOnlyOnce("RSET");
    connection.quit();
    assertThat(connection.usable()).isFalse();
  }

  @Test
  void opportunistic_tls_takes_any_certificate() {
    upstream.withTls();
    var connection = open();
    assertThat(connection.tls()).isPresent();
    connection.send(FROM, List.of(to("x")), MAIL);
    assertThat(upstream.await(1).getFirst().encrypted()).isTrue();
    assertThat(upstream.commands().stream().filter(c -> c.startsWith("EHLO"))).hasSize(2);
  }

  @Test
  void plaintext_behind_the_reply_to_starttls_ends_the_conversation() {
    upstream.withTls().injectAfterStartTls("250-gate\r\n250 AUTH LOGIN\r\n");
    for (var policy : List.of(SmtpClientTls.OPPORTUNISTIC, SmtpClientTls.REQUIRED)) {
      assertThat(connect(policy))
          .isEqualTo(new Opening.Failed("plaintext behind the reply to STARTTLS"));
    }
    assertThat(upstream.commands()).noneMatch(command -> command.startsWith("MAIL"));
  }

  @Test
  void required_tls_does_not_go_on_without() {
    assertThat(refusal(SmtpClientTls.REQUIRED).status()).isEqualTo("4.7.4");
    upstream.withTls().answer("STARTTLS", "454 4.7.0 not now");
    assertThat(refusal(SmtpClientTls.REQUIRED).lines().getFirst()).contains("not now");
    upstream.extensions();
    assertThat(connect(SmtpClientTls.REQUIRED)).isInstanceOf(Opening.Refused.class);
    assertThat(upstream.commands()).noneMatch(c -> c.startsWith("MAIL") || c.startsWith("HELO"));
  }

  @Test
  void opportunistic_tls_goes_on_in_the_clear_when_it_fails() {
    upstream.withTls().answerOnce("STARTTLS", "454 4.7.0 not now");
    assertThat(open().tls()).isEmpty();
  }

  @Test
  void a_failed_handshake_leads_to_the_clear_only_where_that_is_allowed() {
    upstream.extensions("STARTTLS"); // offered, but there is no certificate
    assertThat(connect(SmtpClientTls.REQUIRED)).isInstanceOf(Opening.HandshakeFailed.class);
    assertThat(open().tls()).isEmpty();
  }

  @Test
  void refusals_at_the_banner_and_at_ehlo_are_replies() {
    upstream.answerOnce("CONNECT", "554 5.7.1 go away");
    assertThat(refusal(SmtpClientTls.NONE)).isEqualTo(new Reply(554, "5.7.1", "go away"));
    upstream.answerOnce("EHLO", "451 4.3.0 later");
    assertThat(refusal(SmtpClientTls.NONE)).isEqualTo(new Reply(451, "4.3.0", "later"));
    upstream.answerOnce("CONNECT", FakeUpstream.DROP);
    assertThat(connect(SmtpClientTls.NONE)).isInstanceOf(Opening.Failed.class);
    upstream.answerOnce("CONNECT", "SSH-2.0-server");
    assertThat(connect(SmtpClientTls.NONE)).isInstanceOf(Opening.Failed.class);
  }

  @Test
  void answers_out_of_turn_are_not_taken_for_the_next_command() throws IOException {
    upstream.answerOnce("MAIL", "250 2.1.0 ok\r\n250 2.1.5 any recipient\r\n354 go\r\n250 taken");
    var connection = open();
    connection.mail(FROM);
    assertThatThrownBy(() -> connection.rcpt(to("x")))
        .isInstanceOf(SmtpConnectionLost.class)
        .hasMessageContaining("out of turn");
    assertThat(connection.usable()).isFalse();
  }

  @Test
  void a_server_that_refuses_in_the_middle_of_a_large_message_is_heard() {
    upstream.answer("DATA", "354 go\r\n552 5.3.4 too large");
    var sent = open().send(FROM, List.of(to("x")), Payload.of(new byte[100]));
    assertThat(sent.outcomes().getFirst())
        .isEqualTo(new Outcome.Refused(new Reply(552, "5.3.4", "too large")));
  }

  @Test
  void control_characters_never_reach_a_command_line() {
    var connection = open();
    assertThatThrownBy(() -> connection.send(FROM, List.of(to("x\r\nRCPT TO:<y")), MAIL))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SmtpClient client(Duration patience) {
    return new SmtpClient(
        "gate.example", SmtpClientLimits.STANDARD.atMost(patience), SmtpClientTls.unverified());
  }

  private static Recipient to(String local) {
    return new Recipient(new EmailAddress(local, "example.com"), Dsn.OfRecipient.NONE);
  }

  private SmtpConnection open() {
    return ((Opening.Open) connect(SmtpClientTls.OPPORTUNISTIC)).connection();
  }

  private Reply refusal(SmtpClientTls policy) {
    return ((Opening.Refused) connect(policy)).reply();
  }

  private Opening connect(SmtpClientTls policy) {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), upstream.port());
    return client.connect(address, "localhost", policy);
  }
}
