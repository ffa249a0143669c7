package org.postern.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.mime.Suites;

/// The author of ordinary mail is hardly ever in doubt, and is found quickly.
class AuthorCorpusTest {

  @Test
  void ordinary_mail_has_an_author_without_doubt() {
    int all = 0;
    List<String> doubtful = new ArrayList<>();
    List<Long> took = new ArrayList<>();
    for (String corpus : List.of("lists", "spamassassin/ham", "newsletters")) {
      for (Path file : Suites.files(Suites.corpus(corpus), ".eml")) {
        Message message = new MimeParser(MimeLimits.DEFAULT).parse(Suites.read(file));
        long start = System.nanoTime();
        AuthorDomains author = AuthorDomains.of(message);
        took.add(System.nanoTime() - start);
        all++;
        if (author.ambiguous()) {
          doubtful.add(file.getFileName() + " " + author);
        }
      }
    }
    long[] times = took.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "author in doubt: %d of %d (%.2f %%); median %.1f us, mean %.1f us%n",
        doubtful.size(),
        all,
        100.0 * doubtful.size() / all,
        times[times.length / 2] / 1e3,
        Arrays.stream(times).average().orElse(0) / 1e3);
    doubtful.forEach(each -> System.out.println("  " + each));
    assertThat(doubtful.size()).isLessThan(all / 200);
  }
}
