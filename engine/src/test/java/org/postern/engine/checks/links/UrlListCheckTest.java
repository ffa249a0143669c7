package org.postern.engine.checks.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.image.Drawings;
import org.postern.engine.image.Mails;
import org.postern.engine.image.Pdfs;
import org.postern.engine.url.UrlLists;
import org.postern.engine.verdict.Finding;

class UrlListCheckTest {

  @TempDir Path folder;

  private UrlLists lists() throws IOException {
    Path file = Files.writeString(folder.resolve("blocked"), "evil.example\n");
    return new UrlLists(List.of(file), List.of());
  }

  private static Case mail(String html) {
    String text = "Subject: x\r\nContent-Type: text/html\r\n\r\n" + html + "\r\n";
    return Messages.mail("ann@sender.example", text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "<a href='https://www.evil.example/x'>x</a>, true",
    "<img src='https://evil.example/x.png'>, true",
    "<p>see https://evil.example/x</p>, true",
    "<a href='https://www.google.com/url?q=https://evil.example/'>x</a>, true",
    "<a href='https://good.example/evil.example'>x</a>, false",
    "<p>ann@evil.example</p>, false"
  })
  void finds_links_that_are_blocked(String html, boolean blocked) throws Exception {
    List<Finding> found = new UrlListCheck(lists()).inspect(mail(html.replace('\'', '"')));
    assertThat(found).hasSize(blocked ? 1 : 0);
    found.forEach(one -> assertThat(one.evidence()).containsExactly("listed: evil.example"));
  }

  @Test
  void finds_links_of_codes_and_of_pdf_files() throws Exception {
    byte[] code = Drawings.file(Drawings.qr("https://www.evil.example/a", 6), "png");
    byte[] pdf = new Pdfs().text("Your invoice").link("https://evil.example/b").file();
    List<Mails> mails =
        List.of(
            new Mails("ann@sender.example", "x").shown("a.png", code),
            new Mails("ann@sender.example", "x").attached("application/pdf", "a.pdf", pdf));
    for (Mails one : mails) {
      // on a busy machine the first ones may take more time than files are given
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> {
            Case mail = one.mail();
            assertThat(new ReachedUrlCheck(lists()).inspect(mail)).hasSize(1);
            assertThat(new UrlListCheck(lists()).inspect(mail)).isEmpty();
          });
    }
  }
}
