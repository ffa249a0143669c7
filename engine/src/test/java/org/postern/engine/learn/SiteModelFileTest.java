package org.postern.engine.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void what_is_written_is_read_and_nothing_is_left_beside_it() throws IOException {
    Path path = folder.resolve("m");
    SiteModelFile.write(path, model(4));
    SiteModelFile.write(path, model(6));
    assertThat(SiteModelFile.read(path)).hasToString("3 spam, 3 other messages, too few to speak");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
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
