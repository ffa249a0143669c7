package org.postern.gateway.admit.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The answers by which a list of the DNS says that an address is on it: `127.0.0.2`,
/// `127.0.0.[2..11]`, `127.0.[0;2].[4..6;10]`.
///
/// @param octets for each octet of the address its ranges
public record ReturnCodes(List<List<Range>> octets) {

  private static final Pattern OCTET = Pattern.compile("\\[([^\\[\\]]{1,200})\\]|([0-9]{1,3})");
  private static final Pattern RANGE = Pattern.compile("([0-9]{1,3})(?:\\.\\.([0-9]{1,3}))?");

  /// RFC 5782 section 2.1: what lists answer that have nothing special to say.
  public static final ReturnCodes STANDARD = parse("127.0.0.2").orElseThrow();

  /// From one number to another, both included.
  public record Range(int from, int to) {
    boolean contains(int number) {
      return number >= from && number <= to;
    }

    @Override
    public String toString() {
      return from == to ? Integer.toString(from) : from + ".." + to;
    }
  }

  public ReturnCodes {
    octets = octets.stream().map(List::copyOf).toList();
  }

  /// Reads what is written as above; the first octet must be 127.
  public static Optional<ReturnCodes> parse(String text) {
    List<List<Range>> octets = new ArrayList<>();
    Matcher matcher = OCTET.matcher(text);
    int at = 0;
    while (octets.size() < 4 && matcher.find(at) && matcher.start() == at) {
      String several = matcher.group(1);
      Optional<List<Range>> ranges = ranges(several == null ? matcher.group(2) : several);
      if (ranges.isEmpty()) {
        return Optional.empty();
      }
      octets.add(ranges.get());
      at = matcher.end();
      boolean more = octets.size() < 4;
      if (more && (at >= text.length() || text.charAt(at) != '.')) {
        return Optional.empty();
      }
      at = more ? at + 1 : at;
    }
    boolean whole = octets.size() == 4 && at == text.length();
    return whole && octets.getFirst().equals(List.of(new Range(127, 127)))
        ? Optional.of(new ReturnCodes(octets))
        : Optional.empty();
  }

  private static Optional<List<Range>> ranges(String text) {
    List<Range> ranges = new ArrayList<>();
    for (String piece : text.split(";", -1)) {
      Matcher matcher = RANGE.matcher(piece);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      int from = Integer.parseInt(matcher.group(1));
      String last = matcher.group(2);
      int to = last == null ? from : Integer.parseInt(last);
      if (from > to || to > 255) {
        return Optional.empty();
      }
      ranges.add(new Range(from, to));
    }
    return Optional.of(ranges);
  }

  /// Whether an answer is one of them.
  public boolean contain(InetAddress answer) {
    byte[] given = answer.getAddress();
    if (given.length != 4) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      int octet = given[i] & 0xff;
      if (octets.get(i).stream().noneMatch(range -> range.contains(octet))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return String.join(".", octets.stream().map(ReturnCodes::shown).toList());
  }

  private static String shown(List<Range> ranges) {
    boolean one = ranges.size() == 1 && ranges.getFirst().from() == ranges.getFirst().to();
    String text = String.join(";", ranges.stream().map(Range::toString).toList());
    return one ? text : "[" + text + "]";
  }
}
