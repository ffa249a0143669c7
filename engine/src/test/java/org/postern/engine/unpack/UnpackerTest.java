package org.postern.engine.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.engine.Recipes;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class UnpackerTest {

  private static Unpacked unpack(String recipe) throws InterruptedException {
    return Unpacker.STANDARD.unpack("test", Recipes.make(recipe));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zip text",
        "gzip text",
        "tar text",
        "tnef text",
        "zip tnef gzip tnef text",
        "zip gzip tar text",
        "prefixed zip text"
      })
  void reaches_what_lies_inside(String recipe) throws InterruptedException {
    Unpacked unpacked = unpack(recipe);
    assertThat(unpacked.obstacles()).isEmpty();
    assertThat(unpacked.members().stream().map(Unpacked.Member::content))
        .contains(Recipes.make("text"));
  }

  @Test
  void tells_the_path_through_the_archives() throws InterruptedException {
    assertThat(unpack("zip*2 text").members())
        .extracting(Unpacked.Member::path)
        .containsExactly("test / inner.bin", "test / inner.bin / inner.bin");
  }

  @Test
  void a_bomb_ends_at_the_first_budget_and_is_told() throws InterruptedException {
    assertThat(unpack("zip zeros").obstacles())
        .singleElement()
        .isInstanceOfSatisfying(
            Obstacle.Limit.class, limit -> assertThat(limit.what()).contains("500 times"));
    Unpacker small = new Unpacker(new UnpackLimits(8, 3, 1 << 20, 10_000_000));
    assertThat(small.unpack("test", Recipes.make("zip zeros")).obstacles())
        .singleElement()
        .isInstanceOf(Obstacle.Limit.class);
    assertThat(small.unpack("test", Recipes.make("zip*4 text")).obstacles())
        .singleElement()
        .isInstanceOfSatisfying(
            Obstacle.Limit.class, limit -> assertThat(limit.what()).contains("3 files"));
  }

  /// What takes the square of their number for each takes a quarter of a minute here.
  @Test
  @Timeout(value = 8, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void thousands_of_broken_archives_cost_time_in_proportion() throws InterruptedException {
    String part = "--b\r\nContent-Type: application/zip\r\n\r\nPK\003\004 is no archive\r\n";
    Message message =
        new MimeParser(MimeLimits.DEFAULT)
            .parse(
                ("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(3_000))
                    .getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < 5; i++) {
      assertThat(Unpacker.STANDARD.unpack(message).obstacles())
          .hasSizeGreaterThan(900)
          .allMatch(Obstacle.Unreadable.class::isInstance);
    }
  }

  @Test
  void ordinary_content_is_no_archive() throws InterruptedException {
    assertThat(unpack("text")).isEqualTo(Unpacked.NOTHING);
    assertThat(Unpacker.STANDARD.unpack("empty", new byte[0])).isEqualTo(Unpacked.NOTHING);
  }

  @Test
  void an_interrupt_ends_it() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> unpack("zip text")).isInstanceOf(InterruptedException.class);
  }

  @Test
  void damaged_archives_never_throw() throws InterruptedException {
    Random random = new Random(42);
    for (String recipe :
        new String[] {
          "zip gzip text", "gzip tar text", "tar zip text", "tnef text", "locked text"
        }) {
      byte[] whole = Recipes.make(recipe);
      for (int round = 0; round < 300; round++) {
        byte[] damaged = whole.clone();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        Unpacked unpacked = Unpacker.STANDARD.unpack("test", damaged);
        assertThat(unpacked.members().size() + unpacked.obstacles().size()).isLessThan(100);
      }
    }
  }
}
