package org.postern.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One JSON object whose fields keep their order. Values are text, whole numbers, numbers, truth
/// values, objects, and lists of text or of objects; `null` in what is read is the same as an
/// absent field.
///
/// One thread: that of whoever fills it.
public final class JsonObject {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(20).build())
          .build();

  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final Map<String, Object> fields = new LinkedHashMap<>();

  /// Adds text.
  public JsonObject with(String name, String value) {
    fields.put(name, value);
    return this;
  }

  /// Adds a whole number.
  public JsonObject with(String name, long value) {
    fields.put(name, value);
    return this;
  }

  /// Adds a number, rounded to thousandths.
  public JsonObject with(String name, double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN);
    fields.put(name, rounded.signum() == 0 ? BigDecimal.ZERO : plain(rounded));
    return this;
  }

  /// Adds true or false.
  public JsonObject with(String name, boolean value) {
    fields.put(name, value);
    return this;
  }

  /// Adds a moment, ISO 8601 in UTC with milliseconds.
  public JsonObject with(String name, Instant value) {
    fields.put(name, moment(value));
    return this;
  }

  /// Adds an object.
  public JsonObject with(String name, JsonObject value) {
    fields.put(name, value);
    return this;
  }

  /// Adds a list of texts or of objects.
  public JsonObject with(String name, List<?> values) {
    fields.put(name, List.copyOf(values));
    return this;
  }

  /// Text; empty where the field is absent or something else.
  public Optional<String> text(String name) {
    return Optional.ofNullable(fields.get(name))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /// A number; empty where the field is absent or something else.
  public Optional<Number> number(String name) {
    return Optional.ofNullable(fields.get(name))
        .filter(Number.class::isInstance)
        .map(Number.class::cast);
  }

  /// True or false; empty where the field is absent or something else.
  public Optional<Boolean> truth(String name) {
    return Optional.ofNullable(fields.get(name))
        .filter(Boolean.class::isInstance)
        .map(Boolean.class::cast);
  }

  /// An object; empty where the field is absent or something else.
  public Optional<JsonObject> object(String name) {
    return Optional.ofNullable(fields.get(name))
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast);
  }

  /// The texts of a list; empty where the field is absent or something else.
  public List<String> texts(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /// The objects of a list; empty where the field is absent or something else.
  public List<JsonObject> objects(String name) {
    return fields.get(name) instanceof List<?> list
        ? list.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList()
        : List.of();
  }

  /// How moments look: `2026-03-01T12:00:00.000Z`.
  public static String moment(Instant time) {
    return MOMENT.format(time);
  }

  /// Reads one object.
  ///
  /// @throws IOException when the text is anything else
  public static JsonObject parse(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      JsonObject object = object(parser);
      if (parser.nextToken() != null) {
        throw new IOException("something follows the JSON object");
      }
      return object;
    }
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    JsonObject object = new JsonObject();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      value(parser).ifPresent(value -> object.fields.put(name, value));
    }
    return object;
  }

  private static Optional<Object> value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> Optional.of(parser.getText());
      case VALUE_NUMBER_INT -> Optional.of(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> Optional.of(parser.getDecimalValue());
      case VALUE_TRUE -> Optional.of(true);
      case VALUE_FALSE -> Optional.of(false);
      case START_OBJECT -> Optional.of(object(parser));
      case START_ARRAY -> {
        List<Object> values = new java.util.ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          value(parser).ifPresent(values::add);
        }
        yield Optional.of(List.copyOf(values));
      }
      default -> Optional.empty();
    };
  }

  /// The object on one line, without a line end.
  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case String text -> json.writeString(text);
      case Long number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number.toPlainString());
      case Boolean truth -> json.writeBoolean(truth);
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case JsonObject object -> {
        json.writeStartObject();
        for (Map.Entry<String, Object> field : object.fields.entrySet()) {
          json.writeFieldName(field.getKey());
          write(json, field.getValue());
        }
        json.writeEndObject();
      }
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
