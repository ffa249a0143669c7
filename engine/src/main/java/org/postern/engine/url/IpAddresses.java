package org.postern.engine.url;

import java.util.Optional;

/// IP addresses as browsers read them in a host (WHATWG URL section 3.5).
final class IpAddresses {

  private static final long MOST = 0xffff_ffffL;

  private IpAddresses() {}

  /// Whether the last label is a number, so that the host must be an IPv4 address.
  static boolean endsInNumber(String domain) {
    int end = domain.endsWith(".") ? domain.length() - 1 : domain.length();
    int start = domain.lastIndexOf('.', end - 1) + 1;
    if (start >= end) {
      return false;
    }
    String last = domain.substring(start, end);
    return decimal(last) || number(last) >= 0;
  }

  private static boolean decimal(String label) {
    for (int i = 0; i < label.length(); i++) {
      if (label.charAt(i) < '0' || label.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /// Reads `127.0.0.1`, `0x7f.1`, `017700000001`, `2130706433` and their kin; gives the dotted
  /// form.
  static Optional<String> readV4(String domain) {
    String text = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
    String[] parts = text.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    long ip = 0;
    for (int i = 0; i < parts.length; i++) {
      long value = number(parts[i]);
      boolean last = i == parts.length - 1;
      if (value < 0 || (!last && value > 255) || (last && value > MOST >> (8 * i))) {
        return Optional.empty();
      }
      ip += last ? value : value << (8 * (3 - i));
    }
    return Optional.of(dotted(ip));
  }

  private static String dotted(long ip) {
    return (ip >> 24) + "." + (ip >> 16 & 255) + "." + (ip >> 8 & 255) + "." + (ip & 255);
  }

  /// -1 where it is none; what is too large for an address comes as more than any.
  private static long number(String text) {
    if (text.isEmpty()) {
      return -1;
    }
    int radix = 10;
    int at = 0;
    if (text.startsWith("0x") || text.startsWith("0X")) {
      radix = 16;
      at = 2;
    } else if (text.length() > 1 && text.charAt(0) == '0') {
      radix = 8;
      at = 1;
    }
    long value = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      int digit = c < 128 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = Math.min(value * radix + digit, MOST + 1);
    }
    return value;
  }

  /// Reads an IPv6 address without brackets; gives the short form of RFC 5952.
  static Optional<String> readV6(String text) {
    int[] pieces = new int[8];
    int piece = 0;
    int compress = -1;
    int at = 0;
    if (text.startsWith(":")) {
      if (!text.startsWith("::")) {
        return Optional.empty();
      }
      at = 2;
      compress = 0;
    }
    while (at < text.length()) {
      if (piece == 8) {
        return Optional.empty();
      }
      if (text.charAt(at) == ':') {
        if (compress >= 0) {
          return Optional.empty();
        }
        at++;
        compress = piece;
        continue;
      }
      int start = at;
      int value = 0;
      while (at < text.length() && at - start < 4 && hex(text.charAt(at)) >= 0) {
        value = value * 16 + hex(text.charAt(at++));
      }
      if (at < text.length() && text.charAt(at) == '.') {
        if (at == start || piece > 6 || !tail(text.substring(start), pieces, piece)) {
          return Optional.empty();
        }
        piece += 2;
        at = text.length();
        break;
      }
      if (at == start || (at < text.length() && text.charAt(at) != ':')) {
        return Optional.empty();
      }
      if (at < text.length() && ++at == text.length()) {
        return Optional.empty();
      }
      pieces[piece++] = value;
    }
    if (compress >= 0) {
      spread(pieces, piece, compress);
    } else if (piece != 8) {
      return Optional.empty();
    }
    return Optional.of(shortest(pieces));
  }

  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  /// The dotted end of an IPv6 address: four decimal numbers without leading zeros.
  private static boolean tail(String text, int[] pieces, int piece) {
    String[] numbers = text.split("\\.", -1);
    if (numbers.length != 4) {
      return false;
    }
    for (int i = 0; i < 4; i++) {
      String number = numbers[i];
      boolean digits = !number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9');
      if (!digits || number.length() > 3 || (number.length() > 1 && number.startsWith("0"))) {
        return false;
      }
      int value = Integer.parseInt(number);
      if (value > 255) {
        return false;
      }
      pieces[piece + i / 2] = pieces[piece + i / 2] * 256 + value;
    }
    return true;
  }

  private static void spread(int[] pieces, int count, int compress) {
    int moved = count - compress;
    for (int i = 1; i <= moved; i++) {
      int from = count - i;
      int to = 8 - i;
      int value = pieces[from];
      pieces[from] = 0;
      pieces[to] = value;
    }
  }

  private static String shortest(int[] pieces) {
    int best = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && pieces[end] == 0) {
        end++;
      }
      if (end - i > length) {
        best = i;
        length = end - i;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == best) {
        text.append(i == 0 ? "::" : ":");
        i += length - 1;
        continue;
      }
      text.append(Integer.toHexString(pieces[i]));
      if (i < 7) {
        text.append(':');
      }
    }
    return text.toString();
  }
}
