package org.postern.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataReaderTest {

  @TempDir Path temp;

  @Test
  void the_end_is_found_and_what_follows_stays() {
    DataReader reader = data(BareLineEndings.REFUSE);
    byte[] in = "..a\r\n.\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(reader.feed(in, 0, in.length)).isEqualTo(8);
    assertThat(reader.ended()).isTrue();
    assertThat(text(reader)).isEqualTo(".a\r\n");
  }

  @Test
  void an_empty_message_is_a_message() {
    DataReader reader = data(BareLineEndings.REFUSE);
    byte[] in = ".\r\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(reader.feed(in, 0, 3)).isEqualTo(3);
    assertThat(text(reader)).isEmpty();
  }

  // A slow reader of one octet at a time, written from RFC 5321 alone, is the judge.
  @Test
  void any_octets_cut_anywhere_give_what_a_simple_reader_gives() {
    Random random = new Random(20_260_101);
    for (int round = 0; round < 3_000; round++) {
      byte[] in = noise(random);
      for (BareLineEndings policy : BareLineEndings.values()) {
        SimpleReader expected = new SimpleReader(in);
        DataReader reader = data(policy);
        int at = 0;
        while (at < in.length && !reader.ended()) {
          int end = Math.min(in.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 40));
          at = reader.feed(in, at, end);
        }
        assertThat(reader.ended()).isEqualTo(expected.end >= 0);
        if (reader.ended()) {
          assertThat(at).isEqualTo(expected.end);
          if (policy == BareLineEndings.REFUSE && expected.bare) {
            assertThat(reader.fault()).isPresent();
            assertThat(reader.message()).isEmpty();
          } else {
            assertThat(text(reader)).isEqualTo(expected.text.toString());
          }
        }
      }
    }
  }

  @Test
  void a_long_message_goes_to_a_file_and_the_file_goes_with_it() throws IOException {
    MemoryBudget budget = new MemoryBudget(1 << 20);
    DataReader reader =
        DataReader.ofData(buffer(10_000, budget), Long.MAX_VALUE, BareLineEndings.REFUSE);
    byte[] line = ("x".repeat(98) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 5_000; i++) {
      reader.feed(line, 0, line.length);
    }
    reader.feed(".\r\n".getBytes(StandardCharsets.US_ASCII), 0, 3);
    MessageData message = reader.message().orElseThrow();
    assertThat(message.inMemory()).isFalse();
    assertThat(message.size()).isEqualTo(500_000);
    assertThat(message.bytes()).hasSize(500_000).startsWith(line).endsWith(line);
    assertThat(files()).as("the file has no name").isZero();
    message.close();
    message.close();
    assertThatIOException().isThrownBy(message::bytes);
    assertThat(budget.left()).isEqualTo(1 << 20);
  }

  @Test
  void without_memory_messages_go_to_files_and_memory_comes_back() throws IOException {
    MemoryBudget budget = new MemoryBudget(6_000);
    MessageData first = message(budget);
    MessageData second = message(budget);
    assertThat(first.inMemory()).isTrue();
    assertThat(second.inMemory()).isFalse();
    assertThat(second.bytes()).isEqualTo(first.bytes());
    first.close();
    first.close();
    second.close();
    assertThat(budget.left()).isEqualTo(6_000);
  }

  @Test
  void a_directory_that_cannot_be_written_is_a_fault_of_storage() {
    MessageBuffer buffer =
        new MessageBuffer(
            new MessageBuffer.Place(temp.resolve("missing"), 0, new MemoryBudget(0)), 0);
    DataReader reader = DataReader.ofData(buffer, 1_000, BareLineEndings.REFUSE);
    byte[] in = "x\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
    reader.feed(in, 0, in.length);
    assertThat(reader.message()).isEmpty();
    assertThat(reader.fault()).contains(DataReader.Fault.STORAGE);
  }

  private MessageData message(MemoryBudget budget) {
    DataReader reader =
        DataReader.ofData(buffer(100_000, budget), Long.MAX_VALUE, BareLineEndings.REFUSE);
    byte[] in = ("x".repeat(3_000) + "\r\n.\r\n").getBytes(StandardCharsets.US_ASCII);
    reader.feed(in, 0, in.length);
    return reader.message().orElseThrow();
  }

  private MessageBuffer buffer(int memory, MemoryBudget budget) {
    return new MessageBuffer(new MessageBuffer.Place(temp, memory, budget), 0);
  }

  private DataReader data(BareLineEndings policy) {
    return DataReader.ofData(buffer(1 << 20, new MemoryBudget(1 << 20)), 1 << 20, policy);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.count();
    }
  }

  private static String text(DataReader reader) {
    try (MessageData message = reader.message().orElseThrow()) {
      return new String(message.bytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] noise(Random random) {
    String[] pieces = {"\r", "\n", "\r\n", ".", "\r\n.", "\r\n.\r\n", "a", "bc\t", "\0", "\u00e4"};
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(30);
    for (int i = 0; i < count; i++) {
      text.append(pieces[random.nextInt(pieces.length - (random.nextBoolean() ? 2 : 0))]);
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static final class SimpleReader {
    final StringBuilder text = new StringBuilder();
    boolean bare;
    int end = -1;

    SimpleReader(byte[] octets) {
      String in = new String(octets, StandardCharsets.ISO_8859_1);
      String whole = "\r\n" + in;
      int stop = whole.indexOf("\r\n.\r\n");
      if (stop < 0) {
        return;
      }
      end = stop + 3;
      String content = whole.substring(2, stop + 2 > 2 ? stop + 2 : 2);
      String unstuffed = ("\r\n" + content).replace("\r\n.", "\r\n").substring(2);
      bare = unstuffed.replace("\r\n", "").matches("(?s).*[\r\n\0].*");
      text.append(
          unstuffed
              .replace("\r\n", "\u0001")
              .replace("\r", "\u0001")
              .replace("\n", "\u0001")
              .replace("\0", "")
              .replace("\u0001", "\r\n"));
    }
  }
}
