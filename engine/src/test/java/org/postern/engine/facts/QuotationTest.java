package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.Messages;

class QuotationTest {

  private static final String NOTICE =
      """
      From: Abuse Desk <abuse@hoster.example>
      To: bob@receiver.example
      Subject: Phishing on your server

      Dear customer,
      somebody told us of a page on your server that belongs to a phishing campaign. Please answer
      within a day what you did about it: https://abuse.hoster.example/statement/1

      > http://192.0.2.7/wp-content/bank/login.php
      > Please take it down.
      """;

  private static final String ANSWER =
      """
      From: Ann <ann@elsewhere.example>
      To: operators@lists.example
      List-Id: For operators <operators.lists.example>
      Subject: Re: [operators] flood

      Marc via operators said:
      > These do not stop: https://pages.example/lp.html#1

      We refuse everything that leads to such a page and has something behind the sign, and
      nobody has missed anything since we began with it in the spring.
      """;

  private static final String RETURNED =
      """
      Return-Path: <>
      From: Mail Delivery <postmaster@elsewhere.example>
      To: bob@receiver.example
      Subject: Undeliverable: Offer
      Content-Type: multipart/report; report-type=delivery-status; boundary=b

      --b
      Content-Type: text/plain

      The mailbox of ann@elsewhere.example is full. More: https://help.elsewhere.example/full
      --b
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mx.elsewhere.example

      --b
      Content-Type: text/rfc822-headers

      Received: from smtp.receiver.example
      From: Bob <bob@receiver.example>
      List-Unsubscribe: <https://out.third.example/x>
      Subject: Offer
      --b--
      """;

  private static Quotation of(String mailFrom, String text) {
    byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return Messages.mail(mailFrom, octets).quotation();
  }

  @Test
  void the_notice_of_an_abuse_shows_what_it_quotes() {
    Quotation told = of("abuse@hoster.example", NOTICE);
    assertThat(told.targets()).containsExactly("http://192.0.2.7/wp-content/bank/login.php");
    assertThat(told.share()).isEqualTo(0.25);
  }

  @Test
  void a_report_may_show_the_header_and_all_below_it() {
    String shown =
        NOTICE.replace("> http", "From: Rewards <x@y.example>\nSubject: You won\n\nhttp");
    assertThat(of("abuse@hoster.example", shown).targets())
        .containsExactly("http://192.0.2.7/wp-content/bank/login.php");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "within a day what you did about it: https://abuse.hoster.example/statement/1=>", // own
        // link
        "somebody told us of a page on your server that belongs to a phishing campaign. =>", // words
        "phishing campaign=>winter campaign",
        "of a page on your server=>of your account",
        "Dear customer=>Please click below to keep your account",
        "https://abuse.hoster.example/statement/1=>http://192.0.2.7/wp-content/bank/login.php",
        "Subject:=>Content-Type: text/html\nSubject:",
      })
  void without_its_marks_a_notice_is_not_believed(String change) {
    String[] both = change.split("=>", -1);
    String other = both[0].startsWith("somebody") ? shortened() : NOTICE.replace(both[0], both[1]);
    assertThat(other).isNotEqualTo(NOTICE);
    assertThat(of("abuse@hoster.example", other)).isEqualTo(Quotation.NONE);
  }

  private static String shortened() {
    return NOTICE.replaceAll("(?s)Dear customer.*?about it: ", "phishing: ");
  }

  @Test
  void whom_nobody_vouches_for_reports_nothing() {
    assertThat(of("x@other.example", NOTICE)).isEqualTo(Quotation.NONE);
    String free = NOTICE.replace("hoster.example", "gmail.com");
    assertThat(of("abuse@gmail.com", free)).isEqualTo(Quotation.NONE);
  }

  @Test
  void an_answer_on_a_list_shows_what_it_quotes() {
    Quotation answered = of("operators-bounces@lists.example", ANSWER);
    assertThat(answered.targets()).containsExactly("https://pages.example/lp.html#1");
    assertThat(answered.share()).isEqualTo(0.5);
  }

  @Test
  void who_quotes_all_of_it_shows_nothing() {
    String alone = ANSWER.replaceAll("(?s)\nWe refuse.*", "\n");
    assertThat(of("operators-bounces@lists.example", alone)).isEqualTo(Quotation.NONE);
  }

  @Test
  void a_list_of_the_author_himself_is_no_discussion() {
    String own = ANSWER.replace("ann@elsewhere.example", "ann@lists.example");
    assertThat(of("operators-bounces@lists.example", own)).isEqualTo(Quotation.NONE);
    String other = ANSWER.replace("To: operators@lists.example", "To: bob@receiver.example");
    assertThat(of("operators-bounces@lists.example", other)).isEqualTo(Quotation.NONE);
  }

  @Test
  void what_comes_back_shows_what_its_reader_wrote() {
    Quotation returned = of("", RETURNED);
    assertThat(returned.targets())
        .contains("https://out.third.example/x")
        .doesNotContain("https://help.elsewhere.example/full");
    assertThat(returned.share()).isEqualTo(0.25);
  }

  @Test
  void what_the_reader_did_not_write_does_not_come_back() {
    String foreign = RETURNED.replace("From: Bob <bob@receiver", "From: Bank <service@bank");
    assertThat(of("", foreign)).isEqualTo(Quotation.NONE);
    String somebody = RETURNED.replace("Return-Path: <>\n", "");
    assertThat(of("x@evil.example", somebody)).isEqualTo(Quotation.NONE);
  }
}
