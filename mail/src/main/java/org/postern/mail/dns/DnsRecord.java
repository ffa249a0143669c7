package org.postern.mail.dns;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The content of one record. Names come without their final dot, in the case of the answer; octets
/// that are no plain text stand in them as `\DDD`.
public sealed interface DnsRecord {

  /// A or AAAA.
  record Address(InetAddress address) implements DnsRecord {}

  /// MX. `host` is `.` for a null MX (RFC 7505).
  record Mx(int preference, String host) implements DnsRecord {}

  /// TXT, each octet a character of ISO-8859-1.
  record Txt(List<String> strings) implements DnsRecord {
    public Txt {
      strings = List.copyOf(strings);
    }

    /// The character strings joined without anything between them, as mail's standards want it.
    public String text() {
      return String.join("", strings);
    }

    /// The octets of [#text()].
    public byte[] octets() {
      return text().getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /// PTR, CNAME or NS.
  record Host(String name) implements DnsRecord {}
}
