package org.postern.gateway.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

/// A process that commits and says what was acknowledged, for tests that kill it: arguments are the
/// folder, how many messages, and how many threads commit. A refused one gives `no`.
final class SpoolChild {

  /// Every fifth body has a file of its own.
  static int size(int number) {
    return number % 5 == 0 ? 20_000 : 1000 + number;
  }

  static SpoolLimits limits() {
    return SpoolLimits.DEFAULT
        .withInlineOctets(10_000)
        .withSegmentOctets(64 << 10)
        .withReserveOctets(0);
  }

  private SpoolChild() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int messages = Integer.parseInt(args[1]);
    int threads = Integer.parseInt(args[2]);
    try (JournalSpool spool =
        JournalSpool.open(Path.of(args[0]), limits(), InstantSource.system(), new Random(1))) {
      Thread[] writers = new Thread[threads];
      for (int i = 0; i < threads; i++) {
        int first = i;
        writers[i] =
            Thread.ofVirtual()
                .start(() -> {
                  for (int n = first; n < messages; n += threads) {
                    commit(spool, n);
                  }
                });
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
    say("end");
  }

  private static void commit(JournalSpool spool, int number) {
    try {
      Spooled message = spool.commit(Mail.envelope(number), Mail.data(number, size(number)));
      say("ack " + number);
      if (number % 3 == 0) {
        say("gone " + number);
        spool.remove(message);
      }
    } catch (IOException e) {
      say("no " + number);
    }
  }

  /// One line, in one write.
  private static synchronized void say(String line) {
    byte[] octets = (line + "\n").getBytes(StandardCharsets.US_ASCII);
    System.out.write(octets, 0, octets.length);
    System.out.flush();
  }
}
