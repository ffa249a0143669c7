package org.postern.engine.facts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.mail.mime.Part;

/// Tells which attachments a browser shows as a page, and reads them.
final class AttachedPages {

  private static final List<String> ENDINGS =
      List.of(".html", ".htm", ".shtml", ".shtm", ".xhtml", ".xht", ".svg", ".hta");
  private static final List<String> STARTS =
      List.of("<!doctype html", "<html", "<script", "<svg", "<head", "<body");
  private static final int SNIFFED = 200;
  private static final int HEAD = 2_000;

  /// The first element is a drawing.
  private static final Pattern DRAWING =
      Pattern.compile(
          "\\A[\\s\\ufeff\u00ef\u00bb\u00bf]{0,20}(?:<[?!][^>]{0,1000}>\\s{0,50}){0,8}<(?:\\w{1,10}:)?svg\\b",
          Pattern.CASE_INSENSITIVE);

  private AttachedPages() {}

  /// The text of an attachment that is a page by type, name or content.
  static Optional<String> text(Part part) {
    String subtype = part.contentType().subtype();
    boolean page =
        subtype.equals("html")
            || subtype.equals("xhtml+xml")
            || subtype.equals("svg+xml")
            || part.names().stream().anyMatch(AttachedPages::named);
    if (compressed(part.content()) || (!page && !startsLikePage(part.content()))) {
      return Optional.empty();
    }
    return Optional.of(read(part));
  }

  /// The text of a file that is a page by name or content.
  static Optional<String> text(String name, byte[] content) {
    return compressed(content) || (!named(name) && !startsLikePage(content))
        ? Optional.empty()
        : Optional.of(wide(content).orElseGet(() -> new String(content, StandardCharsets.UTF_8)));
  }

  /// Whether a file is an SVG picture: by any of its names, by its type, by its content.
  static boolean drawing(List<String> names, String subtype, String text) {
    if (subtype.equals("svg+xml") || names.stream().anyMatch(AttachedPages::drawn)) {
      return true;
    }
    boolean page = names.stream().anyMatch(AttachedPages::named);
    return !page && DRAWING.matcher(text.substring(0, Math.min(HEAD, text.length()))).find();
  }

  private static boolean drawn(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(".svg") || lower.endsWith(".svgz");
  }

  /// Gzip (RFC 1952): what is in it is unpacked elsewhere.
  private static boolean compressed(byte[] content) {
    return content.length > 2 && content[0] == 0x1f && (content[1] & 255) == 0x8b;
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
    return STARTS.stream().anyMatch(start::startsWith)
        || ((start.startsWith("<?xml") || start.startsWith("<!doctype svg"))
            && DRAWING
                .matcher(
                    new String(
                        content, 0, Math.min(HEAD, content.length), StandardCharsets.ISO_8859_1))
                .find());
  }

  private static String read(Part part) {
    byte[] content = part.content();
    return wide(content)
        .orElseGet(() ->
            part.contentType().type().equals("text")
                ? part.text()
                : new String(content, StandardCharsets.UTF_8));
  }

  private static Optional<String> wide(byte[] content) {
    if (content.length > 2 && (content[0] & 255) == 0xff && (content[1] & 255) == 0xfe) {
      return Optional.of(new String(content, StandardCharsets.UTF_16LE));
    }
    if (content.length > 2 && (content[0] & 255) == 0xfe && (content[1] & 255) == 0xff) {
      return Optional.of(new String(content, StandardCharsets.UTF_16BE));
    }
    return Optional.empty();
  }
}
