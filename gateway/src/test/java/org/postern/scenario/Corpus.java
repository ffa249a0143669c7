package org.postern.scenario;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Real messages from the folder that POSTERN_CORPORA names, in the form that travels: CRLF, with a
/// field in front that tells them apart.
final class Corpus {

  static final String MARK = "X-Test-Id: ";

  private Corpus() {}

  static Optional<Path> folder() {
    return Optional.ofNullable(System.getenv("POSTERN_CORPORA")).map(Path::of);
  }

  /// That many messages of these sets, always the same ones.
  static List<byte[]> messages(Path folder, int count, String... sets) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String set : sets) {
      try (Stream<Path> walk = Files.walk(folder.resolve(set))) {
        walk.filter(Files::isRegularFile)
            .filter(file -> !file.getFileName().toString().equals("index.tsv"))
            .sorted()
            .forEach(files::add);
      }
    }
    java.util.Collections.shuffle(files, new Random(7));
    List<byte[]> messages = new ArrayList<>();
    for (Path file : files.subList(0, Math.min(count, files.size()))) {
      messages.add(marked(messages.size(), Files.readAllBytes(file)));
    }
    return messages;
  }

  static byte[] marked(int id, byte[] message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 1000);
    out.writeBytes((MARK + id + "\r\n").getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < message.length; i++) {
      byte b = message[i];
      boolean afterCr = i > 0 && message[i - 1] == '\r';
      boolean beforeLf = i + 1 < message.length && message[i + 1] == '\n';
      if (b == '\n' && !afterCr) {
        out.write('\r');
      }
      // A lone CR or a NUL cannot travel: the corpus is of files, not of sessions.
      out.write((b == '\r' && !beforeLf) || b == 0 ? ' ' : b);
    }
    byte[] bytes = out.toByteArray();
    if (bytes[bytes.length - 1] != '\n') {
      out.writeBytes(new byte[] {'\r', '\n'});
      bytes = out.toByteArray();
    }
    return bytes;
  }

  /// The message from its mark on: what stands before is the gateway's. Empty when there is no
  /// mark.
  static Optional<byte[]> fromMark(byte[] octets) {
    byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i + mark.length <= octets.length; i++) {
      if ((i == 0 || octets[i - 1] == '\n')
          && java.util.Arrays.equals(octets, i, i + mark.length, mark, 0, mark.length)) {
        return Optional.of(java.util.Arrays.copyOfRange(octets, i, octets.length));
      }
    }
    return Optional.empty();
  }

  /// The number in the mark.
  static int id(byte[] fromMark) {
    String line = new String(fromMark, 0, Math.min(40, fromMark.length), StandardCharsets.US_ASCII);
    return Integer.parseInt(line.substring(MARK.length(), line.indexOf('\r')));
  }
}
