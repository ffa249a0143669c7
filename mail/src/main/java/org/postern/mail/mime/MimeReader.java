package org.postern.mail.mime;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The reading itself.
final class MimeReader {

  private MimeReader() {}

  static Message read(byte[] octets, MimeLimits limits) {
    return new Message(octets, new Plain(octets, Math.max(0, limits.depth() - 50)), List.of());
  }

  private record Plain(byte[] octets, int depth) implements Part {
    @Override
    public Headers headers() {
      return new Headers(List.of(), 0, 0);
    }

    @Override
    public ContentType contentType() {
      return ContentType.DEFAULT;
    }

    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public List<Part> children() {
      return List.of();
    }

    @Override
    public boolean nestedMessage() {
      return false;
    }

    @Override
    public int bodyStart() {
      return 0;
    }

    @Override
    public int bodyEnd() {
      return octets.length;
    }

    @Override
    public byte[] content() {
      return octets;
    }

    @Override
    public List<byte[]> contents() {
      return List.of(octets);
    }

    @Override
    public Charset charset() {
      return StandardCharsets.UTF_8;
    }

    @Override
    public String text() {
      return new String(octets, charset());
    }

    @Override
    public boolean attachment() {
      return false;
    }
  }
}
