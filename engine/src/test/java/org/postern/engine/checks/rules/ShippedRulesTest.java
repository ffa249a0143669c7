package org.postern.engine.checks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.Messages;
import org.postern.engine.verdict.Finding;

class ShippedRulesTest {

  private static List<String> found(String subject, String body) throws Exception {
    byte[] octets =
        ("From: ann@sender.example\r\nSubject: " + subject + "\r\n\r\n" + body + "\r\n")
            .getBytes(StandardCharsets.UTF_8);
    return new RulesCheck()
        .inspect(Messages.mail("ann@sender.example", octets)).stream()
            .map(Finding::symbol)
            .map(symbol -> symbol.name())
            .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Re: ",
        "otherwise ",
        "your account ",
        "girls ",
        "wallet ",
        "dear customer ",
        "click here to ",
        "From: a@b.example\n",
        "a@gmail.com ",
        "valores a receber ",
        "make big money ",
        "reduce your ",
        "university ",
        "you requested ",
        "remove in the ",
        "12,000 ",
      })
  void no_message_takes_a_rule_from_the_messages_after_it(String word) throws Exception {
    found(word.strip().repeat(200_000), "");
    found("x", word.repeat(100_000));
    assertThat(ShippedRules.set().switchedOff()).isEmpty();
  }

  /// One over the whole text costs as much as all others together.
  @Test
  void no_expression_is_too_long_for_the_filter() {
    assertThat(ShippedRules.set().unfiltered()).isZero();
  }

  @Test
  void reads_words_as_they_were_meant() throws Exception {
    String split =
        "Buy \u0441heap V\u2060i\u2060a\u2060g\u2060r\u2060a in our online pharm\u0430cy";
    assertThat(found("Offer", split)).contains("WARES_PILLS");
    assertThat(found("viagra from an online pharmacy", split)).contains("WARES_PILLS");
  }
}
