package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.common.BitMatrix;
import java.util.Base64;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.engine.Case;
import org.postern.engine.Messages;
import org.postern.engine.facts.Link;
import org.postern.engine.time.Clocks;

@Timeout(60)
class PictureReaderTest {

  private static final String TARGET = "https://code.example/a";

  @Test
  void a_message_without_pictures_has_none() throws InterruptedException {
    assertThat(Messages.ordinary().pictures()).isSameAs(PictureFacts.NONE);
    assertThat(Messages.ordinary().text()).isEqualTo("At noon?\r\n");
  }

  @Test
  void codes_are_read_wherever_they_stand() throws InterruptedException {
    byte[] png = Drawings.file(Drawings.qr(TARGET, 3), "png");
    Case shown = mail().text("Scan this").shown("code.png", png).mail();
    assertThat(shown.pictures().codes())
        .containsExactly(new Code(TARGET, Code.Place.PICTURE, "code.png"));
    Case attached = mail().text("Scan this").attached("application/octet-stream", "x", png).mail();
    assertThat(attached.pictures().codes())
        .containsExactly(new Code(TARGET, Code.Place.PICTURE, "x"));
    Case inline =
        mail()
            .html(
                "<img src='DATA:image/png;base64," + Base64.getEncoder().encodeToString(png) + "'>")
            .mail();
    assertThat(inline.pictures().codes())
        .containsExactly(new Code(TARGET, Code.Place.PICTURE, "inline"));
    Case pdf =
        mail()
            .text("See the file")
            .attached(
                "application/pdf",
                "scan.pdf",
                new Pdfs().text("Scan").picture(Drawings.qr(TARGET, 4), 100, 300, 120).file())
            .mail();
    assertThat(pdf.pictures().codes())
        .containsExactly(new Code(TARGET, Code.Place.PDF, "scan.pdf"));
  }

  @Test
  void codes_drawn_with_letters_are_read() throws InterruptedException {
    BitMatrix modules = Drawings.modules(BarcodeFormat.QR_CODE, TARGET, 2);
    List<Code> expected = List.of(new Code(TARGET, Code.Place.TEXT, ""));
    String halves = Drawings.halves(modules, "\n", " ");
    assertThat(mail().text("Scan:\n" + halves).mail().pictures().codes()).isEqualTo(expected);
    assertThat(mail().text("Scan:\n" + wide(modules, "██", "  ")).mail().pictures().codes())
        .isEqualTo(expected);
    assertThat(mail().html("<pre>" + halves + "</pre>").mail().pictures().codes())
        .isEqualTo(expected);
    String entities =
        "<p>Scan</p><div>"
            + Drawings.halves(modules, "<br>", "&nbsp;").replace("█", "&#9608;")
            + "</div>";
    assertThat(mail().html(entities).mail().pictures().codes()).isEqualTo(expected);
  }

  @Test
  void codes_drawn_with_tables_are_read() throws InterruptedException {
    BitMatrix modules = Drawings.modules(BarcodeFormat.QR_CODE, TARGET, 1);
    StringBuilder table = new StringBuilder("<table>");
    for (int y = 0; y < modules.getHeight(); y++) {
      table.append("<tr>");
      int x = 0;
      while (x < modules.getWidth()) {
        int from = x;
        while (x < modules.getWidth() && modules.get(x, y) == modules.get(from, y)) {
          x++;
        }
        table.append("<td colspan=").append(x - from);
        table.append(modules.get(from, y) ? " style='background-color:#000'" : "").append("></td>");
      }
      table.append("</tr>");
    }
    assertThat(mail().html(table + "</table>").mail().pictures().codes())
        .containsExactly(new Code(TARGET, Code.Place.TEXT, ""));
  }

