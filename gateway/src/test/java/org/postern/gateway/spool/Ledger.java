package org.postern.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Uses a spool at random and writes down what was acknowledged, to compare with what is there
/// after a fault.
final class Ledger {

  private static final int LARGE = 3000;

  private static final class Line {
    final int number;
    volatile @Nullable Spooled acknowledged;
    volatile Progress tried = Progress.ACCEPTED;
    volatile boolean removed;

    Line(int number) {
      this.number = number;
    }
  }

  private final Map<String, Line> lines = new ConcurrentHashMap<>();
  private int refused;

  static SpoolLimits limits() {
    return SpoolLimits.DEFAULT
        .withSegmentOctets(16 << 10)
        .withInlineOctets(LARGE)
        .withMemoryOctets(8000)
        .withReserveOctets(0)
        .withQuiet(java.time.Duration.ofMillis(2));
  }

  int refused() {
    return refused;
  }

  private static int size(int number) {
    return number % 13 == 0 ? LARGE + number % 1000 : number % 1500;
  }

  /// The life of one message. Throws what the spool throws.
  void live(Spool spool, int number, Random random) throws IOException {
    Line line = new Line(number);
    lines.put(Mail.envelope(number).ref().value(), line);
    Spooled message = spool.commit(Mail.envelope(number), Mail.data(number, size(number)));
    line.acknowledged = message;
    int fate = random.nextInt(10);
    if (fate < 4) {
      for (int tries = 1; tries <= 1 + fate; tries++) {
        line.tried = Mail.judged(tries);
        message = spool.update(message, line.tried);
        line.acknowledged = message;
        spool.park(message);
      }
    }
    if (fate > 2) {
      line.removed = true;
      spool.remove(message);
    }
  }

  /// Many lives, of which some may fail.
  void liveOn(Spool spool, int from, int to, Random random) {
    for (int number = from; number < to; number++) {
      try {
        live(spool, number, random);
      } catch (IOException e) {
        refused++;
      }
    }
  }

  /// Nothing acknowledged is missing, nothing there is wrong.
  void compare(Spool spool, String what) throws IOException {
    List<String> there = new ArrayList<>();
    for (Spooled message : spool.list()) {
      String ref = message.envelope().ref().value();
      there.add(ref);
      Line line = lines.get(ref);
      assertThat(line).as("%s: %s was never sent", what, ref).isNotNull();
      int number = java.util.Objects.requireNonNull(line).number;
      assertThat(spool.body(message))
          .as("%s: body of %s", what, number)
          .isEqualTo(Mail.body(number, size(number)));
      assertThat(message.envelope()).isEqualTo(Mail.envelope(number));
      Spooled acknowledged = line.acknowledged;
      if (acknowledged != null) {
        assertThat(message.progress())
            .as("%s: progress of %s", what, number)
            .isIn(acknowledged.progress(), line.tried);
      }
    }
    assertThat(there).as("%s: each once", what).doesNotHaveDuplicates();
    lines.forEach((ref, line) -> {
      if (line.acknowledged != null && !line.removed) {
        assertThat(there).as("%s: acknowledged message %s", what, line.number).contains(ref);
      }
    });
  }
}
