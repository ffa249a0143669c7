package org.postern.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.postern.engine.checks.BuiltinChecks;

class SymbolsPageTest {

  private static final Path PAGE =
      Path.of(System.getProperty("postern.root", ".."), "docs", "symbols.md");

  @Test
  void the_page_in_docs_is_what_the_code_says() throws IOException {
    String page = SymbolsPage.of(BuiltinChecks.all());
    if (Boolean.getBoolean("postern.update")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("run: mvn -pl engine -am test -Dtest=SymbolsPageTest -Dpostern.update=true")
        .exists();
    assertThat(Files.readString(PAGE))
        .as(
            "docs/symbols.md is old; run: mvn -pl engine -am test -Dtest=SymbolsPageTest"
                + " -Dpostern.update=true")
        .isEqualTo(page);
  }
}