  @Test
  void what_codes_and_files_lead_to_joins_the_links_and_their_text_the_text()
      throws InterruptedException {
    byte[] pdf = new Pdfs().text("Pay here").link("https://pay.example/").file();
    Case mail =
        mail()
            .text("https://seen.example/")
            .shown("code.png", Drawings.file(Drawings.qr(TARGET, 3), "png"))
            .attached("application/pdf", "bill.pdf", pdf)
            .mail();
    assertThat(mail.links())
        .extracting(Link::host, Link::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("seen.example", Link.Kind.PLAIN),
            org.assertj.core.groups.Tuple.tuple("code.example", Link.Kind.CODE),
            org.assertj.core.groups.Tuple.tuple("pay.example", Link.Kind.DOCUMENT));
    assertThat(mail.text()).startsWith("https://seen.example/").contains("Pay here");
    assertThat(mail.content().visible()).doesNotContain("Pay here");
  }

  @Test
  void text_in_a_picture_is_read_where_the_message_says_little() throws InterruptedException {
    byte[] png =
        Drawings.file(Drawings.words("Your parcel could not be delivered", "Pay 1.99 now"), "png");
    Case little = mail().text("Look").shown("parcel.png", png).mail();
    assertThat(little.pictures().wordy()).extracting(Wordy::name).containsExactly("parcel.png");
    assertThat(drawn(little).texts())
        .containsExactly(
            new PictureText(
                "parcel.png",
                Code.Place.PICTURE,
                "Your parcel could not be delivered\nPay 1.99 now",
                35));
    Case much = mail().text("There is much to read here. ".repeat(20)).shown("p.png", png).mail();
    assertThat(much.pictures().wordy()).isEmpty();
    assertThat(drawn(much)).isEqualTo(DrawnText.NONE);
    byte[] small = Drawings.file(Drawings.blank(120, 60), "png");
    assertThat(mail().shown("logo.png", small).mail().pictures().wordy()).isEmpty();
  }

