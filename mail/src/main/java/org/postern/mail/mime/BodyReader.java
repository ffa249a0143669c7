package org.postern.mail.mime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Decodes the body of one part in every plausible way. One thread: that which parses.
final class BodyReader {

  private static final int LARGEST_GZIP = 16 << 20;

  /// Fewer characters than this are taken for a word, not for base64.
  private static final int SHORTEST_BASE64 = 40;

  /// More than this behind the padding is content, not a footer or the rest of a line.
  private static final int EARLY = 4;

  private final Budget budget;
  private final Ambiguities ambiguities;
  private final boolean file;
  private final List<byte[]> readings = new ArrayList<>(1);

  private BodyReader(Budget budget, Ambiguities ambiguities, boolean file) {
    this.file = file;
    this.budget = budget;
    this.ambiguities = ambiguities;
  }

  /// The readings of `[from, to)`, the usual one first; empty where the octets themselves are the
  /// only one. `declared` is what the header says of the part.
  static List<byte[]> read(
      byte[] octets, int from, int to, Declared declared, Budget budget, Ambiguities ambiguities) {
    List<TransferEncoding> encodings = declared.encodings();
    boolean file = declared.attachment() || !declared.type().type().equals("text");
    BodyReader reader = new BodyReader(budget, ambiguities, file);
    for (TransferEncoding encoding : encodings) {
      reader.decode(octets, from, to, encoding);
    }
    if (encodings.getFirst() == TransferEncoding.IDENTITY && looksLikeBase64(octets, from, to)) {
      if (reader.readings.isEmpty()) {
        reader.add(Arrays.copyOfRange(octets, from, to));
      }
      // Who decodes without being told does so in the usual way only.
      reader.add(Base64Reader.decode(octets, from, to).octets());
    }
    return reader.readings;
  }

  private void decode(byte[] octets, int from, int to, TransferEncoding encoding) {
    if (!budget.takeOctets(to - from)) {
      ambiguities.add(Ambiguity.Kind.TRUNCATED_BY_LIMIT, "decoded octets", from);
      return;
    }
    switch (encoding) {
      case IDENTITY, UNKNOWN -> {
        if (!readings.isEmpty()) {
          add(Arrays.copyOfRange(octets, from, to));
        }
      }
      case BASE64 -> base64(octets, from, to);
      case QUOTED_PRINTABLE -> quotedPrintable(octets, from, to);
      case UUENCODE -> add(UuReader.body(octets, from, to));
      case YENC -> add(YencReader.body(octets, from, to));
      case BINHEX -> add(BinHexReader.body(octets, from, to));
      case GZIP64 -> gzip(Base64Reader.decode(octets, from, to).octets(), from);
    }
  }

  private void base64(byte[] octets, int from, int to) {
    Base64Reader.Decoded usual = Base64Reader.decode(octets, from, to);
    add(usual.octets());
    if (usual.clean()) {
      return;
    }
    if (!usual.obedient()) {
      ambiguities.add(
          Ambiguity.Kind.TRANSFER_ENCODING_NOISE,
          "base64: junk %d, text behind padding %d, padding %d"
              .formatted(usual.junk(), usual.early(), usual.misplaced()),
          from,
          usual.misplaced() > 0 || usual.early() > EARLY || usual.junk() > 0);
    }
    for (Base64Variants.Variant variant : Base64Variants.Variant.values()) {
      if (!budget.takeOctets((to - from) / 4 * 3)) {
        return;
      }
      add(Base64Variants.decode(octets, from, to, variant));
    }
  }

  private void quotedPrintable(byte[] octets, int from, int to) {
    QuotedPrintable.Decoded usual = QuotedPrintable.decode(octets, from, to);
    add(usual.octets());
    if (usual.clean()) {
      return;
    }
    // In text it is seen as it stands; a file may be another for each reader.
    ambiguities.add(
        Ambiguity.Kind.TRANSFER_ENCODING_NOISE,
        "quoted-printable: %d malformed, %d in small letters"
            .formatted(usual.malformed(), usual.lower()),
        from,
        file);
    for (QuotedPrintable.Broken broken : QuotedPrintable.Broken.values()) {
      if (broken == QuotedPrintable.Broken.KEPT || !budget.takeOctets(to - from)) {
        continue;
      }
      add(QuotedPrintable.decode(octets, from, to, broken).octets());
    }
  }

  private void gzip(byte[] packed, int offset) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] unpacked = in.readNBytes(LARGEST_GZIP + 1);
      if (unpacked.length > LARGEST_GZIP || !budget.takeOctets(unpacked.length)) {
        ambiguities.add(Ambiguity.Kind.TRUNCATED_BY_LIMIT, "gzip64", offset);
        add(packed);
      } else {
        add(unpacked);
      }
    } catch (IOException notGzip) {
      ambiguities.add(Ambiguity.Kind.TRANSFER_ENCODING_CONFLICT, "gzip64 holds no gzip", offset);
      add(packed);
    }
  }

  private void add(byte[] reading) {
    for (byte[] known : readings) {
      if (Arrays.equals(known, reading)) {
        return;
      }
    }
    readings.add(reading);
  }

  /// Whether all lines but blank ones hold nothing but base64.
  static boolean looksLikeBase64(byte[] octets, int from, int to) {
    int characters = 0;
    int letters = 0;
    for (int at = from; at < to; at++) {
      int value = Base64Reader.value(octets[at]);
      if (value == -1 || (octets[at] == ' ' && characters < SHORTEST_BASE64)) {
        return false;
      }
      characters += value >= 0 ? 1 : 0;
      letters += value >= 10 ? 1 : 0;
    }
    return characters >= SHORTEST_BASE64 && letters > characters / 4;
  }
}
