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

  private final byte[] octets;
  private final Delimiters delimiters;
  private final Clues clues;
  private final Shared shared;

  /// Where this stands in the message when it was decoded; an empty range when it is the message.
  private final Optional<Split.Range> anchor;

  private TreeReader(
      byte[] octets, Delimiters delimiters, Shared shared, Optional<Split.Range> anchor) {
    this.octets = octets;
    this.delimiters = delimiters;
    this.clues = new Clues(octets, delimiters);
    this.shared = shared;
    this.anchor = anchor;
  }

  static Headers headers(byte[] original, MimeLimits limits) {
    byte[] octets = DividedText.of(original).octets();
    Ambiguities unheard = new Ambiguities(octets.length);
    return HeaderReader.read(octets, 0, octets.length, limits, unheard).headers();
  }

  static Part read(byte[] original, MimeLimits limits, Ambiguities ambiguities) {
    Shared shared =
        new Shared(limits, ambiguities, new Budget(original.length, limits), new HashSet<>());
    DividedText text = DividedText.of(original);
    text.report(ambiguities);
    TreeReader reader = new TreeReader(text.octets(), text.delimiters(), shared, Optional.empty());
    return reader.entity(0, original.length, 0, false, ContentType.DEFAULT);
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
      return PartNode.leaf(
          headers,
          declared,
          depth,
          nested,
          body(start, to),
          List.of(),
          List.of(),
          Charsets.WINDOWS_1252);
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

  private void multipart(Declared declared, int from, int to, int depth, List<Part> children) {
    ContentType fallback =
        declared.type().name().equals("multipart/digest")
            ? ContentType.MESSAGE
            : ContentType.DEFAULT;
    List<String> boundaries = declared.boundaries();
    reportDeclared(declared, boundaries, from);
    Set<String> used = new HashSet<>();
    for (String boundary : boundaries) {
      if (boundary.length() > Clues.LONGEST_BOUNDARY || boundary.isBlank()) {
        continue;
      }
      Split split = split(boundary, from, to, false);
      boolean better = children.isEmpty() || shared.budget().takeAlternative();
      if (split.found() && better && used.add(boundary.strip())) {
        parts(split, boundary, from, to, depth, fallback, children);
      }
    }
    for (String boundary : boundaries) {
      if (children.isEmpty()
          && !boundary.isBlank()
          && boundary.length() <= Clues.LONGEST_BOUNDARY) {
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
    boolean latin = boundary.chars().allMatch(c -> c < 0x100);
    byte[] wanted = boundary.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    return Split.at(octets, delimiters, from, to, wanted, loosely, shared.budget().parts() + 1);
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
    Optional<String> boundary = clues.boundary(from, to);
    if (boundary.isPresent() && shared.budget().takeAlternative()) {
      report(Ambiguity.Kind.UNDECLARED_PART, boundary.get(), from, true);
      entities(split(boundary.get(), from, to, false), depth, fallback, children);
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
    Optional<String> boundary = clues.boundary(from, to);
    if (boundary.isEmpty()) {
      return;
    }
    report(
        boundaries.isEmpty() ? Ambiguity.Kind.MISSING_BOUNDARY : Ambiguity.Kind.BROKEN_BOUNDARY,
        boundary.get(),
        from);
    entities(split(boundary.get(), from, to, false), depth, fallback, children);
  }

  private void entities(Split split, int depth, ContentType fallback, List<Part> into) {
    for (Split.Range range : split.parts()) {
      if (shared.budget().takePart()) {
        into.add(entity(range.from(), range.to(), depth, false, fallback));
      }
    }
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
    int before = shared.ambiguities().shift(anchor.map(Split.Range::from).orElse(from));
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
    if (!encoded(declared) || clues.startsWithField(from, to)) {
      children.add(entity(clues.skipBlankLines(from, to), to, depth, true, ContentType.DEFAULT));
      return;
    }
    List<byte[]> decoded = decode(declared, from, to);
    if (decoded.isEmpty()) {
      return;
    }
    TreeReader inner = within(decoded.getFirst(), from, to);
    int before = shared.ambiguities().shift(anchor.map(Split.Range::from).orElse(from));
    children.add(inner.entity(0, inner.octets.length, depth, true, ContentType.DEFAULT));
    shared.ambiguities().shift(before);
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
    if (inside.isEmpty() && decoded.isEmpty()) {
      files(octets, from, to, depth + 1, Optional.empty(), inside);
      reportType(declared, from);
    } else if (inside.isEmpty()) {
      byte[] text = decoded.getFirst();
      files(text, 0, text.length, depth + 1, Optional.of(body(from, to)), inside);
      reportType(declared, from);
    }
    Charset charset = PartCharset.of(declared, octets, from, to, decoded, shared.ambiguities());
    return PartNode.leaf(
        headers, declared, depth, nested, body(from, to), decoded, inside, charset);
  }

  /// Parts inside of what is no multipart, as some readers see it: a header that begins behind the
  /// empty line, boundaries that belong to another part, and multiparts without any header.
  private void stray(
      Headers headers, Declared declared, int depth, int from, int to, List<Part> inside) {
    boolean typed = !declared.types().isEmpty();
    if (headers.fields().isEmpty() && depth > 1 && clues.headerOfPart(from, to)) {
      if (shared.budget().takeAlternative() && shared.budget().takePart()) {
        report(Ambiguity.Kind.HIDDEN_HEADER, "behind an empty line", from);
        inside.add(entity(from, to, depth, false, ContentType.DEFAULT));
      }
      return;
    }
    Optional<String> boundary = clues.declared(from, to, shared.boundaries());
    if (boundary.isPresent()) {
      report(Ambiguity.Kind.NESTED_BOUNDARY, boundary.get(), from);
    } else if (!typed && !headers.fields().isEmpty()) {
      boundary = clues.boundary(from, to);
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
    entities(split, depth, ContentType.DEFAULT, inside);
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

  /// Files in text; in text that was decoded they have the place of its part.
  private void files(
      byte[] text,
      int from,
      int to,
      int depth,
      Optional<PartNode.Body> decodedPart,
      List<Part> inside) {
    for (UuReader.Found file : InlineFiles.in(text, from, to, shared.budget())) {
      PartNode.Body place = decodedPart.orElseGet(() -> body(file.start(), file.end()));
      List<String> names = file.name().isEmpty() ? List.of() : List.of(file.name());
      inside.add(PartNode.found(depth, place, FILE, names, List.of(file.octets())));
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
