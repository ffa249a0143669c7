package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Ordinary mail is hardly ever ambiguous, and little is decoded of it.
class CorpusTest {

  private static List<byte[]> messages(String corpus) {
    return Suites.files(Suites.corpus(corpus), ".eml").stream().map(Suites::read).toList();
  }

  @Test
  void ordinary_mail_has_no_severe_ambiguity() {
    int all = 0;
    int severe = 0;
    for (String corpus : List.of("lists", "spamassassin/ham", "newsletters")) {
      int here = 0;
      List<byte[]> messages = messages(corpus);
      for (byte[] octets : messages) {
        Message message = new MimeParser(MimeLimits.DEFAULT).parse(octets);
        MessageSuiteTest.touch(message);
        here += message.ambiguities().stream().anyMatch(Ambiguity::severe) ? 1 : 0;
      }
      System.out.printf(
          "severe ambiguity in %s: %d of %d (%.2f %%)%n",
          corpus, here, messages.size(), 100.0 * here / messages.size());
      all += messages.size();
      severe += here;
    }
    assertThat(severe).isLessThan(all / 500);
  }

  @Test
  void typical_mail_is_far_from_every_limit() {
    List<byte[]> messages =
        Stream.of(messages("lists")).flatMap(List::stream).limit(1_500).toList();
    assertThat(messages).isNotEmpty();
    double most = 0;
    int fields = 0;
    int parts = 0;
    for (byte[] octets : messages) {
      Message message = new MimeParser(MimeLimits.DEFAULT).parse(octets);
      long decoded = 0;
      for (Part part : message.parts()) {
        decoded += part.content().length;
      }
      most = Math.max(most, (double) decoded / octets.length);
      fields = Math.max(fields, message.headers().fields().size());
      parts = Math.max(parts, message.parts().size());
      assertThat(message.ambiguities())
          .noneMatch(one -> one.kind() == Ambiguity.Kind.TRUNCATED_BY_LIMIT);
    }
    System.out.printf(
        "lists, %d messages: at most %.2f octets decoded for one, %d fields, %d parts%n",
        messages.size(), most, fields, parts);
    assertThat(most).as("octets decoded for one read").isLessThanOrEqualTo(2);
    assertThat(fields).isLessThan(MimeLimits.DEFAULT.fields() / 2);
    assertThat(parts).isLessThan(MimeLimits.DEFAULT.parts() / 2);
  }
}
