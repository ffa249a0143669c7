package org.postern.engine.unpack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.postern.mail.mime.Ambiguity;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.mime.Part;

/// A message in a file: a web page saved with what belongs to it (.mht, .mhtml; RFC 2557), which
/// browsers and Word open, or a letter, which mail programs open with what is attached to it.
final class MessageFormat implements Format {

  private static final int HEAD = 4_096;
  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);

  @Override
  public boolean matches(byte[] content) {
    int at = 0;
    while (at < Math.min(64, content.length) && (content[at] & 0xff) <= ' ') {
      at++;
    }
    int length = Math.min(HEAD, content.length - at);
    if (length < 40 || !field(content, at, length)) {
      return false;
    }
    String head =
        new String(content, at, length, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    int end = head.indexOf("\n\n") < 0 ? head.indexOf("\n\r\n") : head.indexOf("\n\n");
    String header = end < 0 ? head : head.substring(0, end);
    return header.contains("mime-version:")
        && (header.contains("multipart/")
            || header.contains("message/")
            || header.contains("content-disposition:"));
  }

  /// Whether a line begins like a field of a header.
  private static boolean field(byte[] content, int from, int length) {
    int at = from;
    while (at < from + length
        && (Character.isLetterOrDigit(content[at] & 0xff) || content[at] == '-')) {
      at++;
    }
    return at > from && at < from + length && content[at] == ':';
  }

  @Override
  public void read(byte[] content, Sink sink)
      throws IOException, Budget.Exceeded, InterruptedException {
    int number = 0;
    Message message = PARSER.parse(content);
    for (Part part : message.parts()) {
      if (part.leaf()) {
        number++;
        sink.member(name(part, number), new ByteArrayInputStream(part.content()));
      }
    }
    if (message.ambiguities().stream().anyMatch(Ambiguity::contentUnread)) {
      sink.cut("more parts than are read, or parts deeper in each other");
    }
  }

  /// The end of the address that the part has in the page, its name, or a number.
  private static String name(Part part, int number) {
    String ending = part.contentType().subtype().equals("html") ? ".html" : "";
    String name =
        part.headers()
            .value("Content-Location")
            .map(String::strip)
            .map(place -> place.substring(place.lastIndexOf('/') + 1))
            .filter(last -> !last.isBlank() && last.length() < 200)
            .orElse(part.names().isEmpty() ? "part" + number : part.names().getFirst());
    return name.toLowerCase(Locale.ROOT).endsWith(ending) ? name : name + ending;
  }
}
