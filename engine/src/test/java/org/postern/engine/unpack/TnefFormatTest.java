package org.postern.engine.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.postern.engine.Tnef.bytes;
import static org.postern.engine.Tnef.named;
import static org.postern.engine.Tnef.number;
import static org.postern.engine.Tnef.property;
import static org.postern.engine.Tnef.text;
import static org.postern.engine.Tnef.utf16;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.postern.engine.Tnef;

/// The streams are written by hand after MS-OXTNEF and MS-OXRTFCP.
class TnefFormatTest {

  private static final int LONG_NAME = 0x3707;
  private static final int DATA = 0x3701;

  private static Unpacked unpack(Tnef tnef) throws InterruptedException {
    return Unpacker.STANDARD.unpack("winmail.dat", tnef.made());
  }

  private static Map<String, String> contents(Unpacked unpacked) {
    Map<String, String> contents = new LinkedHashMap<>();
    for (Unpacked.Member member : unpacked.members()) {
      String path = member.path().substring("winmail.dat / ".length());
      contents.put(path, new String(member.content(), StandardCharsets.UTF_8));
    }
    return contents;
  }

  @Test
  void files_have_their_long_names() throws InterruptedException {
    Unpacked unpacked =
        unpack(
            new Tnef()
                .rendering()
                .title("MINUTE~1.TXT")
                .data(bytes("minutes"))
                .ofFile(
                    number(0x0e20, 7),
                    named("a name", "a value"),
                    property(0x1f, LONG_NAME, utf16("minutes of may.txt\0")))
                .rendering()
                .data(bytes("second"))
                .title("b.bin"));
    assertThat(unpacked.obstacles()).isEmpty();
    assertThat(contents(unpacked))
        .containsExactly(entry("minutes of may.txt", "minutes"), entry("b.bin", "second"));
  }

  @Test
  void a_name_with_another_ending_is_told_too() throws InterruptedException {
    Unpacked unpacked =
        unpack(
            new Tnef()
                .rendering()
                .title("a.txt")
                .data(bytes("x"))
                .ofFile(text(LONG_NAME, "a.exe"), text(0x3001, "the display name")));
    assertThat(contents(unpacked)).containsOnlyKeys("a.exe", "a.txt");
  }

  @Test
  void every_content_of_a_file_is_handed_out() throws InterruptedException {
    Unpacked unpacked =
        unpack(
            new Tnef()
                .data(bytes("before any beginning"))
                .rendering()
                .data(bytes("one"))
                .data(bytes("two"))
                .ofFile(property(0x102, DATA, bytes("three"), bytes("four"))));
    assertThat(unpacked.members())
        .extracting(member -> new String(member.content(), StandardCharsets.UTF_8))
        .containsExactly("before any beginning", "one", "two", "three", "four");
  }

  @Test
  void an_embedded_message_is_a_container_in_a_container() throws InterruptedException {
    byte[] inner = new Tnef().rendering().title("deep.txt").data(bytes("deep")).made();
    byte[] object = bytes("0123456789abcdef" + new String(inner, StandardCharsets.ISO_8859_1));
    Unpacked unpacked =
        unpack(
            new Tnef()
                .rendering()
                .ofFile(property(0x0d, DATA, object), text(0x3001, "An invitation")));
    assertThat(unpacked.obstacles()).isEmpty();
    assertThat(contents(unpacked))
        .containsOnlyKeys("An invitation", "An invitation / deep.txt")
        .containsEntry("An invitation / deep.txt", "deep");
  }

  @Test
  void bodies_are_files_too() throws InterruptedException {
    Unpacked unpacked =
        unpack(
            new Tnef()
                .attribute(1, 0x0002800c, bytes("plain"))
                .ofMessage(
                    property(0x1f, 0x1000, utf16("gr\u00fcn")),
                    property(0x102, 0x1013, bytes("<b>fat</b>")),
                    property(0x102, 0x1009, rtf())));
    assertThat(unpacked.obstacles()).isEmpty();
    assertThat(unpacked.members())
        .extracting(member -> new String(member.content(), StandardCharsets.UTF_8))
        .containsExactly("plain", "gr\u00fcn", "<b>fat</b>", "{\\rtf1\\ansi x");
  }

