package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class SiteModelTest {

  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);
  private static final String[] OFFERS = {
    "Order the miracle pills now and save", "Cheap watches, order online today",
    "You won the lottery, claim the prize now", "Refinance now, lowest rate ever"
  };
  private static final String[] WORK = {
    "The draft of the contract is attached", "Could you review the patch before noon",
    "Minutes of the meeting with the supplier", "Lunch on Thursday in the small room"
  };

  private static Message message(String mail) {
    return PARSER.parse(mail.getBytes(StandardCharsets.UTF_8));
  }

  private static Message spam(int i) {
    String offer = OFFERS[i % OFFERS.length];
    return message(
        """
        Received: from mx%d.bulk.example by mx.site.example\r
        From: Deals <deals%d@bulk.example>\r
        Subject: %s!!!\r
        X-Mailer: Blaster 3\r
        Content-Type: text/html\r
        \r
        <b>%s</b> <a href="http://shop%d.bulk.example/order">click</a> offer %d\r
        """
            .formatted(i, i, offer, offer, i, i));
  }

  private static Message ham(int i) {
    String work = WORK[i % WORK.length];
    return message(
        """
        Received: from mail.partner.example by mx.site.example\r
        From: Ann Example <ann@partner.example>\r
        Subject: %s\r
        User-Agent: Reader 5\r
        \r
        %s, as we said on day %d.\r
        """
            .formatted(work, work, i));
  }

  private static SiteModel taught() {
    SiteModel model = new SiteModel();
    for (int i = 0; i < 120; i++) {
      model.learn(spam(i), true);
      model.learn(ham(i), false);
    }
    return model;
  }

  @Test
  void speaks_only_after_it_was_shown_enough_of_both_kinds() {
    SiteModel model = new SiteModel();
    for (int i = 0; i < 150; i++) {
      model.learn(spam(i), true);
    }
    assertThat(model.ready()).isFalse();
    for (int i = 0; i < 100; i++) {
      model.learn(ham(i), false);
    }
    assertThat(model.ready()).isTrue();
    assertThat(model.spam()).isEqualTo(150);
    assertThat(model.ham()).isEqualTo(100);
  }

  @Test
  void tells_apart_what_it_was_shown() {
    SiteModel model = taught();
    assertThat(model.logOdds(spam(1_000))).isGreaterThan(0.5).isLessThanOrEqualTo(2);
    assertThat(model.logOdds(ham(1_000))).isLessThan(-0.5).isGreaterThanOrEqualTo(-2);
  }

  @Test
  void counts_no_message_it_was_sure_of() {
    SiteModel model = taught();
    assertThat(model.learn(spam(1_000), true).counted()).isZero();
    assertThat(model.learn(ham(1_000), false).counted()).isZero();
  }

  @Test
  void takes_back_exactly_what_it_counted() throws IOException {
    SiteModel model = taught();
    Message odd = message("Subject: order the draft\r\n\r\nPills for lunch on Thursday\r\n");
    byte[] before = written(model);
    SiteModel.Learnt learnt = model.learn(odd, true);
    assertThat(learnt.counted()).isNotZero();
    assertThat(written(model)).isNotEqualTo(before);
    model.unlearn(odd, true, learnt);
    assertThat(written(model)).isEqualTo(before);
  }

  @Test
  void a_corrected_message_changes_sides() {
    SiteModel model = taught();
    Message odd =
        message("Subject: Quarterly figures\r\n\r\nThe figures of the quarter, tables\r\n");
    SiteModel.Learnt wrong = model.learn(odd, true);
    assertThat(model.logOdds(odd)).isPositive();
    model.unlearn(odd, true, wrong);
    model.learn(odd, false);
    assertThat(model.logOdds(odd)).isNegative();
  }

  @Test
  void shows_the_pieces_that_weighed_most() {
    SiteModel model = taught();
    assertThat(String.join("|", model.heaviest(SiteModel.read(spam(7)))))
        .containsAnyOf("Order", "order", "Refinance", "bulk.example", "Blaster", "click");
  }

  @Test
  void fields_of_filters_and_line_ends_change_nothing() {
    SiteModel model = taught();
    String mail = "Subject: Order the draft\nFrom: a@b.example\n\nOrder now\n";
    double odds = model.logOdds(message(mail.replace("\n", "\r\n")));
    assertThat(model.logOdds(message(mail))).isEqualTo(odds);
    String filtered = "X-Spam-Status: Yes, score=9\nX-Postern-Score: 11\n" + mail;
    assertThat(model.logOdds(message(filtered.replace("\n", "\r\n")))).isEqualTo(odds);
  }

  @Test
  void survives_storage() throws IOException {
    SiteModel model = taught();
    byte[] written = written(model);
    SiteModel read = SiteModel.read(new ByteArrayInputStream(written));
    assertThat(read.logOdds(spam(3))).isEqualTo(model.logOdds(spam(3)));
    assertThat(written(read)).isEqualTo(written);
    assertThat(read.ready()).isTrue();
  }

  @Test
  void what_is_not_a_model_is_refused() {
    assertThatThrownBy(() -> SiteModel.read(new ByteArrayInputStream(new byte[50])))
        .isInstanceOf(IOException.class);
  }

  @Test
  void hostile_messages_are_bounded() {
    String many = "X: a@b.c.d.e.f.g.h.i.j.k.l, =\r\n".repeat(5_000);
    String tags = "<a b=c ".repeat(50_000) + "<".repeat(100_000) + "x@".repeat(50_000);
    SiteFeatures.Read read =
        SiteModel.read(message(many + "Content-Type: text/html\r\n\r\n" + tags));
    assertThat(read.features().count()).isLessThanOrEqualTo(24_000);
    assertThat(read.text().length()).isLessThan(300_000);
  }

  private static byte[] written(SiteModel model) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    model.write(out);
    return out.toByteArray();
  }
}
