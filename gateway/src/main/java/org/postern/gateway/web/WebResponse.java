package org.postern.gateway.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// One response. The server adds what belongs to the connection, and leaves the body out where the
/// request was a HEAD.
public record WebResponse(int code, Map<String, String> fields, String body) {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  public WebResponse {
    // Defence in depth: nothing that is said here may end a line.
    fields.forEach((name, value) -> {
      if (!printable(name) || !printable(value)) {
        throw new IllegalArgumentException("not a header field: " + name);
      }
    });
    fields = Map.copyOf(fields);
  }

  /// The same with one more header field.
  public WebResponse with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new WebResponse(code, more, body);
  }

  /// JSON, with a line end.
  public static WebResponse json(int code, String json) {
    return new WebResponse(code, Map.of("Content-Type", "application/json"), json + "\n");
  }

  /// Plain text, for those who get no page.
  public static WebResponse text(int code, String text) {
    return new WebResponse(code, Map.of("Content-Type", "text/plain; charset=utf-8"), text + "\n");
  }

  byte[] octets(boolean withBody, Instant now) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(code).append(' ').append("\r\n");
    fields.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    // RFC 9110 section 6.6.1
    head.append("Date: ").append(DATE.format(now)).append("\r\n");
    head.append("Content-Length: ").append(content.length).append("\r\n");
    head.append("Connection: close\r\n\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
    int length = withBody ? content.length : 0;
    byte[] all = new byte[start.length + length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(content, 0, all, start.length, length);
    return all;
  }

  private static boolean printable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }
}