  /// Twelve octets of the dictionary, then literals, then the end.
  private static byte[] rtf() {
    int end = 207 + 13;
    return bytes(
        "\0\0\0\0\15\0\0\0LZFu\0\0\0\0"
            + (char) 0b1001
            + "\0\11" // from 0: eleven octets, {\rtf1\ansi
            + " x"
            + (char) (end >> 4)
            + (char) ((end & 15) << 4));
  }

  @Test
  void rich_text_that_is_not_packed_is_read_and_other_packing_is_told()
      throws InterruptedException {
    byte[] plain = bytes("\0\0\0\0\2\0\0\0MELA\0\0\0\0{}");
    byte[] strange = bytes("\0\0\0\0\2\0\0\0ABCD\0\0\0\0{}");
    assertThat(contents(unpack(new Tnef().ofMessage(property(0x102, 0x1009, plain)))))
        .containsExactly(entry("message.rtf", "{}"));
    assertThat(
            unpack(new Tnef().ofMessage(property(0x102, 0x1009, strange, bytes("x")))).obstacles())
        .hasSize(2)
        .allMatch(Obstacle.Unreadable.class::isInstance);
  }

  @Test
  void a_wrong_checksum_is_told_and_the_file_is_read() throws InterruptedException {
    Unpacked unpacked =
        unpack(new Tnef().rendering().attribute(2, 0x0006800f, 4, bytes("data"), 1));
    assertThat(contents(unpacked)).containsValue("data");
    assertThat(unpacked.obstacles())
        .containsExactly(new Obstacle.Unreadable("winmail.dat / attributes", "a wrong checksum"));
  }

  @Test
  void a_length_beyond_the_end_gives_what_is_there() throws InterruptedException {
    for (int length : new int[] {200, Integer.MAX_VALUE, -1}) {
      Unpacked unpacked =
          unpack(new Tnef().rendering().attribute(2, 0x0006800f, length, bytes("data"), 0));
      assertThat(contents(unpacked)).containsValue("data\0\0");
      assertThat(unpacked.obstacles())
          .containsExactly(
              new Obstacle.Unreadable("winmail.dat / attributes", "a length beyond the end"));
    }
  }

  @Test
  void what_follows_the_last_attribute_is_told() throws InterruptedException {
    Unpacked unpacked =
        unpack(new Tnef().rendering().data(bytes("data")).attribute(7, 0, bytes("garbage")));
    assertThat(contents(unpacked)).containsValue("data");
    assertThat(unpacked.obstacles()).hasSize(1);
  }

  @Test
  void counts_that_cannot_be_are_bounded() throws InterruptedException {
    byte[] endless = bytes("\377\377\377\377\3\20\1\60\377\377\377\377");
    Unpacked unpacked = unpack(new Tnef().rendering().attribute(2, 0x00069005, endless));
    assertThat(unpacked.members()).isEmpty();
    assertThat(unpacked.obstacles()).hasSize(1);
  }

  @Test
  void damaged_streams_never_throw() throws InterruptedException {
    Random random = new Random(7);
    byte[] whole =
        new Tnef()
            .ofMessage(property(0x102, 0x1009, rtf()), named("n", "v"))
            .rendering()
            .ofFile(text(LONG_NAME, "a.txt"), property(0x0d, DATA, new Tnef().made()))
            .made();
    for (int round = 0; round < 3_000; round++) {
      byte[] damaged = java.util.Arrays.copyOf(whole, 6 + random.nextInt(whole.length - 5));
      for (int i = 0; i < random.nextInt(6); i++) {
        damaged[4 + random.nextInt(damaged.length - 4)] = (byte) random.nextInt(256);
      }
      assertThat(Unpacker.STANDARD.unpack("winmail.dat", damaged).obstacles())
          .allSatisfy(obstacle -> assertThat(obstacle.toString()).doesNotContain("Exception"));
    }
  }
}
