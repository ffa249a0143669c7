package org.postern.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigDocsTest {

  private static final Path PAGE =
      Path.of(System.getProperty("postern.root", "..")).resolve("docs/configuration.md");

  @Test
  void the_page_says_what_the_records_say() throws Exception {
    String page = ConfigPage.markdown();
    if (Boolean.getBoolean("postern.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("written by `make docs`").hasContent(page);
  }

  @Test
  void the_example_on_the_page_is_the_default() throws Exception {
    String page = ConfigPage.markdown();
    String example =
        page.substring(page.indexOf("```yaml\n") + 8, page.indexOf("```\n", page.indexOf("yaml")));
    assertThat(Config.parse("example", example)).isEqualTo(Config.standard());
  }
}
