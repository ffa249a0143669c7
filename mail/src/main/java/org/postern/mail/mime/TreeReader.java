package org.postern.mail.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Builds the tree of parts of one message, or of one that was decoded inside it. One thread: that
/// which parses.
///
/// Recursion is as deep as [MimeLimits#depth], which is bounded.
final class TreeReader {

  /// Stack depth is ours to bound, whatever the limits say.
  private static final int DEEPEST = 200;

  /// What all readers of one message share.
  private record Shared(
      MimeLimits limits, Ambiguities ambiguities, Budget budget, Set<String> boundaries) {}

  /// Shorter text before or behind the parts is a courtesy to old programs, not content.
  private static final int COURTESY = 512;

  private static final int LONGEST_BOUNDARY = 8_000;
  private static final int GUESSES = 500;

  private final byte[] octets;
  private final Delimiters delimiters;
  private final Shared shared;

  /// Where this stands in the message when it was decoded; an empty range when it is the message.
  private final Optional<Split.Range> anchor;

  private TreeReader(
      byte[] octets, Delimiters delimiters, Shared shared, Optional<Split.Range> anchor) {
    this.octets = octets;
    this.delimiters = delimiters;
    this.shared = shared;
    this.anchor = anchor;
  }

  static Headers headers(byte[] original, MimeLimits limits) {
    byte[] octets = new Delimiters(original).noLineFeeds() ? withLineFeeds(original) : original;
    Ambiguities unheard = new Ambiguities(octets.length);
    return HeaderReader.read(octets, 0, octets.length, limits, unheard).headers();
  }

  // Lines end with CR only: read as if these were LF, at the same offsets.
  private static byte[] withLineFeeds(byte[] original) {
    byte[] octets = original.clone();
    for (int i = 0; i < octets.length; i++) {
      octets[i] = octets[i] == '\r' ? (byte) '\n' : octets[i];
    }
    return octets;
  }

  static Part read(byte[] original, MimeLimits limits, Ambiguities ambiguities) {
    Shared shared =
        new Shared(limits, ambiguities, new Budget(original.length, limits), new HashSet<>());
    byte[] octets = original;
    Delimiters delimiters = new Delimiters(original);
    if (delimiters.noLineFeeds()) {
      octets = withLineFeeds(original);
      delimiters = new Delimiters(octets);
      ambiguities.add(Ambiguity.Kind.LINE_ENDING, "lines end with CR", 0);
    } else if (delimiters.bareReturns() > 0 || delimiters.mixedLineEnds()) {
      ambiguities.add(
          Ambiguity.Kind.LINE_ENDING,
          delimiters.bareReturns() > 0 ? "bare CR" : "CRLF and LF mixed",
          0);
    }
    TreeReader reader = new TreeReader(octets, delimiters, shared, Optional.empty());
    return reader.entity(0, octets.length, 0, false, ContentType.DEFAULT);
  }

  private PartNode.Body body(int from, int to) {
    return anchor
        .map(range -> new PartNode.Body(octets, from, to, range.from(), range.to()))
        .orElseGet(() -> new PartNode.Body(octets, from, to, from, to));
  }

  /// One entity: its header, and what it says about the rest.
  private Part entity(int from, int to, int depth, boolean nested, ContentType fallback) {
    HeaderReader.Block block =
        HeaderReader.read(octets, from, to, shared.limits(), shared.ambiguities());
    Declared declared = Declared.of(block, fallback, shared.ambiguities());
    Headers headers = block.headers();
    int start = headers.end();
    if (depth >= Math.min(DEEPEST, shared.limits().depth())) {
      report(Ambiguity.Kind.TRUNCATED_BY_LIMIT, "depth", from);
      return plain(headers, declared, depth, nested, body(start, to));
    }
    List<Part> children = new ArrayList<>(0);
    if (declared.multipart()) {
      multipart(declared, start, to, depth + 1, children);
    } else if (declared.message()) {
      message(declared, start, to, depth + 1, children);
    }
    if (!children.isEmpty()) {
      return PartNode.container(headers, declared, depth, nested, body(start, to), children);
    }
    return leaf(headers, declared, depth, nested, start, to);
  }

