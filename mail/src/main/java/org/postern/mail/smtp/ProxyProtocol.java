package org.postern.mail.smtp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The PROXY protocol, versions 1 and 2, as HAProxy's `proxy-protocol.txt` defines it. Pure: reads
/// what has come so far.
final class ProxyProtocol {

  /// More than this no header is long; TLVs of version 2 are counted.
  static final int LONGEST = 2_048;

  private static final int LONGEST_V1 = 107;
  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };
  private static final byte[] V1 = {'P', 'R', 'O', 'X', 'Y', ' '};

  /// What came of reading.
  sealed interface Outcome {
    /// The header is not yet whole.
    record NeedsMore() implements Outcome {}

    /// No header, or a wrong one.
    record Wrong() implements Outcome {}

    /// A header that ended before index `end`. Without addresses (LOCAL, UNKNOWN) the connection
    /// speaks for itself.
    record Header(Optional<InetSocketAddress> source, Optional<InetSocketAddress> target, int end)
        implements Outcome {}
  }

  private ProxyProtocol() {}

  static Outcome read(byte[] in, int from, int to) {
    if (startsLike(V1, in, from, to)) {
      return to - from < V1.length ? new Outcome.NeedsMore() : version1(in, from, to);
    }
    if (startsLike(SIGNATURE, in, from, to)) {
      return to - from < 16 ? new Outcome.NeedsMore() : version2(in, from, to);
    }
    return new Outcome.Wrong();
  }

  private static boolean startsLike(byte[] pattern, byte[] in, int from, int to) {
    int length = Math.min(pattern.length, to - from);
    return Arrays.equals(pattern, 0, length, in, from, from + length);
  }

  private static Outcome version1(byte[] in, int from, int to) {
    int limit = Math.min(to, from + LONGEST_V1);
    for (int i = from + 1; i < limit; i++) {
      if (in[i] == '\n') {
        return in[i - 1] == '\r'
            ? version1(new String(in, from, i - 1 - from, StandardCharsets.ISO_8859_1), i + 1)
            : new Outcome.Wrong();
      }
    }
    return to - from >= LONGEST_V1 ? new Outcome.Wrong() : new Outcome.NeedsMore();
  }

  private static Outcome version1(String line, int end) {
    String[] words = line.split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      return new Outcome.Header(Optional.empty(), Optional.empty(), end);
    }
    boolean v6 = words[1].equals("TCP6");
    if (words.length != 6 || !(v6 || words[1].equals("TCP4"))) {
      return new Outcome.Wrong();
    }
    Optional<InetSocketAddress> source = endpoint(words[2], words[4], v6);
    Optional<InetSocketAddress> target = endpoint(words[3], words[5], v6);
    return source.isPresent() && target.isPresent()
        ? new Outcome.Header(source, target, end)
        : new Outcome.Wrong();
  }

  private static Optional<InetSocketAddress> endpoint(String address, String port, boolean v6) {
    if (!port.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
      return Optional.empty();
    }
    return Cidr.literal(address)
        .filter(_ -> v6 == (address.indexOf(':') >= 0))
        .map(a -> new InetSocketAddress(a, Integer.parseInt(port)));
  }

  private static Outcome version2(byte[] in, int from, int to) {
    int versionAndCommand = in[from + 12] & 0xff;
    int family = in[from + 13] & 0xff;
    int length = (in[from + 14] & 0xff) << 8 | (in[from + 15] & 0xff);
    int end = from + 16 + length;
    if ((versionAndCommand != 0x20 && versionAndCommand != 0x21) || 16 + length > LONGEST) {
      return new Outcome.Wrong();
    }
    if (end > to) {
      return new Outcome.NeedsMore();
    }
    boolean local = versionAndCommand == 0x20;
    int octets = family == 0x11 ? 4 : family == 0x21 ? 16 : 0;
    if (local || octets == 0) {
      // LOCAL, UNSPEC, UDP, UNIX: nothing we can use.
      return new Outcome.Header(Optional.empty(), Optional.empty(), end);
    }
    if (length < 2 * octets + 4) {
      return new Outcome.Wrong();
    }
    int at = from + 16;
    return new Outcome.Header(
        Optional.of(endpoint(in, at, octets, at + 2 * octets)),
        Optional.of(endpoint(in, at + octets, octets, at + 2 * octets + 2)),
        end);
  }

  private static InetSocketAddress endpoint(byte[] in, int at, int octets, int port) {
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(Arrays.copyOfRange(in, at, at + octets)),
          (in[port] & 0xff) << 8 | (in[port + 1] & 0xff));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 octets are an address", e);
    }
  }
}
