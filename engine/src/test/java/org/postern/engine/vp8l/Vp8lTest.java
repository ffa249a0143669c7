package org.postern.engine.vp8l;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class Vp8lTest {

  private static final int MOST = 1_000_000;

  /// Where what is in the chunk begins, in a file of nothing else.
  private static final int CONTENT = 20;

  @ParameterizedTest
  @CsvSource({
    "two-colours, 3ff9ecd0b3ab1a0cc9412bd44dbcf281dda65565c727693db377aecffebab2c7",
    "three-colours, 05cc3714dd4e686513e6718aa60a70b93b303a83edcfbf35b60449ff4470e688",
    "five-colours, 1fa340ebc73af08be87a406fe4cf2dab3b4d6a29a628c0cc8422012e0a2bea36",
    "many-colours, 47c50e4d5223445f3a18042aef2ccca9b6546415bfe3037746fbc0390449cf52",
    "cache, 08cab993ff05f82fbb4c9be974568102b2c49ae0f628245938e01c6b67c8c643",
    "subtract-green, 05cc3714dd4e686513e6718aa60a70b93b303a83edcfbf35b60449ff4470e688",
    "gradient, 9a33e574fc2043bbbbfafeccec385d5ad9731fa4b230dbf02be64567d811e3aa",
    "indexed-predicted, 162a6d608dd3720d376dd509aa26e578d3a0e100eb96edf2468a6fc0cf453c5c",
    "transparent-regions, 6e592087ff3bb5802c370fd357edac7bf4e009cba039a8828da187a9ccbe91ea",
    "all-guesses, 47fe0d3fb8560a693a7e53ff908a1a8855682fce6a8599ac2ecfef1bdfc1da3e"
  })
  void pixels_are_those_that_libwebp_gives(String name, String sha256) throws IOException {
    Vp8l.Decoding.Done done = done(file(name));
    ByteBuffer rgba = ByteBuffer.allocate(4 * done.argb().length);
    Arrays.stream(done.argb()).forEach(argb -> rgba.putInt(Integer.rotateLeft(argb, 8)));
    assertThat(sha256(rgba.array())).isEqualTo(sha256);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two-colours", "all-guesses", "transparent-regions"})
  void what_breaks_off_is_shown_as_far_as_it_came(String name) throws IOException {
    byte[] file = file(name);
    Vp8l.Decoding.Done whole = done(file);
    Vp8l.Decoding.Done part = done(Arrays.copyOf(file, file.length * 19 / 20));
    int same = Arrays.mismatch(whole.argb(), part.argb());
    assertThat(same).isGreaterThan(whole.argb().length / 2);
    assertThat(part.argb()[part.argb().length - 1] & 0xff_ffff).isEqualTo(0xff_ffff);
  }

  @Test
  void a_picture_of_one_colour_takes_no_bits_for_its_pixels() {
    byte[] file = WrittenBits.picture(500, 400).bits(0, 3).only(255, 1, 2, 3).octets();
    assertThat(done(file, 0).argb()).hasSize(200_000).containsOnly(0xff010203);
  }

  @Test
  void an_opaque_picture_hides_nothing() {
    byte[] file = WrittenBits.picture(2, 1).bits(0, 3).only(0, 1, 2, 3).octets();
    assertThat(done(file, 0).argb()).containsOnly(0x00010203);
    file[4] &= ~0x10; // the flag of transparency
    assertThat(done(file, 0).argb()).containsOnly(0xff010203);
  }

  @Test
  void a_transform_comes_once() {
    WrittenBits file = WrittenBits.picture(2, 1);
    file.bits(1, 1).bits(2, 2).bits(1, 1).bits(2, 2);
    assertThat(refusal(file.octets())).isEqualTo("damaged: a transform comes twice");
  }

  @Test
  void larger_pictures_are_refused_before_anything_is_kept() {
    byte[] file = WrittenBits.picture(16_384, 16_384).bits(0, 3).octets();
    assertThat(refusal(file)).isEqualTo("16384 by 16384 pixels");
  }

  @Test
  void prefix_codes_that_no_block_names_are_not_kept() {
    WrittenBits file = WrittenBits.picture(4, 4).bits(0, 1).bits(0, 1).bits(1, 1).bits(0, 3);
    file.bits(0, 1).only(0, 0xff, 0xff, 0); // one block, its number is the last
    IntStream.range(0, 65_535).forEach(_ -> sparse(file));
    file.only(255, 7, 8, 9);
    assertThat(done(file.octets(), 0).argb()).hasSize(16).containsOnly(0xff070809);
  }

  @Test
  void prefix_codes_that_are_named_have_bounds() {
    // a picture of 256 by 256 blocks, each with a number of its own: 16 bits as they come
    WrittenBits file =
        WrittenBits.picture(1_000, 1_000).bits(0, 1).bits(0, 1).bits(1, 1).bits(0, 3);
    file.bits(0, 1);
    all(file, 280);
    all(file, 256);
    file.only(0).only(0).only(0);
    for (int block = 0; block < 250 * 250; block++) {
      file.bits(reversed(block & 0xff), 8).bits(reversed(block >> 8), 8);
    }
    IntStream.range(0, 65_536).forEach(_ -> sparse(file));
    assertThat(refusal(file.octets())).isEqualTo("too many prefix codes");
  }

  private static int reversed(int octet) {
    return Integer.reverse(octet) >>> 24;
  }

  /// All literals with words of eight bits; lengths and the rest have none.
  private static void all(WrittenBits file, int symbols) {
    file.bits(0, 1).bits(8, 4); // lengths of twelve words of lengths, in their order
    int[] order = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8};
    for (int symbol : order) {
      file.bits(symbol == 0 || symbol == 8 ? 1 : 0, 3);
    }
    file.bits(0, 1);
    for (int i = 0; i < symbols; i++) {
      file.bits(i < 256 ? 1 : 0, 1);
    }
  }

  /// Five codes of 256 words each in few octets: every length is 8, which takes no bits to say.
  private static void sparse(WrittenBits file) {
    for (int i = 0; i < 4; i++) {
      file.bits(0, 1).bits(8, 4);
      int[] order = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8};
      for (int symbol : order) {
        file.bits(symbol == 8 ? 1 : 0, 3);
      }
      file.bits(1, 1).bits(3, 3).bits(254, 8);
    }
    file.only(0);
  }

  @Test
  void whoever_is_late_gives_up() throws IOException {
    byte[] file = WrittenBits.picture(500, 400).bits(0, 3).only(255, 1, 2, 3).octets();
    assertThat(Vp8l.decode(file, 0, file.length, MOST, () -> true))
        .isEqualTo(new Vp8l.Decoding.Refused("no time left"));
  }

  @Test
  void damaged_files_are_an_outcome() throws IOException {
    Random random = new Random(7);
    String[] names = {"two-colours", "many-colours", "all-guesses", "transparent-regions", "cache"};
    for (int round = 0; round < 3_000; round++) {
      byte[] file = file(names[round % names.length]);
      for (int i = 0; i < 1 + round % 4; i++) {
        // most of what matters stands in front
        int reach = random.nextBoolean() ? 60 : file.length - CONTENT - 5;
        file[CONTENT + 5 + random.nextInt(Math.min(reach, file.length - CONTENT - 5))] =
            (byte) random.nextInt();
      }
      int end = round % 3 == 0 ? CONTENT + random.nextInt(file.length - CONTENT) : file.length;
      Vp8l.Decoding decoding = Vp8l.decode(file, CONTENT, end, MOST, () -> false);
      if (decoding instanceof Vp8l.Decoding.Done done) {
        assertThat(done.argb()).hasSize(done.width() * done.height());
      }
    }
  }

  private static byte[] file(String name) throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources/pictures/lossless", name + ".webp"));
  }

  private static Vp8l.Decoding.Done done(byte[] file) {
    return done(file, CONTENT);
  }

  private static Vp8l.Decoding.Done done(byte[] file, int from) {
    Vp8l.Decoding decoding = Vp8l.decode(file, from, file.length, MOST, () -> false);
    assertThat(decoding).isInstanceOf(Vp8l.Decoding.Done.class);
    return (Vp8l.Decoding.Done) decoding;
  }

  private static String refusal(byte[] file) {
    return ((Vp8l.Decoding.Refused) Vp8l.decode(file, 0, file.length, MOST, () -> false)).why();
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
