package org.postern.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.relay.Mails.BODY;
import static org.postern.gateway.relay.Mails.FROM;
import static org.postern.gateway.relay.Mails.ascii;
import static org.postern.gateway.relay.Mails.mail;
import static org.postern.gateway.relay.Mails.to;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postern.gateway.FakeUpstream;
import org.postern.gateway.relay.RecipientResult.Delivered;
import org.postern.gateway.relay.RecipientResult.Permanent;
import org.postern.gateway.relay.RecipientResult.Temporary;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Payload;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reply;
import org.postern.mail.smtp.SmtpClient;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpClientTls;

class RelayTest {

  private final FakeUpstream upstream = FakeUpstream.start();
  private final FakeUpstream second = FakeUpstream.start();
  private final TestClock clock = new TestClock();
  private final SmtpClient client =
      new SmtpClient(
          "gate.example",
          SmtpClientLimits.STANDARD.atMost(Duration.ofSeconds(20)),
          SmtpClientTls.unverified());
  private Relay relay = relay(RelayLimits.STANDARD, _ -> false);

  @AfterEach
  void stop() {
    relay.close();
    client.close();
    upstream.close();
    second.close();
  }

  @Test
  void a_connection_is_used_for_many_messages() {
    for (int i = 0; i < 5; i++) {
      assertThat(deliver("x@example.com")).hasOnlyElementsOfType(Delivered.class);
    }
    assertThat(upstream.connections()).isEqualTo(1);
    assertThat(upstream.received()).hasSize(5);
  }

  @Test
  void a_connection_that_died_while_idle_is_replaced_without_notice() {
    deliver("x@example.com");
    upstream.dropConnections();
    assertThat(deliver("x@example.com").getFirst()).isInstanceOf(Delivered.class);
    upstream.answerOnce("MAIL", "421 4.4.2 idle for too long");
    assertThat(deliver("x@example.com").getFirst()).isInstanceOf(Delivered.class);
    assertThat(upstream.connections()).isEqualTo(3);
    assertThat(upstream.received()).hasSize(3);
  }

  @Test
  void a_fresh_connection_that_dies_is_not_tried_a_second_time() {
    upstream.answer("MAIL", FakeUpstream.DROP);
    Temporary result = (Temporary) deliver("x@example.com").getFirst();
    assertThat(result.status()).contains("4.4.2").contains("127.0.0.1:" + upstream.port());
    assertThat(upstream.connections()).isEqualTo(1);
  }

  @Test
  void what_the_next_hop_said_is_the_result() {
    upstream
        .answer("RCPT TO:<bad@", "550 5.1.1 no such user")
        .answer("RCPT TO:<full@", "452 4.2.2 full");
    List<RecipientResult> results =
        deliver("bad@example.com", "good@example.com", "full@example.com");
    String host = " (127.0.0.1:" + upstream.port() + ")";
    assertThat(results.get(0)).isInstanceOf(Permanent.class);
    assertThat(results.get(0).status()).isEqualTo("550 5.1.1 no such user" + host);
    assertThat(results.get(1).status()).isEqualTo("250 2.0.0 taken" + host);
    assertThat(results.get(2)).isInstanceOf(Temporary.class);
    assertThat(results.get(2).enhanced()).isEqualTo("4.2.2");
  }

  @Test
  void the_next_host_is_tried_by_priority() {
    int dead = closedPort();
    var route = route(hop(dead, 5), hop(second.port(), 20), hop(upstream.port(), 10));
    assertThat(relay.deliver(mail(BODY, "x@example.com"), route).getFirst())
        .isInstanceOf(Delivered.class);
    assertThat(upstream.received()).hasSize(1);
    upstream.answer("CONNECT", "421 4.3.2 busy");
    upstream.dropConnections();
    assertThat(relay.deliver(mail(BODY, "x@example.com"), route).getFirst())
        .isInstanceOf(Delivered.class);
    assertThat(second.received()).hasSize(1);
  }