  @Test
  void the_text_of_a_scanned_page_is_read() throws InterruptedException {
    byte[] pdf =
        new Pdfs()
            .picture(Drawings.words("Your account is on hold", "Call us now"), 50, 400, 480)
            .file();
    Case mail = mail().text("See file").attached("application/pdf", "scan.pdf", pdf).mail();
    assertThat(drawn(mail).texts())
        .extracting(PictureText::place, PictureText::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                Code.Place.PDF, "Your account is on hold\nCall us now"));
    assertThat(mail.text()).as("nobody wanted it").doesNotContain("Your account is on hold");
    Case again = mail().text("See file").attached("application/pdf", "b.pdf", pdf).mail();
    assertThat(drawn(again).texts()).extracting(PictureText::name).containsExactly("b.pdf");
  }

  @Test
  void text_that_there_was_no_time_to_read_is_told_and_not_remembered()
      throws InterruptedException {
    byte[] png = Drawings.file(Drawings.words("Nobody has the time", "to read this"), "png");
    Case mail = mail().text("Look").shown("p.png", png).mail();
    long[] now = {0};
    DrawnTextReader late =
        new DrawnTextReader(
            PictureLimits.STANDARD, both(() -> now[0] += 13_000_000_000L), new TextReader());
    assertThat(late.read(mail.message(), mail.pictures()).unread())
        .containsExactly(new Unread("p.png", "text not read: no time left"));
    assertThat(drawn(mail).texts()).hasSize(1);
  }

  private static DrawnText drawn(Case mail) throws InterruptedException {
    return DrawnTextReader.STANDARD.read(mail.message(), mail.pictures());
  }

  @Test
  void a_thousand_pictures_are_not_all_read() throws InterruptedException {
    Mails mails = mail().text("Look");
    for (int i = 0; i < 1_000; i++) {
      mails.shown("p.png", Drawings.file(Drawings.blank(40 + i % 90, 50), "png"));
    }
    PictureFacts facts = mails.mail().pictures();
    assertThat(facts.pictures()).isGreaterThan(900);
    assertThat(facts.unread()).containsExactly(new Unread("", "more than 8 pictures"));
  }

  @Test
  void what_was_not_read_is_told() throws InterruptedException {
    byte[] huge = Drawings.file(Drawings.blank(30, 30), "png");
    java.nio.ByteBuffer.wrap(huge).putInt(16, 30_000).putInt(20, 30_000);
    byte[] locked = new Pdfs().text("x").password("open").file();
    PictureFacts facts =
        mail()
            .shown("huge.png", huge)
            .attached("application/pdf", "locked.pdf", locked)
            .mail()
            .pictures();
    assertThat(facts.unread())
        .containsExactly(
            new Unread("huge.png", "30000 by 30000 pixels"),
            new Unread("locked.pdf", "needs a password"));
    assertThat(facts.pdfs()).hasSize(1);
  }

  @Test
  void when_time_is_up_the_rest_is_told_and_not_remembered() throws InterruptedException {
    long[] now = {0};
    PictureReader reader =
        new PictureReader(PictureLimits.STANDARD, both(() -> now[0] += 2_000_000_000L));
    Case mail = mail().shown("c.png", Drawings.file(Drawings.qr(TARGET, 3), "png")).mail();
    assertThat(reader.read(mail.message(), mail.content()).unread())
        .containsExactly(new Unread("c.png", "no time left"));
  }

  @Test
  void the_same_picture_is_read_once() throws InterruptedException {
    long[] asked = {0};
    PictureReader reader = new PictureReader(PictureLimits.STANDARD, both(() -> asked[0]++));
    Case mail = mail().shown("c.png", Drawings.file(Drawings.qr(TARGET, 3), "png")).mail();
    PictureFacts first = reader.read(mail.message(), mail.content());
    asked[0] = 0;
    assertThat(reader.read(mail.message(), mail.content())).isEqualTo(first);
    assertThat(asked[0]).as("a budget of time begins, nothing else").isEqualTo(2);
  }

  @Test
  void what_is_read_does_not_depend_on_what_else_the_machine_does() throws InterruptedException {
    byte[] png = Drawings.file(Drawings.qr(TARGET, 3), "png");
    Case mail = mail().shown("c.png", png).mail();
    long[] now = {0};
    Clocks slow =
        new Clocks(
            () -> now[0] / 100, () -> now[0] = Math.min(now[0] + 500_000_000, 5_500_000_000L));
    PictureReader reader = new PictureReader(PictureLimits.STANDARD, slow);
    PictureFacts facts = reader.read(mail.message(), mail.content());
    assertThat(now[0]).as("nanoseconds of the clock").isGreaterThan(1_000_000_000L);
    assertThat(facts.codes()).containsExactly(new Code(TARGET, Code.Place.PICTURE, "c.png"));
    assertThat(facts.unread()).isEmpty();
    byte[] words = Drawings.file(Drawings.words("Your parcel waits", "Pay 1.99 now"), "png");
    Case drawn = mail().text("Look").shown("p.png", words).mail();
    PictureFacts pictures = drawn.pictures();
    now[0] = 0;
    Clocks slower =
        new Clocks(
            () -> now[0] / 100, () -> now[0] = Math.min(now[0] + 5_000_000_000L, 15_000_000_000L));
    assertThat(
            new DrawnTextReader(PictureLimits.STANDARD, slower, new TextReader())
                .read(drawn.message(), pictures)
                .texts())
        .extracting(PictureText::text)
        .containsExactly("Your parcel waits\nPay 1.99 now");
    assertThat(now[0]).isGreaterThan(10_000_000_000L);
  }

  private static Clocks both(LongSupplier nanoTime) {
    return new Clocks(nanoTime, nanoTime);
  }

  private static Mails mail() {
    return new Mails("ann@sender.example", "Look");
  }

  private static String wide(BitMatrix modules, String dark, String light) {
    StringBuilder lines = new StringBuilder();
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        lines.append(modules.get(x, y) ? dark : light);
      }
      lines.append('\n');
    }
    return lines.toString();
  }
}