  private PartNode plain(
      Headers headers, Declared declared, int depth, boolean nested, PartNode.Body body) {
    return PartNode.leaf(
        headers, declared, depth, nested, body, List.of(), List.of(), Charsets.WINDOWS_1252);
  }

  private void multipart(Declared declared, int from, int to, int depth, List<Part> children) {
    ContentType fallback =
        declared.type().name().equals("multipart/digest")
            ? ContentType.MESSAGE
            : ContentType.DEFAULT;
    List<String> boundaries = declared.boundaries();
    reportDeclared(declared, boundaries, from);
    Set<String> used = new HashSet<>();
    for (String boundary : boundaries) {
      if (boundary.length() > LONGEST_BOUNDARY || boundary.isBlank()) {
        continue;
      }
      Split split = split(boundary, from, to, false);
      boolean better = children.isEmpty() || shared.budget().takeAlternative();
      if (split.found() && better && used.add(boundary.strip())) {
        parts(split, boundary, from, to, depth, fallback, children);
      }
    }
    for (String boundary : boundaries) {
      if (children.isEmpty() && !boundary.isBlank() && boundary.length() <= LONGEST_BOUNDARY) {
        Split split = split(boundary, from, to, true);
        if (split.found()) {
          report(Ambiguity.Kind.BROKEN_BOUNDARY, boundary, from);
          parts(split, boundary, from, to, depth, fallback, children);
        }
      }
    }
    if (children.isEmpty()) {
      undeclared(boundaries, from, to, depth, fallback, children);
    }
    if (children.isEmpty() && encoded(declared)) {
      encodedMultipart(declared, from, to, depth, fallback, children);
    } else if (!children.isEmpty() && encoded(declared)) {
      report(
          Ambiguity.Kind.TRANSFER_ENCODING_ON_MULTIPART,
          declared.encodings().toString(),
          from,
          false);
    }
    if (children.isEmpty() && declared.plainMultipart() && !Octets.blank(octets, from, to)) {
      report(
          boundaries.isEmpty() ? Ambiguity.Kind.MISSING_BOUNDARY : Ambiguity.Kind.BROKEN_BOUNDARY,
          "no part found",
          from);
    }
  }

  private static boolean encoded(Declared declared) {
    return declared.encodings().getFirst() != TransferEncoding.IDENTITY;
  }

  private void reportDeclared(Declared declared, List<String> boundaries, int offset) {
    if (boundaries.isEmpty() && declared.plainMultipart()) {
      report(Ambiguity.Kind.MISSING_BOUNDARY, declared.type().name(), offset, false);
    }
    if (declared.boundaryConflict()) {
      report(Ambiguity.Kind.PARAMETER_CONFLICT, "boundary", offset);
    }
    for (String boundary : boundaries) {
      for (String outer : shared.boundaries()) {
        if (outer.equals(boundary)) {
          report(Ambiguity.Kind.NESTED_BOUNDARY, boundary, offset);
        }
      }
      if (shared.boundaries().size() < shared.limits().parts()) {
        shared.boundaries().add(boundary.strip());
      }
    }
  }

