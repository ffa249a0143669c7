package org.postern.mail.dns;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;

/// What a hostile server answers, octet by octet.
public enum Trick {
  /// Says nothing.
  SILENCE,
  /// Octets that are nothing.
  GARBAGE,
  /// The header of an answer, and octets that are nothing behind it.
  GARBAGE_BEHIND_HEADER,
  /// The header alone, which says that 65,535 records follow.
  MANY_RECORDS,
  /// One octet.
  NEXT_TO_NOTHING,
  /// The question itself.
  ECHO,
  /// A good answer under another id.
  WRONG_ID,
  /// The right id and another question.
  OTHER_QUESTION,
  NO_QUESTION,
  /// The name of the record points to itself.
  LOOP,
  /// The name of the record is a label and a pointer back to it.
  LOOP_WITH_LABEL,
  /// The name of the record points behind the end.
  POINTER_TO_NOWHERE,
  /// A datagram larger than anybody asked for.
  OVERSIZED,
  /// Truncated by UDP; by TCP the connection closes without a word.
  TRUNCATED_THEN_CLOSED,
  TRUNCATED_THEN_GARBAGE,
  /// By TCP half of an answer.
  TRUNCATED_THEN_HALF,
  /// By TCP an octet now and then.
  TRUNCATED_THEN_SLOW,
  /// By TCP as much as a length can say.
  TRUNCATED_THEN_HUGE,
  TRUNCATED_TWICE;

  /// What comes by UDP; nothing where that is empty.
  byte[] datagram(byte[] query) {
    byte[] question = question(query);
    int name = 12 + question.length;
    return switch (this) {
      case SILENCE -> new byte[0];
      case GARBAGE -> noise(60);
      case GARBAGE_BEHIND_HEADER -> joined(header(query, 1, 1), noise(60));
      case MANY_RECORDS -> header(query, 1, 0xffff);
      case NEXT_TO_NOTHING -> new byte[] {0};
      case ECHO -> query;
      case WRONG_ID -> changed(address(query, question), 1);
      case OTHER_QUESTION -> address(query, changed(question, 1));
      case NO_QUESTION -> header(query, 0, 0);
      case LOOP -> named(query, pointer(name));
      case LOOP_WITH_LABEL -> named(query, joined(new byte[] {1, 'a'}, pointer(name)));
      case POINTER_TO_NOWHERE -> named(query, pointer(0x3fff));
      case OVERSIZED -> joined(address(query, question), new byte[50_000]);
      case TRUNCATED_THEN_CLOSED,
          TRUNCATED_THEN_GARBAGE,
          TRUNCATED_THEN_HALF,
          TRUNCATED_THEN_SLOW,
          TRUNCATED_THEN_HUGE,
          TRUNCATED_TWICE ->
          truncated(query);
    };
  }

  /// What comes by TCP before the connection closes.
  void stream(byte[] query, OutputStream out) throws IOException {
    byte[] answer = framed(address(query, question(query)));
    switch (this) {
      case TRUNCATED_THEN_GARBAGE -> out.write(noise(300));
      case TRUNCATED_THEN_HALF -> out.write(answer, 0, answer.length / 2);
      case TRUNCATED_THEN_SLOW -> slowly(answer, out);
      case TRUNCATED_THEN_HUGE -> out.write(framed(joined(truncated(query), noise(65_000))));
      case TRUNCATED_TWICE -> out.write(framed(truncated(query)));
      case SILENCE,
          GARBAGE,
          GARBAGE_BEHIND_HEADER,
          MANY_RECORDS,
          NEXT_TO_NOTHING,
          ECHO,
          WRONG_ID,
          OTHER_QUESTION,
          NO_QUESTION,
          LOOP,
          LOOP_WITH_LABEL,
          POINTER_TO_NOWHERE,
          OVERSIZED,
          TRUNCATED_THEN_CLOSED -> {
        return;
      }
    }
    out.flush();
  }

  private static void slowly(byte[] octets, OutputStream out) throws IOException {
    for (byte octet : octets) {
      out.write(octet);
      out.flush();
      pause();
    }
  }

  private static byte[] changed(byte[] octets, int at) {
    byte[] other = octets.clone();
    other[at] ^= 1;
    return other;
  }

  private static byte[] noise(int length) {
    byte[] octets = new byte[length];
    new Random(length).nextBytes(octets);
    return octets;
  }

  private static byte[] header(byte[] query, int questions, int answers) {
    return new byte[] {
      query[0],
      query[1],
      (byte) 0x81,
      (byte) 0x80,
      (byte) (questions >> 8),
      (byte) questions,
      (byte) (answers >> 8),
      (byte) answers,
      0,
      0,
      0,
      0
    };
  }

  // The queries of our resolver have one question right behind the header.
  private static byte[] question(byte[] query) {
    int end = 12;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    return Arrays.copyOfRange(query, 12, end + 5);
  }

  private static byte[] truncated(byte[] query) {
    byte[] answer = joined(header(query, 1, 0), question(query));
    answer[2] |= 2;
    return answer;
  }

  /// An address for the name in question, whatever was asked.
  private static byte[] address(byte[] query, byte[] question) {
    return joined(header(query, 1, 1), question, pointer(12), record());
  }

  private static byte[] named(byte[] query, byte[] name) {
    return joined(header(query, 1, 1), question(query), name, record());
  }

  private static byte[] pointer(int to) {
    return new byte[] {(byte) (0xc0 | (to >> 8)), (byte) to};
  }

  private static byte[] record() {
    return new byte[] {0, 1, 0, 1, 0, 0, 1, 44, 0, 4, (byte) 192, 0, 2, 1};
  }

  private static byte[] framed(byte[] message) {
    return joined(new byte[] {(byte) (message.length >> 8), (byte) message.length}, message);
  }

  private static byte[] joined(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
