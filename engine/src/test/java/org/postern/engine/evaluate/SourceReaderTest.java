package org.postern.engine.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderTest {

  @TempDir Path folder;
  private final List<String> messages = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  private void read(Path path, Optional<Label> label) throws InterruptedException {
    SourceReader.read(
        new Source(path, label),
        new SourceReader.Taking() {
          @Override
          public void message(String name, Label is, byte[] octets) {
            messages.add(
                folder.relativize(Path.of(name))
                    + " "
                    + is.word()
                    + " "
                    + new String(octets, UTF_8));
          }

          @Override
          public void unreadable(String name, String why) {
            unreadable.add(folder.relativize(Path.of(name)) + ": " + why);
          }
        });
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void every_file_of_a_folder_is_a_message_but_hidden_ones() throws Exception {
    write("b.eml", "two");
    write("a.eml", "one");
    write("deep/c", "three");
    write(".hidden", "none");
    read(folder, Optional.of(Label.HAM));
    assertThat(messages).containsExactly("a.eml ham one", "b.eml ham two", "deep/c ham three");
    assertThat(unreadable).isEmpty();
  }

  @Test
  void an_index_says_what_the_messages_are() throws Exception {
    write("index.tsv", "ham\t1.eml\nspam\t2.eml\n\n# a word\ninfomail\t3.eml\n");
    write("1.eml", "one");
    write("2.eml", "two");
    write("3.eml", "three");
    write("4.eml", "not in the index");
    read(folder, Optional.empty());
    assertThat(messages).containsExactly("1.eml ham one", "2.eml spam two", "3.eml infomail three");
    messages.clear();
    read(folder, Optional.of(Label.SPAM));
    assertThat(messages).containsExactly("2.eml spam two");
  }

  @Test
  void a_file_that_the_index_names_and_that_is_not_there_is_told() throws Exception {
    write("index.tsv", "ham\t1.eml\nham\t2.eml\n");
    write("1.eml", "one");
    read(folder, Optional.empty());
    assertThat(messages).containsExactly("1.eml ham one");
    assertThat(unreadable).containsExactly("2.eml: there is no such file");
  }

  @Test
  void the_messages_of_an_mbox_are_told_apart_and_unquoted() throws Exception {
    write(
        "box",
        """
        From ann@sender.example Mon Jan  5 10:00:00 2026
        Subject: one

        >From here on
        From within a paragraph
        >>From twice

        From bob@sender.example Mon Jan  5 10:00:00 2026
        Subject: two

        last line\
        """);
    read(folder.resolve("box"), Optional.of(Label.SPAM));
    assertThat(messages)
        .containsExactly(
            "box#1 spam Subject: one\n\nFrom here on\nFrom within a paragraph\n>From twice\n\n",
            "box#2 spam Subject: two\n\nlast line");
  }

  @Test
  void what_cannot_be_used_is_said() throws Exception {
    assertThatThrownBy(() -> read(folder.resolve("none"), Optional.of(Label.HAM)))
        .isInstanceOf(WrongSource.class)
        .hasMessageContaining("there is no file or folder");
    assertThatThrownBy(() -> read(folder, Optional.of(Label.HAM)))
        .hasMessageContaining("no ham messages in");
    assertThatThrownBy(() -> read(folder, Optional.empty())).hasMessageContaining("has no index");
    write("index.tsv", "ham\t1.eml\njunk\t2.eml\n");
    assertThatThrownBy(() -> read(folder, Optional.empty()))
        .hasMessageContaining("line 2: 'junk' is none of ham, infomail, spam");
    write("index.tsv", "ham 1.eml\n");
    assertThatThrownBy(() -> read(folder, Optional.empty()))
        .hasMessageContaining("line 1: expected class TAB path");
  }

  @Test
  void sources_have_the_name_of_their_collection() {
    assertThat(new Source(Path.of("/c/one/ham"), Optional.of(Label.HAM)).name()).isEqualTo("one");
    assertThat(new Source(Path.of("/c/one/"), Optional.empty()).name()).isEqualTo("one");
    assertThat(new Source(Path.of("/ham"), Optional.empty()).name()).isEqualTo("ham");
  }

  @Test
  void the_year_is_that_of_the_date() {
    assertThat(year("Subject: x\r\nDate: Mon, 5 Jan 2026 10:00:00 +0100\r\n\r\n"))
        .isEqualTo(OptionalInt.of(2026));
    assertThat(year("Subject: x\n\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n"))
        .isEqualTo(OptionalInt.empty());
    assertThat(year("Date: yesterday\n\n")).isEqualTo(OptionalInt.empty());
    assertThat(year("")).isEqualTo(OptionalInt.empty());
  }

  private static OptionalInt year(String message) {
    return SampleScan.year(message.getBytes(UTF_8));
  }
}
