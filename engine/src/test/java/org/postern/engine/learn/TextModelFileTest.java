package org.postern.engine.learn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextModelFileTest {

  @TempDir Path folder;

  private static byte[] mail(boolean spam, int number) {
    String text =
        spam
            ? "Order the cheap pills of our shop now, they are shipped at once, number "
            : "The draft of the contract is attached, could you review it by noon, number ";
    return "From: <a@b%d.example>\r\nSubject: x\r\n\r\n%s%d.\r\n"
        .formatted(number, text, number)
        .getBytes(UTF_8);
  }

  private static TextTraining.Fitted fitted(Set<String> doubted) {
    TextTraining training = new TextTraining();
    for (int i = 0; i < 60; i++) {
      training.add("one", true, mail(true, i));
      training.add("one", false, mail(false, i));
      training.add("archive", false, mail(i == 7, i));
    }
    return training.fit(doubted);
  }

  @Test
  void a_model_is_fitted_written_and_read() throws IOException {
    TextTraining.Fitted fitted = fitted(Set.of("archive"));
    assertThat(fitted.said())
        .startsWith("archive: 1 messages left out as spam nobody labelled")
        .anyMatch(line -> line.startsWith("later mail: "))
        .anyMatch(line -> line.startsWith("without one: "));
    assertThat(fitted.model().suspect()).isGreaterThanOrEqualTo(1);
    Path path = folder.resolve("m");
    TextModelFile.write(path, fitted.model());
    TextModel read = TextModelFile.read(path);
    assertThat(read).hasToString(fitted.model().toString());
    TextFeatures offer = TextFeatures.of("x", "cheap pills of our shop, order now");
    assertThat(read.logOdds(offer.toArray(), new int[0]))
        .isPositive()
        .isEqualTo(fitted.model().logOdds(offer.toArray(), new int[0]));
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void the_same_mail_gives_the_same_file() throws IOException {
    TextModelFile.write(folder.resolve("a"), fitted(Set.of()).model());
    TextModelFile.write(folder.resolve("b"), fitted(Set.of()).model());
    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
  }

  @Test
  void errors_name_the_file_and_what_is_wrong_with_it() throws IOException {
    Path path = folder.resolve("m");
    assertThatThrownBy(() -> TextModelFile.read(path))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no file " + path);
    TextModelFile.write(path, fitted(Set.of()).model());
    byte[] whole = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> TextModelFile.read(path))
        .hasMessage(path + " is cut off: not a text model");
    byte[] bent = whole.clone();
    bent[whole.length - 6] ^= 1; // in the checksum of all
    Files.write(path, bent);
    assertThatThrownBy(() -> TextModelFile.read(path))
        .hasMessageStartingWith("cannot read a text model from " + path);
    Files.writeString(path, "no model");
    assertThatThrownBy(() -> TextModelFile.read(path))
        .hasMessage("cannot read a text model from " + path + ": Not in GZIP format");
    Files.write(path, headed(Float.NaN));
    assertThatThrownBy(() -> TextModelFile.read(path)).hasMessageContaining("suspects from NaN");
    Files.write(path, headed(0));
    assertThatThrownBy(() -> TextModelFile.read(path)).hasMessageContaining("suspects from 0.0");
  }

  private static byte[] headed(float suspect) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(new GZIPOutputStream(octets))) {
      data.writeInt(0x50544d32);
      data.writeByte(TextFeatures.BITS);
      data.writeFloat(0);
      data.writeFloat(suspect);
    }
    return octets.toByteArray();
  }

  @Test
  void templates_need_a_list_of_words() {
    assertThatThrownBy(() -> new TextTraining().addTemplates(folder))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("words.txt");
  }
}
