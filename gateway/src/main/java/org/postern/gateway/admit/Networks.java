package org.postern.gateway.admit;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import org.postern.mail.smtp.Cidr;

/// A set of networks, in which the longest one around an address is found by binary search, however
/// many there are: some 40 octets of memory for each. Immutable.
final class Networks {

  static final Networks NONE = of(List.of());

  private final Segments ipv4;
  private final Segments ipv6;
  private final int count;

  private Networks(Segments ipv4, Segments ipv6, int count) {
    this.ipv4 = ipv4;
    this.ipv6 = ipv6;
    this.count = count;
  }

  /// Bits behind the prefix of a network count for nothing.
  static Networks of(Collection<Cidr> networks) {
    return new Networks(family(networks, 32), family(networks, 128), networks.size());
  }

  /// How many networks there are.
  int count() {
    return count;
  }

  /// The length of the longest prefix that holds this address; empty where none does.
  OptionalInt longest(InetAddress address) {
    Point point = Point.of(address);
    int prefix = (address.getAddress().length == 4 ? ipv4 : ipv6).prefix(point.high, point.low);
    return prefix < 0 ? OptionalInt.empty() : OptionalInt.of(prefix);
  }

  private static Segments family(Collection<Cidr> networks, int bits) {
    Segments segments = new Segments();
    Deque<Span> open = new ArrayDeque<>();
    networks.stream()
        .filter(network -> network.network().getAddress().length * 8 == bits)
        .map(network -> Span.of(network, bits))
        .sorted(Comparator.comparing(Span::first).thenComparingInt(Span::prefix))
        .forEachOrdered(span -> {
          closeBefore(segments, open, span.first);
          segments.begin(span.first, span.prefix);
          open.push(span);
        });
    closeBefore(segments, open, Point.BEYOND);
    segments.trim();
    return segments;
  }

  // Behind the end of a network begins again what is around it.
  private static void closeBefore(Segments segments, Deque<Span> open, Point next) {
    while (!open.isEmpty() && open.peek().beyond.compareTo(next) <= 0) {
      Point beyond = open.pop().beyond;
      if (beyond.compareTo(Point.BEYOND) < 0) {
        segments.begin(beyond, open.isEmpty() ? -1 : open.peek().prefix);
      }
    }
  }

  // Two networks are one within the other or apart.
  private record Span(Point first, Point beyond, int prefix) {

    static Span of(Cidr network, int bits) {
      Point point = Point.of(network.network());
      int free = bits - network.prefix();
      long high = free >= 128 ? 0 : free > 64 ? point.high & (-1L << (free - 64)) : point.high;
      long low = free >= 64 ? 0 : point.low & (-1L << free);
      return new Span(
          new Point(false, high, low), new Point(false, high, low).plus(free), network.prefix());
    }
  }

  // A number of 128 bits, or the one beyond them.
  private record Point(boolean over, long high, long low) implements Comparable<Point> {

    static final Point BEYOND = new Point(true, 0, 0);

    static Point of(InetAddress address) {
      ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
      return octets.remaining() == 4
          ? new Point(false, 0, octets.getInt() & 0xffff_ffffL)
          : new Point(false, octets.getLong(), octets.getLong());
    }

    // Plus 2 to the power of `free`.
    Point plus(int free) {
      if (free >= 128) {
        return BEYOND;
      }
      long newLow = free < 64 ? low + (1L << free) : low;
      long carry = free >= 64 ? 1L << (free - 64) : newLow == 0 ? 1 : 0;
      long newHigh = high + carry;
      return carry != 0 && newHigh == 0 ? BEYOND : new Point(false, newHigh, newLow);
    }

    @Override
    public int compareTo(Point other) {
      int order = Boolean.compare(over, other.over);
      order = order != 0 ? order : Long.compareUnsigned(high, other.high);
      return order != 0 ? order : Long.compareUnsigned(low, other.low);
    }
  }

  // Where which prefix begins, ascending; -1 for none.
  private static final class Segments {

    private long[] high = new long[16];
    private long[] low = new long[16];
    private byte[] prefix = new byte[16];
    private int size;

    void begin(Point point, int length) {
      boolean same = size > 0 && high[size - 1] == point.high && low[size - 1] == point.low;
      if (!same && size == high.length) {
        resize(size * 2);
      }
      int at = same ? size - 1 : size++;
      high[at] = point.high;
      low[at] = point.low;
      prefix[at] = (byte) length;
    }

    void trim() {
      resize(size);
    }

    private void resize(int length) {
      high = Arrays.copyOf(high, length);
      low = Arrays.copyOf(low, length);
      prefix = Arrays.copyOf(prefix, length);
    }

    // A prefix of 128 is a byte of -128.
    int prefix(long wantedHigh, long wantedLow) {
      int from = 0;
      int to = size;
      while (from < to) {
        int middle = (from + to) >>> 1;
        int order = Long.compareUnsigned(high[middle], wantedHigh);
        order = order != 0 ? order : Long.compareUnsigned(low[middle], wantedLow);
        if (order <= 0) {
          from = middle + 1;
        } else {
          to = middle;
        }
      }
      return from == 0 || prefix[from - 1] == -1 ? -1 : prefix[from - 1] & 0xff;
    }
  }
}
