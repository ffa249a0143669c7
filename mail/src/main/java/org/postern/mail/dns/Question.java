package org.postern.mail.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.xbill.DNS.Name;

/// A name in its canonical form and a type.
record Question(String name, RecordType type) {

  static Optional<Question> of(String name, RecordType type) {
    return DnsName.isValid(name)
        ? Optional.of(new Question(DnsName.canonical(name), type))
        : Optional.empty();
  }

  /// Label by label, so that a backslash in a name stays a backslash.
  Name wireName() {
    byte[] octets = name.getBytes(StandardCharsets.US_ASCII);
    byte[] wire = new byte[octets.length + 2];
    int start = 0;
    for (int i = 0; i <= octets.length; i++) {
      if (i == octets.length || octets[i] == '.') {
        wire[start] = (byte) (i - start);
        start = i + 1;
      } else {
        wire[i + 1] = octets[i];
      }
    }
    try {
      return new Name(wire);
    } catch (IOException e) {
      throw new UncheckedIOException("a checked name is no name", e);
    }
  }

  int wireType() {
    return switch (type) {
      case A -> org.xbill.DNS.Type.A;
      case AAAA -> org.xbill.DNS.Type.AAAA;
      case MX -> org.xbill.DNS.Type.MX;
      case TXT -> org.xbill.DNS.Type.TXT;
      case PTR -> org.xbill.DNS.Type.PTR;
      case CNAME -> org.xbill.DNS.Type.CNAME;
      case NS -> org.xbill.DNS.Type.NS;
    };
  }
}
