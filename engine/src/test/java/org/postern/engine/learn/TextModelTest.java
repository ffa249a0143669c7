package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.learn.Corpus.Sample;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class TextModelTest {

  private static final String OFFER =
      "Order now and lose 30 pounds in 30 days, money back guaranteed, click here to order!";
  private static final String WORK =
      "The patch fixes the parser, but two tests of the branch still fail. Could you review it?";

  private static TextFeatures features(String text) {
    return TextFeatures.of("", text);
  }

  private static Sample sample(boolean spam, String text) {
    return new Sample("test", spam, "", features(text).toArray(), marks(spam).toArray());
  }

  /// Of a message that is HTML alone with a link to an address of numbers, or plain text.
  private static Marks marks(boolean spam) {
    String body =
        spam
            ? "Content-Type: text/html\r\n\r\n<a href='http://192.0.2.1/a'>order</a>"
            : "\r\nSee you on Monday";
    Message message =
        new MimeParser(MimeLimits.DEFAULT)
            .parse(("From: Ann <ann@a.example>\r\n" + body).getBytes(StandardCharsets.UTF_8));
    return Marks.of(HeaderFacts.of(message.headers()), ContentFacts.of(message));
  }

  private static double odds(TextModel model, String text) {
    return model.logOdds(features(text).toArray(), new int[0]);
  }

  private static TextModel learned() {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      samples.add(sample(true, OFFER + " Offer " + i));
      samples.add(sample(false, WORK + " Ticket " + i));
    }
    return Trainer.fit(samples).suspecting(1);
  }

  @Test
  void tells_apart_what_it_learned() {
    TextModel model = learned();
    assertThat(odds(model, "Click here to order and lose pounds")).isPositive();
    assertThat(odds(model, "I will review the tests of your patch")).isNegative();
    assertThat(odds(model, "")).isZero();
  }

  @Test
  void shows_the_pieces_that_weighed_most() {
    String mixed = WORK + " " + WORK.replace("parser", "reader") + " Click here to order now!";
    assertThat(learned().heaviest(features(mixed), marks(false)).getFirst()).contains("order");
  }

  @Test
  void marks_speak_beside_the_text_and_are_shown() {
    TextModel model = learned();
    TextFeatures text = features("Something nobody wrote before");
    assertThat(model.logOdds(text, marks(true))).isGreaterThan(model.logOdds(text, marks(false)));
    assertThat(model.heaviest(text, marks(true))).contains("(links to other domains only)");
  }

  @Test
  void the_same_samples_give_the_same_model_and_it_survives_storage() throws IOException {
    ByteArrayOutputStream one = new ByteArrayOutputStream();
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    learned().write(one);
    learned().write(two);
    assertThat(one.toByteArray()).isEqualTo(two.toByteArray());
    TextModel read = TextModel.read(new ByteArrayInputStream(one.toByteArray()));
    assertThat(odds(read, OFFER)).isEqualTo(odds(learned(), OFFER));
    assertThat(read.suspect()).isEqualTo(1);
  }

  @Test
  void what_is_not_a_model_is_refused() {
    assertThatThrownBy(() -> TextModel.read(new ByteArrayInputStream(new byte[100])))
        .isInstanceOf(IOException.class);
  }

  @Test
  void the_shipped_model_knows_an_old_trick() {
    TextModel model = TextModel.builtin();
    assertThat(odds(model, OFFER)).isGreaterThan(0.5);
    assertThat(odds(model, WORK)).isLessThan(-1);
  }

  @Test
  void addresses_digits_case_and_quotes_do_not_matter() {
    TextFeatures one =
        features("Visit http://a.example/x?y=1 or write to ann@a.example by 2025\n> quoted\nnow");
    TextFeatures two = features("VISIT https://other.example  or write to B.C@x.test by 1999 now");
    assertThat(one.raw()).isEqualTo(" visit \u0001 or write to \u0002 by 0 now");
    assertThat(two.raw()).isEqualTo(one.raw());
    assertThat(one.toArray()).isEqualTo(two.toArray());
  }

  @Test
  void long_texts_and_odd_ones_are_bounded() {
    String odd = "\ud800\u0000@@::////>>>>\n>\n" + "x@".repeat(40_000) + "://".repeat(10_000);
    assertThat(features(odd).length()).isLessThanOrEqualTo(TextFeatures.MOST_TEXT + 4);
    assertThat(TextFeatures.of(odd, odd).count()).isPositive();
  }
}