  @Test
  void hosts_of_equal_priority_share_the_load() {
    var route = route(hop(upstream.port(), 10), hop(second.port(), 10));
    for (int i = 0; i < 40; i++) {
      relay.deliver(mail(BODY, "x@example.com"), route);
    }
    assertThat(upstream.received()).hasSizeGreaterThan(5);
    assertThat(second.received()).hasSizeGreaterThan(5);
  }

  @Test
  void a_refusal_of_the_message_does_not_go_to_the_next_host() {
    upstream.answer(".", "554 5.7.1 not this");
    var route = route(hop(upstream.port(), 10), hop(second.port(), 20));
    assertThat(relay.deliver(mail(BODY, "x@example.com"), route).getFirst())
        .isInstanceOf(Permanent.class);
    assertThat(second.connections()).isZero();
  }

  @Test
  void a_refusal_at_the_banner_is_temporary() {
    upstream.answer("CONNECT", "554 5.3.2 no mail here");
    assertThat(deliver("x@example.com").getFirst())
        .isInstanceOfSatisfying(
            Temporary.class, result -> assertThat(result.status()).contains("554 5.3.2 no mail"));
  }

  @Test
  void a_host_that_is_down_is_left_alone_for_a_while() {
    upstream.answer("CONNECT", FakeUpstream.DROP);
    for (int i = 0; i < 10; i++) {
      assertThat(deliver("x@example.com").getFirst()).isInstanceOf(Temporary.class);
    }
    assertThat(upstream.connections()).isEqualTo(1);
    clock.pass(Duration.ofSeconds(3));
    deliver("x@example.com");
    clock.pass(Duration.ofSeconds(3)); // the pause has doubled
    deliver("x@example.com");
    assertThat(upstream.connections()).isEqualTo(2);
    upstream.behave();
    relay.forgive(route(hop(upstream.port(), 10)));
    assertThat(deliver("x@example.com").getFirst()).isInstanceOf(Delivered.class);
    assertThat(deliver("x@example.com").getFirst()).isInstanceOf(Delivered.class);
  }

