package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.postern.engine.Messages;

class SenderRelationsTest {

  private static SenderRelations of(String mailFrom, String header) {
    String text = header.replace("\n", "\r\n") + "\r\n\r\nText\r\n";
    return Messages.mail(mailFrom, text.getBytes(StandardCharsets.UTF_8)).relations();
  }

  @Test
  void gathers_the_domains_that_take_part() {
    SenderRelations all =
        of(
            "bounce@mail.platform.example",
            """
            From: Ann <ann@News.Shop.co.uk>
            Sender: robot@platform.example
            Reply-To: help@shop.co.uk, x@gmail.com
            Message-ID: <1@host.platform.example>
            List-Id: Offers <offers.shop.co.uk>
            List-Unsubscribe: <mailto:out@bounce.platform.example?subject=x>, <https://www.shop.co.uk/o>
            DKIM-Signature: v=1; a=rsa-sha256; d=shop.co.uk; s=a; b=x
            DKIM-Signature: v=1; a=rsa-sha256;
             d=platform.example; s=a; b=x\
            """);
    assertThat(all.from()).isEqualTo("shop.co.uk");
    assertThat(all.sender()).isEqualTo("platform.example");
    assertThat(all.replyTo()).containsExactlyInAnyOrder("shop.co.uk", "gmail.com");
    assertThat(all.returnPath()).isEqualTo("platform.example");
    assertThat(all.messageId()).isEqualTo("platform.example");
    assertThat(all.listId()).isEqualTo("shop.co.uk");
    assertThat(all.unsubscribe()).containsExactlyInAnyOrder("platform.example", "shop.co.uk");
    assertThat(all.signers()).containsExactlyInAnyOrder("platform.example", "shop.co.uk");
    assertThat(all.verified()).isEmpty();
    assertThat(all.involves("click.platform.example")).isTrue();
    assertThat(all.involves("evil.example")).isFalse();
    assertThat(all.freeMail()).isFalse();
  }

  @Test
  void a_file_says_the_envelope_in_a_field() {
    assertThat(of("", "Return-Path: <a@b.example>\nFrom: a@gmail.com").returnPath())
        .isEqualTo("b.example");
    assertThat(of("c@d.example", "Return-Path: <a@b.example>").returnPath()).isEqualTo("d.example");
  }

  @Test
  void what_is_missing_is_empty() {
    SenderRelations none = of("", "Subject: x");
    assertThat(none.from()).isEmpty();
    assertThat(none.returnPath()).isEmpty();
    assertThat(none.involves("")).isFalse();
  }

  @Test
  void a_group_is_known_by_what_it_does_with_answers() {
    String written = "From: a@b.example\nTo: garden@lists.example\nReply-To: garden@lists.example";
    assertThat(of("garden-bounces@lists.example", written).group()).isTrue();
    assertThat(of("garden-return-17-bob=receiver.example@lists.example", written).group()).isTrue();
    assertThat(of("owner-garden@mx.lists.example", written).group()).isTrue();
    assertThat(of("", "Return-Path: <garden-errors@lists.example>\n" + written).group()).isTrue();
    assertThat(of("garden@lists.example", written).group()).isFalse();
    assertThat(of("garden-bounces@evil.example", written).group()).isFalse();
    assertThat(of("gardener-bounces@lists.example", written).group()).isFalse();
    assertThat(of("garden-bounces@lists.example", written.replace("To: g", "To: x.g")).group())
        .isFalse();
    assertThat(of("garden-bounces@lists.example", "From: a@b.example").group()).isFalse();
  }
}
