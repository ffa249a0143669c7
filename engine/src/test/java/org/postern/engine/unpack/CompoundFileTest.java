package org.postern.engine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class CompoundFileTest {

  private static final byte[] LARGE =
      "0123456789".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SMALL = "small".getBytes(StandardCharsets.US_ASCII);

  private static byte[] file() {
    return new CompoundFiles()
        .stream("Large", LARGE).stream("A/B/Small", SMALL).stream("A/Other", SMALL).bytes();
  }

  @Test
  void large_and_small_streams_are_read_with_their_folders() throws Exception {
    CompoundFile file = CompoundFile.open(file());
    assertThat(file.read(file.streams("large").getFirst())).isEqualTo(LARGE);
    assertThat(file.read(file.streams("Small").getFirst())).isEqualTo(SMALL);
    assertThat(file.streams("Small").getFirst().path()).isEqualTo("A/B/");
    assertThat(file.has("b")).isTrue();
    assertThat(file.has("c")).isFalse();
    assertThat(file.whole()).isTrue();
  }

  @Test
  void packaged_files_are_handed_out_under_all_their_endings() throws Exception {
    byte[] file =
        new CompoundFiles()
            .stream("X/\u0001Ole10Native", CompoundFiles.packaged("a.exe", SMALL)).bytes();
    assertThat(Unpacker.STANDARD.unpack("a.doc", file).members())
        .singleElement()
        .satisfies(member -> {
          assertThat(member.path()).isEqualTo("a.doc / a.exe");
          assertThat(member.content()).isEqualTo(SMALL);
        });
  }

  @Test
  void attachments_of_outlook_messages_are_handed_out() throws Exception {
    byte[] file =
        new CompoundFiles()
            .stream("__attach_version1.0_#00000000/__substg1.0_37010102", SMALL).stream(
                    "__attach_version1.0_#00000000/__substg1.0_3707001F",
                    "invoice.js".getBytes(StandardCharsets.UTF_16LE))
                .bytes();
    assertThat(Unpacker.STANDARD.unpack("a.msg", file).members())
        .extracting(Unpacked.Member::path)
        .containsExactly("a.msg / invoice.js");
  }

  @Test
  void a_document_without_files_in_it_is_no_archive() throws Exception {
    assertThat(Unpacker.STANDARD.unpack("a.doc", file())).isEqualTo(Unpacked.NOTHING);
  }

  @Test
  void whatever_is_broken_ends_soon_and_stays_small() {
    byte[] sound = file();
    Random random = new Random(1);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          for (int i = 0; i < 2_000; i++) {
            byte[] broken = sound.clone();
            for (int n = 0; n < 1 + i % 20; n++) {
              broken[8 + random.nextInt(broken.length - 8)] = (byte) random.nextInt(256);
            }
            readAll(broken);
          }
        });
  }

  private static void readAll(byte[] content) throws InterruptedException {
    try {
      CompoundFile file = CompoundFile.open(content);
      long read = 0;
      for (CompoundFile.Entry entry : file.entries()) {
        read += file.read(entry).length;
      }
      assertThat(read).isLessThan(8L * content.length + (1 << 16) + 1);
    } catch (IOException damaged) {
      assertThat(damaged).hasMessageNotContaining("null");
    }
  }

  @Test
  void streams_that_share_their_sectors_do_not_multiply() throws Exception {
    CompoundFiles many = new CompoundFiles().stream("Large", new byte[200_000]);
    for (int i = 0; i < 1_000; i++) {
      many.stream("S" + i, new byte[0]);
    }
    byte[] file = many.bytes();
    // every stream claims the place and the size of the large one
    CompoundFile sound = CompoundFile.open(file);
    CompoundFile.Entry large = sound.streams("Large").getFirst();
    long read = 0;
    for (int i = 0; i < 1_000; i++) {
      read += sound.read(large).length;
    }
    assertThat(read).isLessThan(8L * file.length + (1 << 16) + 1);
    assertThat(sound.whole()).isFalse();
  }
}
