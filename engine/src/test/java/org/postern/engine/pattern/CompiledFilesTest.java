package org.postern.engine.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompiledFilesTest {

  @Test
  void what_was_not_used_longest_makes_room(@TempDir Path parent) throws IOException {
    Path folder = parent.resolve("rules");
    CompiledFiles files = new CompiledFiles(List.of(folder), 3_500);
    for (int i = 0; i < 4; i++) {
      files.write("n" + i, new byte[1_000]);
      age(folder, "n" + i, 10 - i);
    }
    assertThat(files.read("n0")).as("read, and so used").isPresent();
    files.write("n4", new byte[1_000]);
    assertThat(files.read("n1")).isEmpty();
    for (String kept : List.of("n0", "n2", "n3", "n4")) {
      assertThat(files.read(kept)).as(kept).isPresent();
    }
  }

  @Test
  void what_a_process_left_half_written_goes_after_an_hour(@TempDir Path parent)
      throws IOException {
    Path folder = parent.resolve("rules");
    CompiledFiles files = new CompiledFiles(List.of(folder));
    files.write("n0", new byte[10]);
    Path old = Files.createFile(folder.resolve("new1.part"));
    Path young = Files.createFile(folder.resolve("new2.part"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(2 * 3_600)));
    files.write("n1", new byte[10]);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(files.read("n0")).isPresent();
  }

  private static void age(Path folder, String name, int minutes) throws IOException {
    Files.setLastModifiedTime(
        folder.resolve(name + ".hs"), FileTime.from(Instant.now().minusSeconds(60L * minutes)));
  }
}
