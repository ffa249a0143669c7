package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinderPatternsTest {

  private static final String TEXT = "https://code.example/path?user=someone&token=0123456789";

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 12})
  void sees_the_eyes_of_a_code_on_a_page(int pixels) {
    assertThat(ofCode(page(Drawings.qr(TEXT, pixels), 0))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 30, 45, 60, 90, 135, 200})
  void sees_them_turned(int degrees) {
    assertThat(ofCode(page(Drawings.qr(TEXT, 5), degrees))).isTrue();
  }

  @Test
  void sees_them_light_on_dark() {
    Gray page = Gray.of(page(Drawings.qr(TEXT, 4), 0));
    byte[] shades = page.getMatrix().clone();
    for (int i = 0; i < shades.length; i++) {
      shades[i] = (byte) ~shades[i];
    }
    assertThat(FinderPatterns.ofCode(new Gray(page.getWidth(), page.getHeight(), shades))).isTrue();
  }

  @Test
  void sees_the_eye_in_a_piece_of_a_code() {
    BufferedImage code = Drawings.qr(TEXT, 6);
    BufferedImage corner = code.getSubimage(0, 0, code.getWidth() / 2, code.getHeight() / 2);
    assertThat(FinderPatterns.any(Gray.of(corner))).isTrue();
    assertThat(FinderPatterns.ofCode(Gray.of(corner))).isFalse();
  }

  @Test
  void sees_none_in_text_and_on_plain_ground() {
    assertThat(ofCode(Drawings.words("Dear customer,", "your invoice is ready.", "Kind regards")))
        .isFalse();
    assertThat(FinderPatterns.any(Gray.of(Drawings.blank(400, 300)))).isFalse();
    assertThat(FinderPatterns.any(Gray.of(Drawings.blank(1, 1)))).isFalse();
  }

  private static boolean ofCode(BufferedImage image) {
    return FinderPatterns.ofCode(Gray.of(image));
  }

  private static BufferedImage page(BufferedImage code, int degrees) {
    BufferedImage page = Drawings.blank(1_300, 1_700);
    Graphics2D graphics = page.createGraphics();
    graphics.rotate(Math.toRadians(degrees), 650, 850);
    graphics.drawImage(code, 650 - code.getWidth() / 2, 850 - code.getHeight() / 2, null);
    graphics.dispose();
    return page;
  }
}
