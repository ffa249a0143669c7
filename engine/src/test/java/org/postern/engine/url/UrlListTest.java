package org.postern.engine.url;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlListTest {

  private static final String LIST =
      """
      # bad ones
      evil.example
      https://host.example/bad/   # one of many
      http://Other.Example/a?b=1
      198.51.100.7
      münchen.example
      shared.example/x
      """;

  private static UrlList read(String text) {
    return ((UrlList.Result.Read) UrlList.read(text.lines().toList())).list();
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example/, true",
    "http://www.EVIL.example:8080/x, true",
    "https://notevil.example/, false",
    "https://evil.example.org/, false",
    "https://host.example/bad/x, true",
    "http://host.example/bad/, true",
    "https://host.example/badly, false",
    "https://host.example/, false",
    "https://www.host.example/bad/, false",
    "https://other.example/a?b=1&c=2, true",
    "https://other.example/a?b=12, false",
    "http://0xc6.51.100.7/, true",
    "https://xn--mnchen-3ya.example/, true",
    "https://shared.example/x/y, true",
    "https://shared.example/y, false"
  })
  void matches_domains_and_what_is_below_and_paths(String address, boolean listed) {
    UrlList list = read(LIST);
    assertThat(list.size()).isEqualTo(6);
    assertThat(list.match(WebAddress.parse(address).orElseThrow()).isPresent()).isEqualTo(listed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil", "com", "co.uk", "a b.example", "ftp://a.example/", "*.example", "/x"})
  void a_wrong_line_is_told_with_its_number(String line) {
    UrlList.Result result = UrlList.read(List.of("evil.example", "", line));
    assertThat(result).isInstanceOf(UrlList.Result.Wrong.class);
    UrlList.Result.Wrong wrong = (UrlList.Result.Wrong) result;
    assertThat(wrong.line()).isEqualTo(3);
    assertThat(wrong.why()).startsWith("expected a domain such as").contains(line);
  }

  private static WebAddress address(String text) {
    return WebAddress.parse(text).orElseThrow();
  }

  private static void write(Path file, String text, int age) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(
        file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(age)));
  }

  @Test
  void files_are_read_again_and_the_last_good_list_holds(@TempDir Path folder) throws IOException {
    Path blocked = folder.resolve("blocked");
    Path allowed = folder.resolve("allowed");
    UrlLists lists = new UrlLists(List.of(blocked), List.of(allowed));
    assertThat(lists.empty()).isTrue();
    write(blocked, "evil.example\n", 1);
    write(allowed, "https://evil.example/fine/\n", 1);
    lists.refresh();
    assertThat(lists.blocks(address("https://evil.example/x"))).contains("evil.example");
    assertThat(lists.blocks(address("https://evil.example/fine/x"))).isEmpty();
    write(blocked, "worse.example\nno address\n", 2);
    lists.refresh();
    assertThat(lists.blocks(address("https://evil.example/x"))).contains("evil.example");
    write(blocked, "worse.example\n", 3);
    lists.refresh();
    assertThat(lists.blocks(address("https://evil.example/x"))).isEmpty();
    assertThat(lists.blocks(address("https://worse.example/x"))).contains("worse.example");
    Files.delete(blocked);
    lists.refresh();
    assertThat(lists.blocks(address("https://worse.example/x"))).contains("worse.example");
  }

  @Test
  void a_file_that_is_no_text_is_told_and_not_read_again_until_it_changes(@TempDir Path folder)
      throws IOException {
    Path blocked = folder.resolve("blocked");
    write(blocked, "evil.example\n", 1);
    UrlLists lists = new UrlLists(List.of(blocked), List.of());
    Files.write(blocked, new byte[] {'a', (byte) 0xff, '\n'});
    Files.setLastModifiedTime(blocked, FileTime.from(Instant.parse("2026-01-01T00:00:02Z")));
    lists.refresh();
    assertThat(lists.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.line()).isZero();
          assertThat(problem.why()).isEqualTo("not UTF-8");
        });
    // the same size and time: were it read again, it would be good
    write(blocked, "x.z", 2);
    lists.refresh();
    assertThat(lists.problems()).hasSize(1);
    assertThat(lists.blocks(address("https://evil.example/x"))).contains("evil.example");
    write(blocked, "worse.example\n", 3);
    lists.refresh();
    assertThat(lists.problems()).isEmpty();
    assertThat(lists.blocks(address("https://worse.example/x"))).contains("worse.example");
  }

  @Test
  void a_file_that_went_and_came_back_is_no_problem_any_more(@TempDir Path folder)
      throws IOException {
    Path blocked = folder.resolve("blocked");
    write(blocked, "evil.example\n", 1);
    UrlLists lists = new UrlLists(List.of(blocked), List.of());
    Files.delete(blocked);
    lists.refresh();
    assertThat(lists.problems()).hasSize(1);
    write(blocked, "evil.example\n", 1);
    lists.refresh();
    assertThat(lists.problems()).isEmpty();
  }
}
