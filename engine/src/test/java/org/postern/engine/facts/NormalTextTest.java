package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Character.UnicodeScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "V i a g r a now | Viagra now",
        "P.a.y.P.a.l account | PayPal account",
        "your pass\u200bw\u00adord | your password",
        "уоur аccount is lосked | your account is locked",
        "ｗｉｎ a prize | win a prize",
        "\ud835\udc16\ud835\udc22\ud835\udc27 a prize | Win a prize",
        "Ⓦⓘⓝ a prize | Win a prize",
        "Über die ÄRZTE, Обычный ТЕКСТ | über die äRZTE, обычный текст",
      })
  void reads_what_was_meant(String text, String meant) {
    assertThat(NormalText.of(text).text()).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "An ordinary text, e.g. of the U.S. - with a list: a b c",
        "Größe, coût, año, żółć",
        "обычный текст на русском языке",
        "это PDF для вас",
        "日本語のテキスト",
        "می‌خواهم"
      })
  void ordinary_text_stays(String text) {
    NormalText normal = NormalText.of(text);
    assertThat(normal.text().replace("\u200c", "")).isEqualTo(text.replace("\u200c", ""));
    assertThat(normal.invisible()).isZero();
    assertThat(normal.joined()).isZero();
  }

  @Test
  void counts_what_was_undone() {
    NormalText normal = NormalText.of("pass\u200bword V i a g r a раypal");
    assertThat(normal.invisible()).isEqualTo(1);
    assertThat(normal.joined()).isEqualTo(1);
    assertThat(normal.folded()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | Thank you for your order. It will be with you on Monday, and we are here for you.",
        "de | Vielen Dank für Ihre Bestellung. Sie wird am Montag bei Ihnen sein, wir sind für Sie da.",
        "fr | Merci pour votre commande. Vous la recevrez lundi, nous sommes là pour vous avec plaisir.",
        "es | Gracias por su pedido. Lo recibirá el lunes en su casa, y estamos aquí para usted.",
        "it | Grazie per il suo ordine. Lo riceverà lunedì, siamo qui per lei e con la sua famiglia.",
        "pt | Obrigado pelo seu pedido. Você vai receber os produtos na segunda, não se preocupe com nada.",
        "nl | Dank je voor je bestelling. Het wordt op maandag bezorgd en we zijn er voor jou met hulp.",
        "pl | Dziękujemy za zakup. Paczka jest w drodze i będzie na miejscu w poniedziałek, to już wkrótce do nas.",
        "ru | Спасибо за ваш заказ. Мы доставим его в понедельник, это быстро.",
        "ja | ご注文ありがとうございます。月曜日にお届けします。",
        "zh | 感谢您的订单。我们将在星期一送达。",
      })
  void tells_languages_apart(String language, String text) {
    assertThat(LanguageFacts.of(text).language()).isEqualTo(language);
  }

  @Test
  void tells_the_scripts() {
    LanguageFacts facts = LanguageFacts.of("abcабв");
    assertThat(facts.share(UnicodeScript.LATIN)).isEqualTo(0.5);
    assertThat(facts.share(UnicodeScript.CYRILLIC)).isEqualTo(0.5);
    assertThat(facts.letters()).isEqualTo(6);
    assertThat(facts.language()).isEmpty();
    assertThat(LanguageFacts.of("").scripts()).isEmpty();
  }
}
