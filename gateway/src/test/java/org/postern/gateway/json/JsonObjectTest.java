package org.postern.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  private static final String ALL =
      "{\"text\":\"a\\\"b\\n\\u0000é\",\"whole\":7,\"number\":-1.25,\"zero\":0,\"yes\":true,"
          + "\"time\":\"2026-03-01T12:00:00.250Z\",\"object\":{\"x\":1},"
          + "\"list\":[\"a\",\"b\"],\"objects\":[{\"y\":2}]}";

  @Test
  void writes_one_line_in_the_order_of_the_fields() {
    JsonObject object =
        new JsonObject()
            .with("text", "a\"b\n\0é")
            .with("whole", 7)
            .with("number", -1.25)
            .with("zero", -0.0001)
            .with("yes", true)
            .with("time", Instant.parse("2026-03-01T12:00:00.250999Z"))
            .with("object", new JsonObject().with("x", 1))
            .with("list", List.of("a", "b"))
            .with("objects", List.of(new JsonObject().with("y", 2)));
    assertThat(object).hasToString(ALL);
  }

  @Test
  void reads_what_it_writes() throws IOException {
    JsonObject object = JsonObject.parse(ALL);
    assertThat(object).hasToString(ALL);
    assertThat(object.text("text")).contains("a\"b\n\0é");
    assertThat(object.number("whole")).get().isEqualTo(7L);
    assertThat(object.truth("yes")).contains(true);
    assertThat(object.object("object").orElseThrow().number("x")).get().isEqualTo(1L);
    assertThat(object.texts("list")).containsExactly("a", "b");
    assertThat(object.objects("objects")).hasSize(1);
  }

  @Test
  void null_is_the_same_as_absent_and_so_is_another_type() throws IOException {
    JsonObject object = JsonObject.parse("{\"a\":null,\"b\":5}");
    assertThat(object.text("a")).isEmpty();
    assertThat(object.text("b")).isEmpty();
    assertThat(object.texts("b")).isEmpty();
    assertThat(object).hasToString("{\"b\":5}");
  }

  @Test
  void rounds_numbers_to_thousandths() {
    assertThat(new JsonObject().with("a", 10.0).with("b", 1234.5678).with("c", 100.0))
        .hasToString("{\"a\":10,\"b\":1234.568,\"c\":100}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"a\":}", "{} {}", "x", "{\"a\":99999999999999999999}"})
  void refuses_what_is_not_one_object(String text) {
    assertThatThrownBy(() -> JsonObject.parse(text)).isInstanceOf(IOException.class);
  }

  @Test
  void refuses_deep_nesting() {
    assertThatThrownBy(() -> JsonObject.parse("{\"a\":".repeat(100_000)))
        .isInstanceOf(IOException.class);
  }
}
