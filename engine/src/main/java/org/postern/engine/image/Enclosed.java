package org.postern.engine.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.postern.engine.svg.Svg;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// A picture or PDF file that came with a message: as a part, shown in the text or offered as a
/// file, or within its HTML (`data:image/png;base64,…`, `<svg>…`).
///
/// @param header of a picture; empty for a PDF file
record Enclosed(String name, byte[] octets, Optional<ImageHeader> header) {

  private static final int MOST = 1_000;

  /// A picture in a picture in a page.
  private static final int MOST_DEPTH = 3;

  /// Markup begins within so many octets.
  private static final int BLANK = 100;

  /// A PDF file may begin this late.
  private static final int PDF_WITHIN = 1_024;

  private static final byte[] PDF = ascii("%PDF-");

  /// At most 1,000 of one message.
  static List<Enclosed> in(Message message) {
    List<Enclosed> all = new ArrayList<>();
    for (Part part : message.parts()) {
      if (!part.leaf()) {
        continue;
      }
      String type = part.contentType().type();
      for (byte[] content : part.contents()) {
        if (type.equals("text") && !part.attachment()) {
          inline(content, false, all, 0);
        } else {
          byte[] plain = unpacked(part, content);
          add(name(part), plain, all);
          if (type.equals("text") || markup(plain)) {
            inline(plain, !page(part) && Svg.of(plain).isPresent(), all, 0);
          }
        }
      }
    }
    return all;
  }

  private static String name(Part part) {
    return part.names().isEmpty() ? part.contentType().name() : part.names().getFirst();
  }

  private static void add(String name, byte[] octets, List<Enclosed> all) {
    if (all.size() >= MOST) {
      return;
    }
    Optional<ImageHeader> header = ImageHeader.of(octets);
    if (header.isPresent() || find(PDF, octets, 0, Math.min(octets.length, PDF_WITHIN)) >= 0) {
      all.add(new Enclosed(name, octets, header));
    }
  }

  /// Whether it begins as HTML and SVG do.
  private static boolean markup(byte[] octets) {
    int at = 0;
    while (at < octets.length && at < BLANK && octets[at] <= ' ') {
      at++; // blanks, and a mark of the order of octets
    }
    return at < octets.length && octets[at] == '<';
  }

  /// HTML may begin with a drawing too.
  private static boolean page(Part part) {
    String name = name(part).toLowerCase(Locale.ROOT);
    return name.endsWith("html") || name.endsWith(".htm");
  }

  /// Pictures within HTML or SVG.
  private static void inline(byte[] markup, boolean drawing, List<Enclosed> all, int depth) {
    for (byte[] octets : InlinePictures.in(markup, drawing)) {
      add("inline", octets, all);
      if (depth < MOST_DEPTH && Svg.of(octets).isPresent()) {
        inline(octets, true, all, depth + 1);
      }
    }
  }

  /// A compressed SVG picture (.svgz) unpacked; all else as it is.
  private static byte[] unpacked(Part part, byte[] octets) {
    boolean named =
        part.contentType().subtype().equals("svg+xml")
            || name(part).toLowerCase(Locale.ROOT).endsWith(".svgz");
    if (!named || octets.length < 2 || octets[0] != 0x1f || octets[1] != (byte) 0x8b) {
      return octets;
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(octets))) {
      return in.readNBytes(Svg.MOST_OCTETS);
    } catch (IOException _) {
      return octets; // damaged, and no client shows it
    }
  }

  /// SHA-256 of the octets, in hex.
  String hash() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Where the word begins, letters of either case; -1 where it does not stand.
  private static int find(byte[] word, byte[] octets, int from, int to) {
    outer:
    for (int i = from; i <= to - word.length; i++) {
      for (int j = 0; j < word.length; j++) {
        int octet = octets[i + j];
        int lower = octet >= 'A' && octet <= 'Z' && word[j] >= 'a' ? octet + 32 : octet;
        if (lower != word[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }
}
