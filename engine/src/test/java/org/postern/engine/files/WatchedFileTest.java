package org.postern.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {

  @TempDir Path folder;
  private Path path;
  private final AtomicInteger readings = new AtomicInteger();

  @BeforeEach
  void name() {
    path = folder.resolve("number");
  }

  private Integer read(Path from) throws IOException {
    readings.incrementAndGet();
    String text = Files.readString(from).strip();
    if (!text.matches("[0-9]+")) {
      throw new IOException(from + " line 1: a number expected");
    }
    return Integer.valueOf(text);
  }

  private void write(String text, long second) throws IOException {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.fromMillis(second * 1_000));
  }

  @Test
  void is_read_at_once_and_when_it_changes_and_not_otherwise() throws IOException {
    write("1", 1);
    WatchedFile<Integer> file = new WatchedFile<>("number", path, this::read);
    assertThat(file.value()).contains(1);
    file.refresh();
    assertThat(readings).hasValue(1);
    write("2", 2);
    file.refresh();
    assertThat(file.value()).contains(2);
    assertThat(file.problem()).isEmpty();
  }

  @Test
  void what_was_read_last_stays_and_the_problem_is_told_until_it_is_gone() throws IOException {
    write("1", 1);
    WatchedFile<Integer> file = new WatchedFile<>("number", path, this::read);
    write("one", 2);
    file.refresh();
    file.refresh();
    assertThat(file.value()).contains(1);
    assertThat(file.problem()).contains(path + " line 1: a number expected");
    assertThat(readings).hasValue(2);
    write("3", 3);
    file.refresh();
    assertThat(file.value()).contains(3);
    assertThat(file.problem()).isEmpty();
  }

  @Test
  void a_file_that_comes_later_and_goes_again_is_no_reason_to_stop() throws IOException {
    WatchedFile<Integer> file = new WatchedFile<>("number", path, this::read);
    assertThat(file.value()).isEmpty();
    assertThat(file.problem()).isPresent();
    write("1", 1);
    file.refresh();
    assertThat(file.value()).contains(1);
    Files.delete(path);
    file.refresh();
    assertThat(file.value()).contains(1);
    assertThat(file.problem()).isPresent();
  }

  @Test
  void what_is_being_written_while_it_is_read_is_read_again() throws IOException {
    write("1", 1);
    WatchedFile<Integer> file =
        new WatchedFile<>(
            "number",
            path,
            from -> {
              int read = read(from);
              if (read == 2) {
                write("3", 3);
              }
              return read;
            });
    write("2", 2);
    file.refresh();
    assertThat(file.value()).contains(1);
    file.refresh();
    assertThat(file.value()).contains(3);
  }
}
