package org.postern.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Writes TNEF streams for tests, right and wrong ones.
public final class Tnef {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public Tnef() {
    number(out, 0x223e9f78, 4);
    number(out, 237, 2);
    attribute(1, 0x00089006, bytes("\0\0\1\0"));
  }

  /// A stream with one file.
  static byte[] withFile(String name, byte[] content) {
    return new Tnef().rendering().title(name).data(content).made();
  }

  public byte[] made() {
    return out.toByteArray();
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public Tnef rendering() {
    return attribute(2, 0x00069002, new byte[14]);
  }

  public Tnef title(String name) {
    return attribute(2, 0x00018010, bytes(name + "\0"));
  }

  public Tnef data(byte[] content) {
    return attribute(2, 0x0006800f, content);
  }

  public Tnef ofFile(byte[]... properties) {
    return attribute(2, 0x00069005, all(properties));
  }

  public Tnef ofMessage(byte[]... properties) {
    return attribute(1, 0x00069003, all(properties));
  }

  public Tnef attribute(int level, int id, byte[] value) {
    int sum = 0;
    for (byte octet : value) {
      sum += octet & 0xff;
    }
    return attribute(level, id, value.length, value, sum);
  }

  /// With a length and a checksum of any kind.
  public Tnef attribute(int level, int id, int length, byte[] value, int checksum) {
    number(out, level, 1);
    number(out, id, 4);
    number(out, length, 4);
    out.writeBytes(value);
    number(out, checksum, 2);
    return this;
  }

  private static byte[] all(byte[]... properties) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    number(all, properties.length, 4);
    List.of(properties).forEach(all::writeBytes);
    return all.toByteArray();
  }

  /// A text property.
  public static byte[] text(int id, String value) {
    return property(0x1e, id, bytes(value + "\0"));
  }

  /// A Unicode text property under a name in place of a number of Microsoft.
  public static byte[] named(String name, String value) {
    ByteArrayOutputStream property = new ByteArrayOutputStream();
    number(property, 0x1f, 2);
    number(property, 0x8001, 2);
    property.writeBytes(new byte[16]);
    number(property, 1, 4);
    value(property, utf16(name + "\0"));
    number(property, 1, 4);
    value(property, utf16(value + "\0"));
    return property.toByteArray();
  }

  public static byte[] utf16(String text) {
    Charset utf16 = StandardCharsets.UTF_16LE;
    return text.getBytes(utf16);
  }

  /// A property with values of any length.
  public static byte[] property(int type, int id, byte[]... values) {
    ByteArrayOutputStream property = new ByteArrayOutputStream();
    number(property, type, 2);
    number(property, id, 2);
    number(property, values.length, 4);
    Arrays.stream(values).forEach(value -> value(property, value));
    return property.toByteArray();
  }

  /// A property of four octets.
  public static byte[] number(int id, int value) {
    ByteArrayOutputStream property = new ByteArrayOutputStream();
    number(property, 3, 2);
    number(property, id, 2);
    number(property, value, 4);
    return property.toByteArray();
  }

  private static void value(ByteArrayOutputStream property, byte[] value) {
    number(property, value.length, 4);
    property.writeBytes(value);
    property.writeBytes(new byte[-value.length & 3]);
  }

  private static void number(ByteArrayOutputStream out, int value, int octets) {
    for (int i = 0; i < octets; i++) {
      out.write(value >>> (8 * i));
    }
  }
}