  @Test
  void no_more_connections_than_allowed_are_open() throws Exception {
    relay.close();
    relay = relay(RelayLimits.STANDARD.withConnections(3), _ -> false);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<List<RecipientResult>>>();
      for (int i = 0; i < 60; i++) {
        tasks.add(() -> deliver("x@example.com"));
      }
      for (Future<List<RecipientResult>> result : threads.invokeAll(tasks)) {
        assertThat(result.get().getFirst()).isInstanceOf(Delivered.class);
      }
    }
    assertThat(upstream.mostAtOnce()).isLessThanOrEqualTo(3);
    assertThat(upstream.received()).hasSize(60);
  }

  @Test
  void eight_bit_content_is_never_converted() {
    byte[] umlaut = ascii("Subject: x\r\n\r\nGr\u00fc\u00dfe\r\n");
    assertThat(relay.deliver(mail(umlaut, "x@example.com"), route(hop(upstream.port(), 10))))
        .hasOnlyElementsOfType(Delivered.class);
    assertThat(upstream.received().getFirst().mail()).contains("BODY=8BITMIME");
    second.extensions("PIPELINING");
    var result =
        relay.deliver(mail(umlaut, "x@example.com"), route(hop(second.port(), 10))).getFirst();
    assertThat(result).isInstanceOf(Permanent.class);
    assertThat(result.enhanced()).isEqualTo("5.6.3");
    assertThat(second.commands()).noneMatch(command -> command.startsWith("MAIL"));
  }

  @Test
  void a_declaration_of_8bitmime_without_need_is_dropped() {
    upstream.extensions("PIPELINING");
    var declared =
        new MailFrom(
            FROM.path(), OptionalLong.empty(), BodyType.EIGHT_BIT_MIME, true, Dsn.OfMessage.NONE);
    var mail = new Consignment(declared, List.of(to("x@example.com")), Payload.of(BODY));
    assertThat(relay.deliver(mail, route(hop(upstream.port(), 10))))
        .hasOnlyElementsOfType(Delivered.class);
  }

  @Test
  void an_internationalised_recipient_fails_alone_where_the_next_hop_lacks_smtputf8() {
    upstream.extensions("PIPELINING", "8BITMIME");
    List<RecipientResult> results =
        deliver("x@example.com", "j\u00f6rg@example.com", "y@example.com");
    assertThat(results.get(0)).isInstanceOf(Delivered.class);
    assertThat(results.get(1)).isInstanceOf(Permanent.class);
    assertThat(results.get(1).enhanced()).isEqualTo("5.6.7");
    assertThat(results.get(2)).isInstanceOf(Delivered.class);
    assertThat(upstream.received().getFirst().rcpts()).hasSize(2);
  }

  @Test
  void a_message_that_is_too_large_is_not_sent() {
    upstream.extensions("PIPELINING", "SIZE 10");
    var result = deliver("x@example.com").getFirst();
    assertThat(result).isInstanceOf(Permanent.class);
    assertThat(result.reply().code()).isEqualTo(552);
    assertThat(result.enhanced()).isEqualTo("5.3.4");
  }

  @Test
  void an_address_that_would_break_the_command_line_is_refused() {
    var evil =
        new Recipient(new EmailAddress("x>\r\nRSET\r\n", "example.com"), Dsn.OfRecipient.NONE);
    var mail = new Consignment(FROM, List.of(evil, to("y@example.com")), Payload.of(BODY));
    List<RecipientResult> results = relay.deliver(mail, route(hop(upstream.port(), 10)));
    assertThat(results.get(0).enhanced()).isEqualTo("5.1.3");
    assertThat(results.get(1)).isInstanceOf(Delivered.class);
  }

  @Test
  void mail_is_not_sent_to_ourselves() {
    relay.close();
    relay =
        relay(
            RelayLimits.STANDARD,
            Relay.listeners(List.of(new InetSocketAddress("0.0.0.0", upstream.port()))));
    var result = deliver("x@example.com").getFirst();
    assertThat(result).isInstanceOf(Permanent.class);
    assertThat(result.enhanced()).isEqualTo("5.4.6");
    assertThat(upstream.connections()).isZero();
  }

  @Test
  void a_next_hop_that_ends_at_once_does_not_end_the_conversation_with_the_sender() {
    upstream.answer("CONNECT", "421 4.3.2 not now");
    try (var session = relay.session(route(hop(upstream.port(), 10)))) {
      assertThat(session.begin(FROM, to("x@example.com")).summary()).isEqualTo("451 4.3.2 not now");
    }
  }

  @Test
  void a_session_hands_on_each_reply() {
    upstream.answer("RCPT TO:<bad@", "550 5.1.1 no such user");
    var route = route(hop(upstream.port(), 10));
    try (var session = relay.session(route)) {
      assertThat(session.begin(FROM, to("bad@example.com")).summary())
          .isEqualTo("550 5.1.1 no such user");
      assertThat(session.taken()).isEmpty();
      assertThat(session.rcpt(to("x@example.com")).reply().code()).isEqualTo(250);
      assertThat(session.taken()).containsExactly(to("x@example.com"));
      assertThat(session.data(Payload.of(BODY)).reply().code()).isEqualTo(250);
      assertThat(session.taken()).isEmpty();
      upstream.dropConnections();
      assertThat(session.begin(FROM, to("x@example.com")).code()).isEqualTo(250);
      upstream.answer(".", "451 4.3.0 later");
      assertThat(session.data(Payload.of(BODY)).reply().code()).isEqualTo(451);
      assertThat(session.begin(FROM, to("x@example.com")).code()).isEqualTo(250);
      upstream.answer(".", FakeUpstream.DROP);
      assertThat(session.data(Payload.of(BODY)).reply().summary()).startsWith("451 4.4.2");
      assertThat(session.rcpt(to("x@example.com")).reply().code()).isEqualTo(451);
    }
    assertThat(upstream.received()).hasSize(1);
  }

  @Test
  void a_session_knows_of_no_recipient_any_more_when_the_next_hop_left() {
    upstream.answer("RCPT TO:<last@", FakeUpstream.DROP);
    upstream.answer("RCPT TO:<bye@", "421 4.3.2 bye");
    for (String last : List.of("last@example.com", "bye@example.com")) {
      try (var session = relay.session(route(hop(upstream.port(), 10)))) {
        session.begin(FROM, to("x@example.com"));
        assertThat(session.taken()).hasSize(1);
        assertThat(session.rcpt(to(last)).reply().code()).isEqualTo(451);
        assertThat(session.taken()).isEmpty();
      }
    }
  }

  // 250 to DATA says nothing of a message that was not sent.
  @Test
  void a_next_hop_that_is_glad_before_it_has_the_message_has_not_taken_it() {
    upstream.answer("DATA", "250 2.0.0 ok");
    try (var session = relay.session(route(hop(upstream.port(), 10)))) {
      session.begin(FROM, to("x@example.com"));
      assertThat(session.data(Payload.of(BODY)).reply().summary()).startsWith("451 4.4.2");
    }
  }

  @Test
  void a_session_that_is_given_up_leaves_no_recipients_behind() {
    var route = route(hop(upstream.port(), 10));
    try (var session = relay.session(route)) {
      session.begin(FROM, to("secret@example.com"));
    }
    deliver("x@example.com");
    assertThat(upstream.connections()).isEqualTo(1);
    assertThat(upstream.received().getFirst().rcpts()).containsExactly("RCPT TO:<x@example.com>");
  }

  @Test
  void an_answer_that_does_not_fit_is_not_handed_on() {
    upstream.answer("RCPT TO:<odd@", "354 go ahead");
    var route = route(hop(upstream.port(), 10));
    try (var session = relay.session(route)) {
      assertThat(session.begin(FROM, to("odd@example.com")).code()).isEqualTo(451);
    }
    try (var session = relay.session(route)) {
      assertThat(session.begin(FROM, to("x@example.com")).code()).isEqualTo(250);
      assertThat(session.rcpt(to("odd@example.com")).reply().code()).isEqualTo(451);
    }
    assertThat(upstream.received()).isEmpty();
  }

  @Test
  void what_a_host_cannot_take_is_known_after_the_first_connection() {
    upstream.extensions("PIPELINING", "SIZE 1000");
    var one = route(hop(upstream.port(), 10));
    var two = route(hop(upstream.port(), 10), hop(second.port(), 10));
    var foreign = to("jörg@example.com").address();
    assertThat(relay.unfit(FROM, foreign, one)).isEmpty();

    deliver("x@example.com");

    assertThat(relay.unfit(FROM, foreign, one)).contains(Fitting.NEEDS_UTF8);
    assertThat(relay.unfit(FROM, to("x@example.com").address(), one)).isEmpty();
    assertThat(relay.unfit(FROM, foreign, two)).isEmpty(); // nobody knows the other one
    assertThat(relay.unfit(sized(2000), to("x@example.com").address(), one))
        .hasValueSatisfying(reply -> assertThat(reply.code()).isEqualTo(552));
  }

  private static MailFrom sized(long octets) {
    return new MailFrom(
        FROM.path(), OptionalLong.of(octets), FROM.body(), FROM.smtputf8(), FROM.dsn());
  }

  @Test
  void a_session_with_a_host_that_is_down_is_a_451() {
    try (var session = relay.session(route(hop(closedPort(), 10)))) {
      Reply reply = session.begin(FROM, to("x@example.com"));
      assertThat(reply.summary()).startsWith("451 4.4.1");
      assertThat(session.data(Payload.of(BODY)).reply().code()).isEqualTo(451);
      assertThat(session.host()).isEqualTo(Optional.empty());
    }
  }

  private List<RecipientResult> deliver(String... to) {
    return relay.deliver(mail(BODY, to), route(hop(upstream.port(), 10)));
  }

  private Relay relay(RelayLimits limits, Predicate<NextHop> ourselves) {
    return new Relay(client, HostLookup.SYSTEM, limits, ourselves, clock, new Random(1));
  }

  private static NextHop hop(int port, int priority) {
    return new NextHop("127.0.0.1", port, priority);
  }

  private static Route route(NextHop... hops) {
    return new Route(List.of(hops), SmtpClientTls.OPPORTUNISTIC, Duration.ofDays(7));
  }

  private static int closedPort() {
    var gone = FakeUpstream.start();
    gone.close();
    return gone.port();
  }
}
