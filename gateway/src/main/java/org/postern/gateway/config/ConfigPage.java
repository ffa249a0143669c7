package org.postern.gateway.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Writes the reference page of the configuration from its records.
public final class ConfigPage {

  private ConfigPage() {}

  /// The page as Markdown.
  public static String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            `postern run --config FILE` reads this file; without `--config`, `postern.yaml` in the working directory when there is one. Every key
            may be left out. An unknown key or a wrong value is an error: Postern says file, line, column and what it expected, and exits with
            code 2. `--data`, `--smtp` and `--http` on the command line win over the file.

            This page is written from `gateway/config/Config.java` by `make docs`.

            ```yaml
            """);
    for (RecordComponent section : Config.class.getRecordComponents()) {
      page.append(ConfigReader.name(section)).append(":\n");
      for (RecordComponent key : section.getType().getRecordComponents()) {
        page.append("  ")
            .append(ConfigReader.name(key))
            .append(": ")
            .append(yaml(key))
            .append('\n');
      }
    }
    page.append("```\n");
    for (RecordComponent section : Config.class.getRecordComponents()) {
      page.append("\n## ").append(ConfigReader.name(section)).append("\n\n");
      page.append(ConfigReader.key(section).doc()).append("\n\n");
      page.append("| key | default | allowed | meaning |\n|---|---|---|---|\n");
      for (RecordComponent key : section.getType().getRecordComponents()) {
        page.append(row(key));
      }
    }
    return page.toString();
  }

  private static String row(RecordComponent component) {
    Key key = ConfigReader.key(component);
    String standard = key.standard().isEmpty() ? "none" : "`" + key.standard() + "`";
    return "| `%s` | %s | %s | %s |%n"
        .formatted(ConfigReader.name(component), standard, allowed(component), key.doc())
        .replace("\r\n", "\n");
  }

  private static String allowed(RecordComponent component) {
    Key key = ConfigReader.key(component);
    Form<?> form = Form.of(ConfigReader.valueType(component));
    String range =
        key.least().isEmpty() && key.most().isEmpty()
            ? ""
            : "; %s to %s".formatted(key.least(), key.most());
    String list = component.getType() == List.class ? "a list; each " : "";
    return list + form.expected() + range;
  }

  private static String yaml(RecordComponent component) {
    Key key = ConfigReader.key(component);
    if (component.getType() == List.class) {
      return "["
          + String.join(
              ", ",
              Arrays.stream(key.standard().split(", "))
                  .filter(text -> !text.isEmpty())
                  .map(ConfigPage::quoted)
                  .toList())
          + "]";
    }
    return component.getType() == Optional.class && key.standard().isEmpty()
        ? "\"\""
        : quoted(key.standard());
  }

  private static String quoted(String text) {
    return text.contains(":") ? "\"" + text + "\"" : text;
  }
}
