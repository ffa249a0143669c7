package org.postern.mail.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part as read. Immutable but for the content and text kept after the first use, which every
/// thread would compute alike.
final class PartNode implements Part {

  /// Where a body stands: in which octets, and in which range of the message.
  record Body(byte[] source, int from, int to, int start, int end) {}

  private static final byte[] NOTHING = {};

  private final Headers headers;
  private final ContentType contentType;
  private final List<String> names;
  private final int depth;
  private final List<Part> children;
  private final boolean nested;
  private final Body body;
  private final List<byte[]> decoded;
  private final boolean container;
  private final boolean declaredAttachment;
  private final Charset charset;
  private volatile byte @Nullable [] content;
  private volatile @Nullable String text;

  private PartNode(
      Headers headers,
      ContentType contentType,
      List<String> names,
      int depth,
      List<Part> children,
      boolean nested,
      Body body,
      List<byte[]> decoded,
      boolean container,
      boolean declaredAttachment,
      Charset charset) {
    this.headers = headers;
    this.contentType = contentType;
    this.names = List.copyOf(names);
    this.depth = depth;
    this.children = List.copyOf(children);
    this.nested = nested;
    this.body = body;
    this.decoded = List.copyOf(decoded);
    this.container = container;
    this.declaredAttachment = declaredAttachment;
    this.charset = charset;
  }

  /// A multipart, or a part that holds a message.
  static PartNode container(
      Headers headers,
      Declared declared,
      int depth,
      boolean nested,
      Body body,
      List<Part> children) {
    return new PartNode(
        headers,
        declared.type(),
        declared.names(),
        depth,
        children,
        nested,
        body,
        List.of(),
        true,
        declared.attachment(),
        StandardCharsets.UTF_8);
  }

  /// A part with content; `decoded` is empty where the body is the content.
  static PartNode leaf(
      Headers headers,
      Declared declared,
      int depth,
      boolean nested,
      Body body,
      List<byte[]> decoded,
      List<Part> children,
      Charset charset) {
    return new PartNode(
        headers,
        declared.type(),
        declared.names(),
        depth,
        children,
        nested,
        body,
        decoded,
        false,
        declared.attachment(),
        charset);
  }

  /// A part that was found where no header stands.
  static PartNode found(
      int depth, Body body, ContentType type, List<String> names, List<byte[]> decoded) {
    Headers none = new Headers(List.of(), body.start(), body.start());
    return new PartNode(
        none,
        type,
        names,
        depth,
        List.of(),
        false,
        body,
        decoded,
        false,
        !names.isEmpty(),
        Charsets.WINDOWS_1252);
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public ContentType contentType() {
    return contentType;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public List<Part> children() {
    return children;
  }

  @Override
  public boolean leaf() {
    return !container;
  }

  @Override
  public boolean nestedMessage() {
    return nested;
  }

  @Override
  public int bodyStart() {
    return body.start();
  }

  @Override
  public int bodyEnd() {
    return body.end();
  }

  @Override
  public byte[] content() {
    if (container) {
      return NOTHING;
    }
    if (!decoded.isEmpty()) {
      return decoded.getFirst();
    }
    byte[] kept = content;
    if (kept == null) {
      kept = Arrays.copyOfRange(body.source(), body.from(), body.to());
      content = kept;
    }
    return kept;
  }

  @Override
  public List<byte[]> contents() {
    if (container) {
      return List.of(NOTHING);
    }
    return decoded.isEmpty() ? List.of(content()) : decoded;
  }

  @Override
  public Charset charset() {
    return charset;
  }

  @Override
  public String text() {
    String kept = text;
    if (kept == null) {
      kept = readText();
      text = kept;
    }
    return kept;
  }

  private String readText() {
    byte[] octets = content();
    if (!contentType.type().equals("text")) {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
    int start = octets.length >= 3 && bomUtf8(octets) ? 3 : 0;
    return Charsets.decode(octets, start, octets.length, charset);
  }

  private static boolean bomUtf8(byte[] octets) {
    return octets[0] == (byte) 0xEF && octets[1] == (byte) 0xBB && octets[2] == (byte) 0xBF;
  }

  @Override
  public boolean attachment() {
    String type = contentType.type();
    return declaredAttachment
        || !names.isEmpty()
        || (!type.equals("text") && !type.equals("multipart"));
  }
}
