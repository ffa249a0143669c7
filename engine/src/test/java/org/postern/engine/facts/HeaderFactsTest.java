package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.postern.engine.Messages;

class HeaderFactsTest {

  @Test
  void mail_without_marks_of_a_list_is_none() {
    HeaderFacts facts = header("X-Mailer: a");
    assertThat(facts.listMail()).isFalse();
    assertThat(facts.listBelieved()).isFalse();
  }

  @Test
  void a_list_whose_way_out_leads_to_the_author_is_believed() {
    assertThat(header("List-Unsubscribe: <https://news.sender.example/out?u=1>").listBelieved())
        .isTrue();
    assertThat(header("List-Unsubscribe: <mailto:out@sender.example?subject=x>").listBelieved())
        .isTrue();
    assertThat(header("List-Id: Our news <news.sender.example>").listBelieved()).isTrue();
  }

  @Test
  void a_list_of_a_platform_that_sends_for_many_is_believed() {
    assertThat(
            header("List-Unsubscribe: <https://sender.us1.list-manage.com/unsubscribe?u=1>")
                .listBelieved())
        .isTrue();
  }

  @Test
  void a_list_to_which_its_readers_write_is_believed() {
    assertThat(
            header("List-Id: <dev.lists.example>\r\nList-Post: <mailto:dev@lists.example>")
                .listBelieved())
        .isTrue();
  }

  @Test
  void a_list_of_somebody_else_is_a_list_and_not_believed() {
    for (String field :
        new String[] {
          "List-Id: <news.elsewhere.example>",
          "List-Unsubscribe: <https://elsewhere.example/u/1>",
          "List-Unsubscribe: <mailto:out@elsewhere.example>",
          "List-Unsubscribe: sender.example",
          "List-Post: <https://elsewhere.example/post>",
          "List-Post: NO",
          "Precedence: bulk"
        }) {
      HeaderFacts facts = header(field);
      assertThat(facts.listMail()).as(field).isTrue();
      assertThat(facts.listBelieved()).as(field).isFalse();
    }
  }

  private static HeaderFacts header(String field) {
    String message =
        "From: Ann <ann@mail.sender.example>\r\nSubject: x\r\n" + field + "\r\n\r\nhello\r\n";
    return Messages.mail("ann@sender.example", message.getBytes(StandardCharsets.UTF_8)).header();
  }
}
