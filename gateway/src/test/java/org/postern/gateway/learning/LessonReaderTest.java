package org.postern.gateway.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postern.engine.facts.Abandoned;
import org.postern.engine.learn.Lesson;

@Timeout(60)
class LessonReaderTest {

  private static final byte[] MAIL =
      "Subject: minutes\r\n\r\nof the meeting\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LONG = Duration.ofSeconds(50);

  private static Lesson busy() {
    while (true) {
      Abandoned.check();
    }
  }

  @Test
  void a_message_is_read() throws IOException {
    assertThat(new LessonReader<byte[], Integer>(octets -> octets.length).read(MAIL))
        .isEqualTo(MAIL.length);
  }

  @Test
  void what_takes_too_much_of_the_processor_is_given_up() {
    LessonReader<byte[], Lesson> reader =
        new LessonReader<>(_ -> busy(), Duration.ofMillis(200), LONG);
    assertThatThrownBy(() -> reader.read(MAIL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void what_takes_too_much_of_the_clock_is_given_up_and_few_hang_at_once() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    LessonReader<byte[], Lesson> reader =
        new LessonReader<>(
            _ -> {
              begun.incrementAndGet();
              while (true) {
                try {
                  never.await();
                  return Teacher.lesson(MAIL);
                } catch (InterruptedException | IOException _) {
                  // hangs, whatever it is told
                }
              }
            },
            LONG,
            Duration.ofMillis(150));
    for (int i = 0; i < 4; i++) {
      assertThatThrownBy(() -> reader.read(MAIL)).hasMessageContaining("too long");
    }
    assertThatThrownBy(() -> reader.read(MAIL)).hasMessageContaining("others are in the way");
    assertThat(begun).hasValue(4);
    never.countDown();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      try {
        assertThat(reader.read(MAIL).digest()).isEqualTo(Teacher.lesson(MAIL).digest());
        return;
      } catch (IOException stillBusy) {
        assertThat(System.nanoTime()).as("%s", stillBusy).isLessThan(end);
      }
    }
  }

  @Test
  void what_breaks_is_told() {
    LessonReader<byte[], Lesson> reader =
        new LessonReader<>(
            _ -> {
              throw new StackOverflowError();
            },
            LONG,
            LONG);
    assertThatThrownBy(() -> reader.read(MAIL))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be read");
  }
}
