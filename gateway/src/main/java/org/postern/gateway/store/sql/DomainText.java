package org.postern.gateway.store.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postern.gateway.store.StoreFailed;
import org.postern.gateway.tenant.DomainKeys;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;

/// Routes and settings of domains as text in columns.
///
/// A route has a line for each next hop: `priority port host`. Settings are a JSON object of what
/// differs from the standard, by the names of [DomainKeys], so that a new setting needs no
/// migration.
final class DomainText {
  // Buffers are shared: virtual threads, each of them new, would never find their own again.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private DomainText() {}

  static String route(List<NextHop> route) {
    return route.stream()
        .map(hop -> hop.priority() + " " + hop.port() + " " + hop.host())
        .collect(Collectors.joining("\n"));
  }

  static List<NextHop> route(String text) {
    return text.lines().map(DomainText::nextHop).toList();
  }

  private static NextHop nextHop(String line) {
    String[] words = line.split(" ", 3);
    if (words.length != 3) {
      throw new StoreFailed("a route in the database is not readable: " + line);
    }
    return new NextHop(words[2], Integer.parseInt(words[1]), Integer.parseInt(words[0]));
  }

  static String settings(DomainSettings settings) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, String> entry : DomainKeys.changed(settings).entrySet()) {
        json.writeStringField(entry.getKey(), entry.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static DomainSettings settings(String text) {
    DomainSettings settings = DomainSettings.STANDARD;
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        settings = DomainKeys.with(settings, name, json.getText());
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreFailed("settings in the database are not readable: " + text, e, false);
    }
    return settings;
  }
}
