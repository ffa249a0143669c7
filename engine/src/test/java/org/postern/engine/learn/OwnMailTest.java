package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class OwnMailTest {

  private static final String TEMPLATES =
      """
      == ham
      From: {company} <{noreply}@{domain}>
      Subject: {Your order|Order} {number}
      As: html|both|plain
      Attach: order-{number}.pdf
      Hello {first},
      [View your order]({own})
      == spam
      From: {first} <{badlocal}@{bad}>
      Subject: Order now
      As: html
      [Order]({other|ip})
      """;

  @TempDir Path folder;

  private List<OwnMail.Made> made(String templates) throws IOException {
    Files.writeString(
        folder.resolve("words.txt"),
        "first = Ann|Ben\nlast = Abel|Quinn\ncompany = Larkspur|Oakfield\n");
    Files.writeString(folder.resolve("mail.txt"), templates);
    return OwnMail.read(folder);
  }

  @Test
  void makes_many_different_messages_of_each_template() throws IOException {
    List<OwnMail.Made> made = made(TEMPLATES);
    assertThat(made).hasSize(120);
    assertThat(made.stream().filter(OwnMail.Made::spam)).hasSize(60);
    assertThat(made.stream().map(one -> text(one.octets())).distinct().count()).isGreaterThan(100);
    assertThat(made).noneMatch(one -> text(one.octets()).matches("(?s).*[{}|].*"));
  }

  @Test
  void the_messages_are_what_the_template_says() throws IOException {
    Message message = new MimeParser(MimeLimits.DEFAULT).parse(made(TEMPLATES).get(0).octets());
    HeaderFacts header = HeaderFacts.of(message.headers());
    ContentFacts content = ContentFacts.of(message);
    assertThat(header.subject()).matches("(Your order|Order) [0-9]+");
    assertThat(content.visible()).containsPattern("Hello (Ann|Ben),").contains("View your order");
    assertThat(content.links().getFirst().host()).endsWith(header.fromDomain());
    assertThat(content.attachments().getFirst().names().getFirst()).endsWith(".pdf");
  }

  @Test
  void the_same_templates_give_the_same_messages() throws IOException {
    List<String> one = made(TEMPLATES).stream().map(made -> text(made.octets())).toList();
    List<String> two = made(TEMPLATES).stream().map(made -> text(made.octets())).toList();
    assertThat(one).isEqualTo(two);
  }

  @Test
  void a_name_that_nobody_knows_is_an_error() {
    assertThatThrownBy(() -> made("== ham\nFrom: a@b.example\nSubject: x\n{nonsense}\n"))
        .hasMessageContaining("{nonsense}");
  }

  private static String text(byte[] octets) {
    return new String(octets, StandardCharsets.UTF_8);
  }
}
