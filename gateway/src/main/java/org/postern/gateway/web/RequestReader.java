package org.postern.gateway.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads one request, strictly: what could be read in two ways is refused (RFC 9112 sections 2.2,
/// 5.1 and 6.3). One thread: the connection's.
final class RequestReader {

  private static final Pattern LINE =
      Pattern.compile("([A-Z]{1,16}) (/[!-~]{0,2047}) HTTP/1\\.[01]");

  // Possessive: both loops take blanks, and would divide many of them in every way.
  static final Pattern FIELD =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}+):[ \\t]*+([!-~\\x80-\\xff \\t]*+)");
  private static final int MAX_FIELDS = 64;

  private final InputStream in;
  private final WebLimits limits;

  RequestReader(InputStream in, WebLimits limits) {
    this.in = in;
    this.limits = limits;
  }

  /// What came in.
  sealed interface Outcome {
    record Read(WebRequest request) implements Outcome {}

    record Refused(WebResponse response) implements Outcome {}

    /// The client left.
    record Nothing() implements Outcome {}
  }

  Outcome read(InetAddress client) throws IOException {
    List<String> head = new ArrayList<>();
    int left = limits.headOctets();
    while (true) {
      Line line = line(left);
      switch (line) {
        case Line.Ended _ -> {
          return new Outcome.Nothing();
        }
        case Line.TooLong _ -> {
          return refused(431, "Too much.");
        }
        case Line.Read read when read.text().isEmpty() -> {
          return head.isEmpty() ? refused(400, "Not a request.") : request(client, head);
        }
        case Line.Read read -> {
          left -= read.text().length() + 2;
          head.add(read.text());
        }
      }
      if (head.size() > MAX_FIELDS) {
        return refused(431, "Too much.");
      }
    }
  }

  private sealed interface Line {
    record Read(String text) implements Line {}

    record TooLong() implements Line {}

    record Ended() implements Line {}
  }

  // A line feed alone ends a line too; what else it could mean is refused with the line's form.
  private Line line(int limit) throws IOException {
    byte[] octets = new byte[256];
    int length = 0;
    while (true) {
      int octet = in.read();
      if (octet < 0) {
        return new Line.Ended();
      }
      if (octet == '\n') {
        int end = length > 0 && octets[length - 1] == '\r' ? length - 1 : length;
        return new Line.Read(new String(octets, 0, end, StandardCharsets.ISO_8859_1));
      }
      if (length >= limit) {
        return new Line.TooLong();
      }
      if (length == octets.length) {
        octets = Arrays.copyOf(octets, length * 2);
      }
      octets[length++] = (byte) octet;
    }
  }

  private Outcome request(InetAddress client, List<String> head) throws IOException {
    var line = LINE.matcher(head.getFirst());
    if (!line.matches()) {
      return refused(400, "Not a request.");
    }
    Map<String, String> fields = new HashMap<>();
    for (String text : head.subList(1, head.size())) {
      var field = FIELD.matcher(text);
      if (!field.matches()) {
        return refused(400, "Not a header field.");
      }
      String name = field.group(1).toLowerCase(Locale.ROOT);
      boolean again = fields.put(name, field.group(2).strip()) != null;
      if (again
          && (name.equals("host") || name.equals("content-length") || name.equals("origin"))) {
        return refused(400, "A header field came twice.");
      }
    }
    if (!fields.containsKey("host") && head.getFirst().endsWith("1.1")) {
      return refused(400, "Name the host."); // RFC 9112 section 3.2
    }
    if (fields.containsKey("transfer-encoding")) {
      return refused(501, "Send a Content-Length.");
    }
    String length = fields.getOrDefault("content-length", "0");
    if (!length.matches("[0-9]{1,9}")) {
      return refused(400, "Not a length.");
    }
    int octets = Integer.parseInt(length);
    if (octets > limits.bodyOctets()) {
      return refused(413, "Too large.");
    }
    byte[] body = in.readNBytes(octets);
    if (body.length < octets) {
      return new Outcome.Nothing();
    }
    return new Outcome.Read(
        new WebRequest(client, line.group(1), line.group(2), fields, new WebRequest.Body(body)));
  }

  private static Outcome refused(int code, String text) {
    return new Outcome.Refused(WebResponse.text(code, text));
  }
}
