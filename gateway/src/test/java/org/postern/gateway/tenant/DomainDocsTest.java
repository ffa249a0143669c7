package org.postern.gateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.GateTest;

class DomainDocsTest {

  private static final Path PAGE =
      Path.of(System.getProperty("postern.root", "..")).resolve("docs/domains.md");

  @Test
  void the_page_says_what_the_settings_are() throws Exception {
    String page = page();
    if (Boolean.getBoolean("postern.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("written by `make docs`").hasContent(page);
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Settings of a domain

        Data, not configuration: they are changed while the gateway runs and hold within a second.

            postern domain set example.org                          # shows all
            postern domain set example.org recipients=pass-through suspect-at=4
            postern domain add example.org --route mail.example.org:25 --set on-phishing=reject

        | key | value | standard | what it does |
        |---|---|---|---|
        """);
    for (DomainKeys.Setting setting : DomainKeys.list()) {
      boolean tests = setting.name().equals("refuse-on");
      page.append(
          "| `%s` | %s | `%s` | %s |%n"
              .formatted(
                  setting.name(),
                  tests ? "names of tests with commas between, or none" : setting.expected(),
                  setting.write().apply(DomainSettings.STANDARD),
                  setting.doc()));
    }
    page.append(
        """

        ## Tests at the gate

        What a test finds is evidence in any case, as the symbol of its row. It refuses by itself where `refuse-on` names it.

        | test | symbol | found when | refuses as standard |
        |---|---|---|---|
        """);
    for (GateTest test : GateTest.values()) {
      page.append(
          "| `%s` | `%s` | %s | %s |%n"
              .formatted(
                  test.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                  test.symbol().name(),
                  test.symbol().meaning(),
                  test.refuses() ? "yes" : "no"));
    }
    return page.toString();
  }
}
