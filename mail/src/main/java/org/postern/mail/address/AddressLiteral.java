package org.postern.mail.address;

/// Address literals without their brackets: RFC 5321 section 4.1.3.
final class AddressLiteral {

  private AddressLiteral() {}

  static boolean isValid(String text) {
    if (text.regionMatches(true, 0, "IPv6:", 0, 5)) {
      return isIpv6(text.substring(5));
    }
    return isIpv4(text) || isGeneral(text);
  }

  // Snum 3("." Snum)
  private static boolean isIpv4(String text) {
    String[] numbers = text.split("\\.", -1);
    if (numbers.length != 4) {
      return false;
    }
    for (String number : numbers) {
      if (number.isEmpty()
          || number.length() > 3
          || !number.chars().allMatch(AddressLiteral::digit)
          || Integer.parseInt(number) > 255) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    // IPv6-comp: "::" stands once, and for at least one group.
    int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
    String tail = text.substring(gap + 2);
    int after = tail.isEmpty() ? 0 : groups(tail, true);
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  // The number of 16-bit groups, an IPv4 address at the end counting two; -1 where it is none.
  private static int groups(String text, boolean ipv4AtEnd) {
    String[] parts = text.split(":", -1);
    int count = parts.length;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (ipv4AtEnd && i == parts.length - 1 && part.indexOf('.') >= 0) {
        if (!isIpv4(part)) {
          return -1;
        }
        count++;
      } else if (part.isEmpty()
          || part.length() > 4
          || !part.chars().allMatch(AddressLiteral::hexDigit)) {
        return -1;
      }
    }
    return count;
  }

  // Standardized-tag ":" 1*dcontent
  private static boolean isGeneral(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || colon == text.length() - 1 || text.charAt(colon - 1) == '-') {
      return false;
    }
    return text.chars().limit(colon).allMatch(c -> digit(c) || letter(c) || c == '-')
        && text.chars()
            .skip(colon + 1L)
            .allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '[');
  }

  private static boolean digit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean letter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean hexDigit(int c) {
    return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
