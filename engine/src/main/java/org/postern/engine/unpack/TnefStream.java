package org.postern.engine.unpack;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// The octets of TNEF (MS-OXTNEF section 2.1) taken apart: attributes, and the properties that two
/// of them hold. No length is believed beyond the octets that are there; what is cut off is given
/// as far as it goes, and told.
///
/// @param damage what is wrong, for an administrator
record TnefStream(List<Attribute> attributes, List<String> damage) {

  static final byte[] SIGNATURE = {0x78, (byte) 0x9f, 0x3e, 0x22};

  private static final int HEADER = 6;
  private static final int ATTRIBUTE = 9;
  private static final int MOST_VALUES = 4_096;

  /// @param id without its type
  record Attribute(int id, byte[] value) {}

  /// @param type without the bit that says that there may be many values
  record Property(int id, int type, List<byte[]> values) {

    private static final int STRING = 0x1e;
    private static final int UNICODE = 0x1f;
    private static final int OBJECT = 0x0d;
    private static final int BINARY = 0x102;
    private static final int INTERFACE = 16;

    boolean isUnicode() {
      return type == UNICODE;
    }

    /// MS-OXTNEF section 2.1.3.4.1: an object begins with the identifier of its interface.
    byte[] withoutInterface(byte[] value) {
      return type == OBJECT && value.length >= INTERFACE
          ? Arrays.copyOfRange(value, INTERFACE, value.length)
          : value;
    }

    /// In octets, padding included; nothing for types whose values say their length.
    static OptionalInt size(int type) {
      return switch (type) {
        case STRING, UNICODE, OBJECT, BINARY -> OptionalInt.empty();
        case 0x00, 0x01 -> OptionalInt.of(0);
        case 0x05, 0x06, 0x07, 0x14, 0x40 -> OptionalInt.of(8);
        case 0x48 -> OptionalInt.of(16);
        default -> OptionalInt.of(4);
      };
    }
  }

  static TnefStream of(byte[] content) {
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    in.position(Math.min(HEADER, content.length));
    List<Attribute> attributes = new ArrayList<>();
    List<String> damage = new ArrayList<>();
    while (in.remaining() >= ATTRIBUTE) {
      int level = in.get(in.position());
      if (level != 1 && level != 2) {
        break;
      }
      in.get();
      int id = in.getInt() & 0xffff;
      byte[] value = value(in, damage);
      attributes.add(new Attribute(id, value));
      if (in.remaining() >= 2 && (in.getShort() & 0xffff) != checksum(value)) {
        damage.add("a wrong checksum");
      }
    }
    if (in.hasRemaining()) {
      damage.add("octets that are no attribute");
    }
    return new TnefStream(attributes, damage);
  }

  private static int checksum(byte[] value) {
    int sum = 0;
    for (byte octet : value) {
      sum += octet & 0xff;
    }
    return sum & 0xffff;
  }

  /// A length and as many octets, or as many as there are.
  private static byte[] value(ByteBuffer in, List<String> damage) {
    long told = in.remaining() < 4 ? 0 : in.getInt() & 0xffffffffL;
    if (told > in.remaining()) {
      damage.add("a length beyond the end");
    }
    byte[] value = new byte[(int) Math.min(told, in.remaining())];
    in.get(value);
    return value;
  }

  /// The properties in the value of an attribute, up to the first that cannot be.
  static List<Property> properties(byte[] attribute, List<String> damage) {
    ByteBuffer in = ByteBuffer.wrap(attribute).order(ByteOrder.LITTLE_ENDIAN);
    List<Property> properties = new ArrayList<>();
    long left = in.remaining() < 4 ? 0 : in.getInt() & 0xffffffffL;
    while (left-- > 0) {
      if (in.remaining() < 4) {
        damage.add("fewer properties than told");
        return properties;
      }
      int type = in.getShort() & 0xffff;
      int id = in.getShort() & 0xffff;
      if (id >= 0x8000) {
        skipName(in, damage);
      }
      boolean many = (type & 0x1000) != 0;
      properties.add(new Property(id, type & 0xfff, values(in, type & 0xfff, many, damage)));
    }
    return properties;
  }

  /// A set, and a number or a string.
  private static void skipName(ByteBuffer in, List<String> damage) {
    skip(in, 16);
    int kind = in.remaining() < 4 ? 0 : in.getInt();
    if (kind == 0) {
      skip(in, 4);
    } else {
      skip(in, padding(value(in, damage).length));
    }
  }

  private static List<byte[]> values(ByteBuffer in, int type, boolean many, List<String> damage) {
    OptionalInt size = Property.size(type);
    boolean counted = many || size.isEmpty();
    long count = !counted ? 1 : in.remaining() < 4 ? 0 : in.getInt() & 0xffffffffL;
    List<byte[]> values = new ArrayList<>();
    for (long i = 0; i < count && in.hasRemaining(); i++) {
      if (size.isPresent()) {
        skip(in, size.getAsInt());
      } else if (values.size() < MOST_VALUES) {
        byte[] value = value(in, damage);
        skip(in, padding(value.length));
        values.add(value);
      } else {
        damage.add("more than " + MOST_VALUES + " values");
        return values;
      }
    }
    return values;
  }

  private static int padding(int length) {
    return -length & 3;
  }

  private static void skip(ByteBuffer in, int octets) {
    in.position(in.position() + Math.min(octets, in.remaining()));
  }
}
