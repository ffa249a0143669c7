package org.postern.gateway.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.postern.gateway.config.Config;
import org.postern.gateway.json.JsonObject;

class LogLineTest {

  private static String line(Config.Log.Format format, String message, Throwable error) {
    LoggingEvent event =
        new LoggingEvent(
            "x",
            new LoggerContext().getLogger("org.postern.gateway.spool.Journal"),
            Level.WARN,
            message,
            error,
            new Object[] {"REF", "a\nb"});
    event.setInstant(Instant.parse("2026-03-01T12:00:00Z"));
    return new String(new LogLine(format).encode(event), UTF_8);
  }

  @Test
  void one_event_is_one_line_whatever_it_holds() {
    String line =
        line(
            Config.Log.Format.PLAIN,
            "id={} event=lost text={}",
            new IllegalStateException("outer", new IOException("in\r\nner")));
    assertThat(line)
        .startsWith(
            "2026-03-01T12:00:00.000Z WARN Journal id=REF event=lost text=a\ufffdb"
                + " error=\"java.lang.IllegalStateException: outer, caused by java.io.IOException:"
                + " in\ufffd\ufffdner\" at=\"LogLineTest.one_event")
        .endsWith("\"\n");
    assertThat(line.strip().lines()).hasSize(1);
    assertThat(line.split(" < ")).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void the_same_as_json() throws Exception {
    String line = line(Config.Log.Format.JSON, "id={} text={}", new IOException("broken"));
    JsonObject json = JsonObject.parse(line.strip());
    assertThat(json.text("time")).contains("2026-03-01T12:00:00.000Z");
    assertThat(json.text("level")).contains("warn");
    assertThat(json.text("logger")).contains("Journal");
    assertThat(json.text("message")).contains("id=REF text=a\nb");
    assertThat(json.text("error")).contains("java.io.IOException: broken");
  }
}
