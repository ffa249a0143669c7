package org.postern.engine.facts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.mail.mime.Part;

/// Tells which attachments a browser shows as a page, and reads them.
final class AttachedPages {

  private static final List<String> ENDINGS =
      List.of(
          ".html", ".htm", ".shtml", ".shtm", ".xhtml", ".xht", ".svg", ".svgz", ".hta", ".mht");
  private static final List<String> STARTS =
      List.of("<!doctype html", "<html", "<script", "<svg", "<head", "<body");
  private static final int SNIFFED = 200;

  private AttachedPages() {}

  /// The text of an attachment that is a page by type, name or content.
  static Optional<String> text(Part part) {
    String subtype = part.contentType().subtype();
    boolean page =
        subtype.equals("html")
            || subtype.equals("xhtml+xml")
            || subtype.equals("svg+xml")
            || part.names().stream().anyMatch(AttachedPages::named);
    if (!page && !startsLikePage(part.content())) {
      return Optional.empty();
    }
    return Optional.of(read(part));
  }

  private static boolean named(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }

  /// The first name; `page` where there is none.
  static String name(Part part) {
    return part.names().isEmpty() ? "page" : part.names().getFirst();
  }

  private static boolean startsLikePage(byte[] content) {
    int length = Math.min(SNIFFED, content.length);
    String start =
        new String(content, 0, length, StandardCharsets.ISO_8859_1)
            .replace("\u00ef\u00bb\u00bf", "")
            .strip()
            .toLowerCase(Locale.ROOT);
    return STARTS.stream().anyMatch(start::startsWith);
  }

  private static String read(Part part) {
    byte[] content = part.content();
    if (content.length > 2 && (content[0] & 255) == 0xff && (content[1] & 255) == 0xfe) {
      return new String(content, StandardCharsets.UTF_16LE);
    }
    if (content.length > 2 && (content[0] & 255) == 0xfe && (content[1] & 255) == 0xff) {
      return new String(content, StandardCharsets.UTF_16BE);
    }
    return part.contentType().type().equals("text")
        ? part.text()
        : new String(content, StandardCharsets.UTF_8);
  }
}
