package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class MarksTest {

  private static List<String> marks(String mail) {
    Message message =
        new MimeParser(MimeLimits.DEFAULT).parse(mail.getBytes(StandardCharsets.UTF_8));
    Marks marks = Marks.of(HeaderFacts.of(message.headers()), ContentFacts.of(message));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < marks.count(); i++) {
      names.add(marks.name(i));
      assertThat(marks.index(i)).isBetween(0, (1 << Marks.BITS) - 1);
    }
    return names;
  }

  @Test
  void sees_author_subject_and_links() {
    assertThat(
            marks(
                """
                From: "ACCOUNT SERVICE" <x1.y2@mail-7.shop.example>\r
                Reply-To: someone@gmail.com\r
                Subject: YOUR ACCOUNT 123!\r
                Content-Type: text/html\r
                \r
                <a href="http://192.0.2.1/x">confirm</a> <img src="http://b.example/i.png">\r
                """))
        .contains(
            "links to other domains only",
            "link to an address of numbers",
            "free mailbox false",
            "name capitals",
            "local part a0.a0",
            "name in domain false",
            "answers to free mailbox",
            "subject capitals true",
            "subject digits 2",
            "subject with !",
            "pictures only true");
  }

  @Test
  void sees_that_links_lead_to_the_author() {
    assertThat(
            marks(
                """
                From: Larkspur <news@mail.larkspur.example>\r
                Subject: News\r
                \r
                Read https://www.larkspur.example/news\r
                """))
        .contains(
            "links to the author's domain", "name in domain true", "answers to author", "name 1");
  }

  @Test
  void what_receivers_and_lists_add_changes_nothing() {
    String mail = "From: Ann <ann@a.example>\r\nSubject: Lunch\r\n\r\nAt noon\r\n";
    String added =
        "Received: from b.example by c.example\r\nList-Id: <l.c.example>\r\n"
            + "List-Unsubscribe: <mailto:u@c.example>\r\nMessage-ID: <1@c.example>\r\n"
            + "References: <0@c.example>\r\nTo: l@c.example\r\n";
    assertThat(marks(added + mail)).isEqualTo(marks(mail));
  }

  @Test
  void hostile_messages_are_bounded() {
    String many = "<a href='http://a.b.c.example/'>x</a><img>".repeat(20_000);
    String name = "\u2603 ".repeat(20_000);
    assertThat(
            marks(
                "From: "
                    + name
                    + "<"
                    + "a.".repeat(20_000)
                    + "@>\r\nSubject: "
                    + name
                    + "\r\nContent-Type: text/html\r\n\r\n"
                    + many))
        .hasSizeLessThan(60);
    assertThat(marks("")).isNotEmpty();
  }
}
