package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class SiteModelFileTest {

  @TempDir Path folder;

  private static SiteModel model(int messages) {
    SiteModel model = new SiteModel();
    MimeParser parser = new MimeParser(MimeLimits.DEFAULT);
    for (int i = 0; i < messages; i++) {
      model.learn(
          parser.parse(("Subject: no " + i + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)),
          i % 2 == 0);
    }
    return model;
  }

  private static long read(SiteModelFile file) {
    return file.model().map(model -> model.spam() + model.ham()).orElse(0L);
  }

  @Test
  void is_read_when_it_comes_and_when_it_changes() throws IOException {
    Path path = folder.resolve("m");
    SiteModelFile file = new SiteModelFile(path);
    assertThat(file.model()).isEmpty();
    SiteModelFile.write(path, model(4));
    file.refresh();
    assertThat(read(file)).isEqualTo(4);
    SiteModelFile.write(path, model(6));
    file.refresh();
    assertThat(read(file)).isEqualTo(6);
    SiteModel before = file.model().orElseThrow();
    file.refresh();
    assertThat(file.model()).containsSame(before);
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void the_last_good_one_stays() throws IOException {
    Path path = folder.resolve("m");
    SiteModelFile.write(path, model(4));
    byte[] whole = Files.readAllBytes(path);
    SiteModelFile file = new SiteModelFile(path);
    Files.write(path, Arrays.copyOf(whole, whole.length - 20));
    file.refresh();
    assertThat(read(file)).isEqualTo(4);
    Files.delete(path);
    file.refresh();
    assertThat(read(file)).isEqualTo(4);
    SiteModelFile.write(path, model(6));
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(2)));
    file.refresh();
    assertThat(read(file)).isEqualTo(6);
  }

  @Test
  void errors_name_the_file() throws IOException {
    Path path = folder.resolve("m");
    assertThatThrownBy(() -> SiteModelFile.read(path))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no file " + path);
    SiteModelFile.write(path, model(4));
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> SiteModelFile.read(path)).hasMessageContaining(path + " is cut off");
    byte[] bent = whole.clone();
    bent[whole.length - 6] ^= 1;
    Files.write(path, bent);
    assertThatThrownBy(() -> SiteModelFile.read(path)).hasMessageContaining(path.toString());
  }
}
