package org.postern.gateway.app;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.postern.gateway.config.Config;
import org.postern.gateway.json.JsonObject;

/// One event is one line, whatever it holds: `time LEVEL Class message`, or the same as a JSON
/// object. An exception is its text, that of its causes, and where it came from.
final class LogLine extends EncoderBase<ILoggingEvent> {

  private static final int CAUSES = 5;
  private static final int FRAMES = 8;

  private final Config.Log.Format format;

  LogLine(Config.Log.Format format) {
    this.format = format;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line =
        switch (format) {
          case PLAIN -> plain(event);
          case JSON -> json(event);
        };
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String plain(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    line.append(JsonObject.moment(Instant.ofEpochMilli(event.getTimeStamp())));
    line.append(' ').append(event.getLevel()).append(' ').append(place(event));
    line.append(' ').append(event.getFormattedMessage());
    IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      line.append(" error=\"").append(texts(error)).append("\" at=\"").append(frames(error));
      line.append('"');
    }
    return Shown.text(line.toString());
  }

  private static String json(ILoggingEvent event) {
    JsonObject line =
        new JsonObject()
            .with("time", Instant.ofEpochMilli(event.getTimeStamp()))
            .with("level", event.getLevel().toString().toLowerCase(Locale.ROOT))
            .with("logger", place(event))
            .with("message", event.getFormattedMessage());
    IThrowableProxy error = event.getThrowableProxy();
    if (error != null) {
      line.with("error", texts(error)).with("at", frames(error));
    }
    return line.toString();
  }

  private static String place(ILoggingEvent event) {
    String name = event.getLoggerName();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String texts(IThrowableProxy error) {
    StringBuilder texts = new StringBuilder();
    IThrowableProxy cause = error;
    for (int i = 0; i < CAUSES && cause != null; i++) {
      texts.append(i == 0 ? "" : ", caused by ").append(cause.getClassName());
      if (cause.getMessage() != null) {
        texts.append(": ").append(cause.getMessage());
      }
      cause = cause.getCause();
    }
    return texts.toString();
  }

  /// The first frames of the innermost cause.
  private static String frames(IThrowableProxy error) {
    IThrowableProxy innermost = error;
    for (int i = 1; i < CAUSES && innermost.getCause() != null; i++) {
      innermost = innermost.getCause();
    }
    StringBuilder frames = new StringBuilder();
    StackTraceElementProxy[] trace = innermost.getStackTraceElementProxyArray();
    for (int i = 0; i < FRAMES && i < trace.length; i++) {
      StackTraceElement frame = trace[i].getStackTraceElement();
      String type = frame.getClassName();
      frames.append(i == 0 ? "" : " < ");
      frames.append(type.substring(type.lastIndexOf('.') + 1)).append('.');
      frames.append(frame.getMethodName()).append(':').append(frame.getLineNumber());
    }
    return frames.toString();
  }

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }
}