  private Split split(String boundary, int from, int to, boolean loosely) {
    byte[] wanted =
        boundary.getBytes(latin(boundary) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    return Split.at(octets, delimiters, from, to, wanted, loosely, shared.budget().parts() + 1);
  }

  private static boolean latin(String text) {
    return text.chars().allMatch(c -> c < 0x100);
  }

  /// The parts that a boundary gives, and what stands before and behind them.
  private void parts(
      Split split,
      String boundary,
      int from,
      int to,
      int depth,
      ContentType fallback,
      List<Part> children) {
    aside(from, split.preambleEnd(), depth, fallback, children);
    for (Split.Range range : split.parts()) {
      if (!shared.budget().takePart()) {
        report(Ambiguity.Kind.TRUNCATED_BY_LIMIT, "parts", range.from());
        break;
      }
      children.add(entity(range.from(), range.to(), depth, false, fallback));
    }
    if (split.closed() && !split.behindClose()) {
      aside(split.epilogue(), to, depth, fallback, children);
    }
    if (!split.closed()) {
      report(Ambiguity.Kind.UNTERMINATED_MULTIPART, boundary, from);
    }
    if (split.behindClose()) {
      report(Ambiguity.Kind.BROKEN_BOUNDARY, "parts behind the closing delimiter", from);
    }
    if (split.irregular()) {
      report(Ambiguity.Kind.BROKEN_BOUNDARY, "delimiter beside a bare CR or text", from);
    }
    for (String lookalike : split.lookalikes()) {
      String open =
          lookalike.endsWith("--") ? lookalike.substring(0, lookalike.length() - 2) : lookalike;
      if (!shared.boundaries().contains(lookalike) && !shared.boundaries().contains(open)) {
        report(Ambiguity.Kind.BROKEN_BOUNDARY, lookalike, from);
      }
    }
  }

  /// Text before the first or behind the last delimiter: most readers do not show it.
  private void aside(int from, int to, int depth, ContentType fallback, List<Part> children) {
    Optional<String> boundary = guess(from, to);
    if (boundary.isPresent() && shared.budget().takeAlternative()) {
      report(Ambiguity.Kind.UNDECLARED_PART, boundary.get(), from, true);
      for (Split.Range range : split(boundary.get(), from, to, false).parts()) {
        if (shared.budget().takePart()) {
          children.add(entity(range.from(), range.to(), depth, false, fallback));
        }
      }
      return;
    }
    if (to - from > COURTESY && !Octets.blank(octets, from, to) && shared.budget().takePart()) {
      report(Ambiguity.Kind.HIDDEN_TEXT, "outside of the parts", from);
      children.add(
          PartNode.found(depth, body(from, to), ContentType.DEFAULT, List.of(), List.of()));
    }
  }

  /// Parts under a boundary that is not declared, or not as it is written.
  private void undeclared(
      List<String> boundaries,
      int from,
      int to,
      int depth,
      ContentType fallback,
      List<Part> children) {
    Optional<String> boundary = guess(from, to);
    if (boundary.isEmpty()) {
      return;
    }
    report(
        boundaries.isEmpty() ? Ambiguity.Kind.MISSING_BOUNDARY : Ambiguity.Kind.BROKEN_BOUNDARY,
        boundary.get(),
        from);
    Split split = split(boundary.get(), from, to, false);
    for (Split.Range range : split.parts()) {
      if (shared.budget().takePart()) {
        children.add(entity(range.from(), range.to(), depth, false, fallback));
      }
    }
  }

  /// The text of the first delimiter-like line that a header of a part follows.
  private Optional<String> guess(int from, int to) {
    int index = delimiters.indexFrom(from);
    for (int tries = 0; tries < GUESSES && index < delimiters.count(); tries++, index++) {
      int start = delimiters.start(index);
      if (start >= to) {
        break;
      }
      int lineFeed = Octets.lineFeed(octets, start, to);
      int next = Octets.indexOf(octets, start, lineFeed, (byte) '\r');
      if (next + 1 < lineFeed) {
        lineFeed = next; // A bare CR ends the line for some.
      }
      if (lineFeed + 1 < to && headerOfPart(lineFeed + 1, to)) {
        String line =
            new String(octets, start + 2, lineFeed - start - 2, StandardCharsets.ISO_8859_1);
        if (line.length() <= LONGEST_BOUNDARY) {
          return Optional.of(line.stripTrailing());
        }
      }
    }
    return Optional.empty();
  }

  private boolean headerOfPart(int at, int to) {
    return Octets.startsWith(octets, at, to, "content-")
        && Octets.indexOf(octets, at, Octets.lineFeed(octets, at, to), (byte) ':')
            < Octets.lineFeed(octets, at, to);
  }

  /// A multipart whose parts only show when its transfer encoding, which it may not have (RFC 2045
  /// section 6.4), is undone.
  private void encodedMultipart(
      Declared declared, int from, int to, int depth, ContentType fallback, List<Part> children) {
    List<byte[]> decoded = decode(declared, from, to);
    if (decoded.isEmpty()) {
      return;
    }
    TreeReader inner = within(decoded.getFirst(), from, to);
    if (inner.delimiters.count() == 0) {
      return;
    }
    int before = shared.ambiguities().shift(anchorStart(from));
    for (String boundary : declared.boundaries()) {
      Split split = inner.split(boundary, 0, inner.octets.length, false);
      if (children.isEmpty() && !boundary.isBlank() && split.found()) {
        inner.parts(split, boundary, 0, inner.octets.length, depth, fallback, children);
      }
    }
    shared.ambiguities().shift(before);
    if (!children.isEmpty()) {
      report(Ambiguity.Kind.TRANSFER_ENCODING_ON_MULTIPART, declared.encodings().toString(), from);
    }
  }

  /// The child of a part that holds a message.
  private void message(Declared declared, int from, int to, int depth, List<Part> children) {
    if (Octets.blank(octets, from, to) || !shared.budget().takePart()) {
      return;
    }
    if (!encoded(declared) || startsWithField(from, to)) {
      children.add(entity(skipBlankLines(from, to), to, depth, true, ContentType.DEFAULT));
      return;
    }
    List<byte[]> decoded = decode(declared, from, to);
    if (decoded.isEmpty()) {
      return;
    }
    TreeReader inner = within(decoded.getFirst(), from, to);
    int before = shared.ambiguities().shift(anchorStart(from));
    children.add(inner.entity(0, inner.octets.length, depth, true, ContentType.DEFAULT));
    shared.ambiguities().shift(before);
  }

  private boolean startsWithField(int from, int to) {
    int start = skipBlankLines(from, to);
    int lineFeed = Octets.lineFeed(octets, start, to);
    int colon = Octets.indexOf(octets, start, lineFeed, (byte) ':');
    return colon < lineFeed && colon > start && quotedPrintableFree(start, lineFeed);
  }

  private boolean quotedPrintableFree(int from, int to) {
    return Octets.indexOf(octets, from, to, (byte) '=') == to;
  }

  private int skipBlankLines(int from, int to) {
    int at = from;
    while (at < to && (octets[at] == '\r' || octets[at] == '\n')) {
      at++;
    }
    return at;
  }

  private int anchorStart(int from) {
    return anchor.map(Split.Range::from).orElse(from);
  }

  private TreeReader within(byte[] decoded, int from, int to) {
    Split.Range range = anchor.orElseGet(() -> new Split.Range(from, to));
    return new TreeReader(decoded, new Delimiters(decoded), shared, Optional.of(range));
  }

  private List<byte[]> decode(Declared declared, int from, int to) {
    return BodyReader.read(octets, from, to, declared, shared.budget(), shared.ambiguities());
  }

  private Part leaf(
      Headers headers, Declared declared, int depth, boolean nested, int from, int to) {
    List<byte[]> decoded = decode(declared, from, to);
    List<Part> inside = new ArrayList<>(0);
    stray(headers, declared, depth + 1, from, to, inside);
    if (!inside.isEmpty()) {
      return PartNode.leaf(
          headers,
          declared,
          depth,
          nested,
          body(from, to),
          decoded,
          inside,
          charset(declared, decoded, from, to));
    }
    if (decoded.isEmpty()) {
      files(octets, from, to, depth + 1, Optional.empty(), inside);
    } else {
      byte[] text = decoded.getFirst();
      files(text, 0, text.length, depth + 1, Optional.of(body(from, to)), inside);
    }
    reportType(declared, from);
    Charset charset = charset(declared, decoded, from, to);
    return PartNode.leaf(
        headers, declared, depth, nested, body(from, to), decoded, inside, charset);
  }

  /// Parts inside of what is no multipart, as some readers see it: a header that begins behind the
  /// empty line, boundaries that belong to another part, and multiparts without any header.
  private void stray(
      Headers headers, Declared declared, int depth, int from, int to, List<Part> inside) {
    boolean typed = !declared.types().isEmpty();
    if (headers.fields().isEmpty() && depth > 1 && headerOfPart(from, to)) {
      if (shared.budget().takeAlternative() && shared.budget().takePart()) {
        report(Ambiguity.Kind.HIDDEN_HEADER, "behind an empty line", from);
        inside.add(entity(from, to, depth, false, ContentType.DEFAULT));
      }
      return;
    }
    Optional<String> boundary = known(from, to);
    if (boundary.isPresent()) {
      report(Ambiguity.Kind.NESTED_BOUNDARY, boundary.get(), from);
    } else if (!typed && !headers.fields().isEmpty()) {
      boundary = guess(from, to);
      boundary.ifPresent(text -> report(Ambiguity.Kind.UNDECLARED_PART, text, from));
    }
    if (boundary.isEmpty() || !shared.budget().takeAlternative()) {
      return;
    }
    Split split = split(boundary.get(), from, to, false);
    List<byte[]> before =
        BodyReader.read(
            octets,
            from,
            split.preambleEnd(),
            Declared.NOTHING,
            shared.budget(),
            shared.ambiguities());
    if (!before.isEmpty() && shared.budget().takePart()) {
      PartNode.Body place = body(from, split.preambleEnd());
      inside.add(PartNode.found(depth, place, FILE, List.of(), before));
    }
    for (Split.Range range : split.parts()) {
      if (shared.budget().takePart()) {
        inside.add(entity(range.from(), range.to(), depth, false, ContentType.DEFAULT));
      }
    }
  }

  /// A boundary declared elsewhere in the message that delimits here.
  private Optional<String> known(int from, int to) {
    if (shared.boundaries().isEmpty()) {
      return Optional.empty();
    }
    int index = delimiters.indexFrom(from);
    for (int tries = 0; tries < GUESSES && index < delimiters.count(); tries++, index++) {
      int start = delimiters.start(index);
      if (start >= to) {
        break;
      }
      int end = Math.min(Octets.lineFeed(octets, start, to), start + LONGEST_BOUNDARY);
      String line =
          new String(octets, start + 2, end - start - 2, StandardCharsets.ISO_8859_1).strip();
      String open = line.endsWith("--") ? line.substring(0, line.length() - 2) : line;
      if (shared.boundaries().contains(line) || shared.boundaries().contains(open)) {
        return Optional.of(shared.boundaries().contains(line) ? line : open);
      }
    }
    return Optional.empty();
  }

  private void reportType(Declared declared, int offset) {
    switch (declared.type().name().toLowerCase(Locale.ROOT)) {
      case "message/partial" -> report(Ambiguity.Kind.PARTIAL_MESSAGE, "", offset);
      case "message/external-body" -> report(Ambiguity.Kind.EXTERNAL_BODY, "", offset);
      default -> {
        // A type like others.
      }
    }
  }

  private Charset charset(Declared declared, List<byte[]> decoded, int from, int to) {
    Optional<String> label = declared.charsetLabel();
    Optional<Charset> known = label.flatMap(Charsets::find);
    boolean ascii = label.isPresent() && label.get().toLowerCase(Locale.ROOT).endsWith("ascii");
    if (known.isPresent() && !ascii) {
      return known.get();
    }
    if (known.isEmpty() && label.isPresent() && !label.get().isBlank()) {
      report(Ambiguity.Kind.CHARSET_UNKNOWN, label.get(), from);
    }
    return decoded.isEmpty()
        ? Charsets.guess(octets, from, to)
        : Charsets.guess(decoded.getFirst(), 0, decoded.getFirst().length);
  }

  /// Files that are uuencoded or yEncoded in text, without a part of their own; in text that was
  /// decoded they have the place of its part.
  private void files(
      byte[] text,
      int from,
      int to,
      int depth,
      Optional<PartNode.Body> decodedPart,
      List<Part> inside) {
    int at = from;
    while (at < to && shared.budget().parts() > 0) {
      UuReader.Found found = null;
      if (UuReader.begins(text, at, to)) {
        found = UuReader.read(text, at, to);
      } else if (YencReader.begins(text, at, to)) {
        found = YencReader.read(text, at, to);
      }
      if (found != null && found.octets().length > 0 && shared.budget().takePart()) {
        UuReader.Found file = found;
        PartNode.Body place = decodedPart.orElseGet(() -> body(file.start(), file.end()));
        List<String> names = found.name().isEmpty() ? List.of() : List.of(found.name());
        inside.add(PartNode.found(depth, place, FILE, names, List.of(found.octets())));
        at = found.end();
      }
      at = Octets.lineFeed(text, at, to) + 1;
    }
  }

  private static final ContentType FILE =
      new ContentType("application", "octet-stream", java.util.Map.of());

  private void report(Ambiguity.Kind kind, String detail, int offset) {
    shared.ambiguities().add(kind, detail, offset);
  }

  private void report(Ambiguity.Kind kind, String detail, int offset, boolean severe) {
    shared.ambiguities().add(kind, detail, offset, severe);
  }
}
