package org.postern.engine.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// A picture or PDF file that came with a message: as a part, shown in the text or offered as a
/// file, or in an address of its HTML (`data:image/png;base64,…`).
///
/// @param header of a picture; empty for a PDF file
record Enclosed(String name, byte[] octets, Optional<ImageHeader> header) {

  private static final int MOST = 1_000;
  private static final int MOST_INLINE = 50;

  /// A PDF file may begin this late.
  private static final int PDF_WITHIN = 1_024;

  private static final byte[] PDF = ascii("%PDF-");
  private static final byte[] DATA = ascii("data:");
  private static final byte[] BASE64 = ascii(";base64,");

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
          inline(content, all);
        } else {
          add(name(part), content, all);
          if (type.equals("text")) {
            inline(content, all);
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

  /// Pictures in addresses of HTML.
  private static void inline(byte[] html, List<Enclosed> all) {
    int found = 0;
    int at = 0;
    while (found < MOST_INLINE && (at = find(DATA, html, at, html.length)) >= 0) {
      at += DATA.length;
      int start = find(BASE64, html, at, Math.min(html.length, at + 100));
      if (start < 0) {
        continue;
      }
      start += BASE64.length;
      int end = start;
      while (end < html.length && "\"')>\\".indexOf(html[end]) < 0) {
        end++;
      }
      Optional<byte[]> octets = decoded(html, start, end);
      if (octets.isPresent()) {
        add("inline", octets.get(), all);
        found++;
      }
      at = end;
    }
  }

  private static Optional<byte[]> decoded(byte[] html, int start, int end) {
    String text =
        new String(html, start, end - start, StandardCharsets.ISO_8859_1)
            .replace("%2B", "+")
            .replace("%2F", "/")
            .replace("%3D", "=");
    try {
      return Optional.of(Base64.getMimeDecoder().decode(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // not base64, and no client shows it
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
