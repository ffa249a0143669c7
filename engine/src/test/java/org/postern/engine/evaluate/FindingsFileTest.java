package org.postern.engine.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.engine.verdict.Verdict;

class FindingsFileTest {

  private static final Symbol SIGN =
      Symbol.scored("A_SIGN", Group.CONTENT, 3, Stage.ACTIVE, "a test");

  @TempDir Path folder;

  @Test
  void what_was_found_is_judged_the_same_when_it_is_read_again() throws IOException {
    Path file = folder.resolve("findings");
    Sample one =
        new Sample(
            "here",
            Label.SPAM,
            "a\tb.eml",
            OptionalInt.of(2024),
            123,
            Duration.ofNanos(456),
            new Report(
                List.of(
                    new CheckOutcome.Done(
                        "x",
                        List.of(SIGN.found(1.0 / 3, List.of()), SIGN.found()),
                        Duration.ZERO))));
    Sample blind =
        new Sample(
            "there",
            Label.HAM,
            "c.eml",
            OptionalInt.empty(),
            1,
            Duration.ZERO,
            new Report(List.of(new CheckOutcome.TimedOut("slow", Duration.ofSeconds(1)))));
    FindingsFile.write(file, List.of(one, blind));
    List<Sample> read = FindingsFile.read(file, Map.of("A_SIGN", SIGN)).samples();
    assertThat(read).hasSize(2);
    assertThat(read.getFirst().name()).isEqualTo("a?b.eml");
    assertThat(read.getFirst().year()).isEqualTo(OptionalInt.of(2024));
    assertThat(read.getFirst().took()).isEqualTo(Duration.ofNanos(456));
    assertThat(Policy.STANDARD.judge(read.getFirst().report()).score()).isEqualTo(4);
    assertThat(Policy.STANDARD.judge(read.getLast().report()).decidedBy())
        .isEqualTo(Verdict.Step.BLINDNESS);
  }

  @Test
  void what_was_not_written_here_or_now_is_refused() throws IOException {
    Path file = folder.resolve("findings");
    Files.writeString(file, "something else\n");
    assertThatThrownBy(() -> FindingsFile.read(file, Map.of()))
        .isInstanceOf(WrongSource.class)
        .hasMessageContaining("scan again");
    Files.writeString(file, "postern findings 1\nspam\there\t0\t1\t1\ta.eml\tA_SIGN=1.0\n");
    assertThatThrownBy(() -> FindingsFile.read(file, Map.of()))
        .hasMessageContaining("line 2: there is no symbol A_SIGN; scan again");
    Files.writeString(file, "postern findings 1\nspam\there\n");
    assertThatThrownBy(() -> FindingsFile.read(file, Map.of()))
        .hasMessageContaining("line 2 cannot be understood");
  }
}
