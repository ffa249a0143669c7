package org.postern.gateway.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every spool does.
interface SpoolContract {

  /// An empty spool that takes `maxMessages`.
  Spool spool(int maxMessages) throws IOException;

  default Spool spool() throws IOException {
    return spool(1000);
  }

  @Test
  default void gives_back_what_was_committed() throws IOException {
    try (Spool spool = spool()) {
      Spooled message = spool.commit(Mail.richEnvelope(), Mail.data(1, 5000));

      assertThat(message.envelope()).isEqualTo(Mail.richEnvelope());
      assertThat(message.size()).isEqualTo(5000);
      assertThat(message.progress()).isEqualTo(Progress.ACCEPTED);
      assertThat(spool.body(message)).isEqualTo(Mail.body(1, 5000));
      assertThat(spool.list()).containsExactly(message);
      assertThat(spool.bytesInMemory()).isEqualTo(5000);
    }
  }

  @Test
  default void takes_a_message_that_is_judged_already() throws IOException {
    try (Spool spool = spool()) {
      Spooled message = spool.commit(Mail.envelope(1), Mail.data(1, 10), Mail.judged(0));

      assertThat(message.progress()).isEqualTo(Mail.judged(0));
    }
  }

  @Test
  default void takes_an_empty_message() throws IOException {
    try (Spool spool = spool()) {
      Spooled message = spool.commit(Mail.envelope(1), Mail.data(1, 0));

      spool.park(message);

      assertThat(spool.body(message)).isEmpty();
    }
  }

  @Test
  default void update_gives_the_message_with_its_new_progress() throws IOException {
    try (Spool spool = spool()) {
      Spooled message = spool.commit(Mail.richEnvelope(), Mail.data(1, 10));

      Spooled updated = spool.update(message, Mail.judged(3));

      assertThat(updated.progress()).isEqualTo(Mail.judged(3));
      assertThat(updated.envelope()).isEqualTo(message.envelope());
      assertThat(updated.id()).isEqualTo(message.id());
      assertThat(spool.list()).containsExactly(updated);
    }
  }

  @Test
  default void a_parked_body_leaves_memory_and_can_be_read() throws IOException {
    try (Spool spool = spool()) {
      Spooled message = spool.commit(Mail.envelope(1), Mail.data(1, 5000));

      spool.park(message);

      assertThat(spool.bytesInMemory()).isZero();
      assertThat(spool.body(message)).isEqualTo(Mail.body(1, 5000));
      spool.park(message);
      assertThat(spool.bytesInMemory()).isZero();
    }
  }

  @Test
  default void a_removed_message_is_gone() throws IOException {
    try (Spool spool = spool()) {
      Spooled message = spool.commit(Mail.envelope(1), Mail.data(1, 5000));

      spool.remove(message);
      spool.remove(message);

      assertThat(spool.list()).isEmpty();
      assertThat(spool.bytesInMemory()).isZero();
      assertThatThrownBy(() -> spool.body(message)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> spool.park(message)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> spool.update(message, Mail.judged(1)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  default void lists_the_oldest_first() throws IOException {
    try (Spool spool = spool()) {
      Spooled first = spool.commit(Mail.envelope(1), Mail.data(1, 10));
      Spooled second = spool.commit(Mail.envelope(2), Mail.data(2, 10));
      Spooled third = spool.commit(Mail.envelope(3), Mail.data(3, 10));
      first = spool.update(first, Mail.judged(1));

      spool.remove(second);

      assertThat(spool.list()).containsExactly(first, third);
    }
  }

  @Test
  default void too_many_messages_are_refused_until_one_is_removed() throws IOException {
    try (Spool spool = spool(2)) {
      Spooled first = spool.commit(Mail.envelope(1), Mail.data(1, 10));
      Spooled second = spool.commit(Mail.envelope(2), Mail.data(2, 10));
      List<String> closed = Mail.log();

      assertThatThrownBy(
              () -> spool.commit(Mail.envelope(3), Mail.tracked(Mail.body(3, 10), true, closed)))
          .isInstanceOf(SpoolFull.class);
      assertThat(closed).isNotEmpty();
      assertThat(spool.list()).containsExactly(first, second);

      spool.remove(first);
      Spooled third = spool.commit(Mail.envelope(3), Mail.data(3, 10));
      assertThat(spool.list()).containsExactly(second, third);
    }
  }

  @Test
  default void takes_messages_from_many_at_once() throws Exception {
    try (Spool spool = spool();
        var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Spooled>> commits =
          IntStream.range(0, 200).mapToObj(i -> workers.submit(() -> life(spool, i))).toList();
      for (Future<Spooled> commit : commits) {
        Spooled message = commit.get();
        int number = (int) message.size();
        if (number % 2 == 0) {
          assertThat(spool.body(message)).isEqualTo(Mail.body(number, number));
        }
      }
      assertThat(spool.list()).hasSize(100);
    }
  }

  private static Spooled life(Spool spool, int number) throws IOException {
    Spooled message = spool.commit(Mail.envelope(number), Mail.data(number, number));
    message = spool.update(message, Mail.judged(number));
    if (number % 2 == 1) {
      spool.remove(message);
    } else if (number % 4 == 0) {
      spool.park(message);
    }
    return message;
  }
}
