package org.postern.engine.url;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.util.ICUInputTooLongException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads the host of an address (WHATWG URL section 3.5).
final class HostReader {

  /// @param text as an address writes it: lower-case A-labels, dotted IPv4, IPv6 in brackets
  record Host(String text, boolean literal) {}

  // WHATWG URL section 3.3: CheckHyphens and VerifyDnsLength are off, so these are no errors
  private static final Set<IDNA.Error> TAKEN =
      EnumSet.of(
          IDNA.Error.HYPHEN_3_4,
          IDNA.Error.LEADING_HYPHEN,
          IDNA.Error.TRAILING_HYPHEN,
          IDNA.Error.EMPTY_LABEL,
          IDNA.Error.LABEL_TOO_LONG,
          IDNA.Error.DOMAIN_NAME_TOO_LONG);
  private static final IDNA UTS46 =
      IDNA.getUTS46Instance(
          IDNA.CHECK_BIDI
              | IDNA.CHECK_CONTEXTJ
              | IDNA.NONTRANSITIONAL_TO_ASCII
              | IDNA.NONTRANSITIONAL_TO_UNICODE);
  private static final String FORBIDDEN_HOST = "\0\t\n\r #/:<>?@[\\]^|";
  private static final int LONGEST = 4_096;

  /// Twice what the DNS can hold: nobody can be led to a longer name.
  private static final int LONGEST_DOMAIN = 512;

  private HostReader() {}

  /// @param tricks takes what was seen on the way
  static Optional<Host> read(String text, boolean special, Set<Trick> tricks) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    if (text.startsWith("[")) {
      if (!text.endsWith("]")) {
        return Optional.empty();
      }
      tricks.add(Trick.IP);
      return IpAddresses.readV6(text.substring(1, text.length() - 1))
          .map(ip -> new Host("[" + ip + "]", true));
    }
    if (!special) {
      return text.chars().anyMatch(c -> FORBIDDEN_HOST.indexOf(c) >= 0)
          ? Optional.empty()
          : Optional.of(new Host(PercentEncoding.encode(text, PercentEncoding.C0), false));
    }
    return domain(text, tricks);
  }

  private static Optional<Host> domain(String text, Set<Trick> tricks) {
    String decoded = PercentEncoding.decode(text);
    Optional<String> ascii = toAscii(decoded);
    if (ascii.isEmpty()) {
      return Optional.empty();
    }
    String domain = ascii.get();
    if (!decoded.equals(text) || (!isAscii(decoded) && !domain.contains("xn--"))) {
      tricks.add(Trick.ENCODED_HOST);
    }
    if (!IpAddresses.endsInNumber(domain)) {
      return Optional.of(new Host(domain, false));
    }
    Optional<String> ip = IpAddresses.readV4(domain);
    if (ip.isPresent()) {
      tricks.add(Trick.IP);
      if (!domain.equals(ip.get())) {
        tricks.add(Trick.ODD_IP);
      }
    }
    return ip.map(known -> new Host(known, true));
  }

  /// Domain to ASCII, not strict; empty where it fails.
  static Optional<String> toAscii(String domain) {
    // what is ASCII stays, wrong A-labels included: browsers ask DNS for them
    if (domain.length() > LONGEST_DOMAIN) {
      return Optional.empty();
    }
    String result = domain.toLowerCase(Locale.ROOT);
    if (!isAscii(domain)) {
      IDNA.Info info = new IDNA.Info();
      try {
        result = UTS46.nameToASCII(domain, new StringBuilder(), info).toString();
      } catch (ICUInputTooLongException _) { // one character can stand for many
        return Optional.empty();
      }
      if (!TAKEN.containsAll(info.getErrors())) {
        return Optional.empty();
      }
    }
    if (result.isEmpty() || result.length() > LONGEST_DOMAIN || holdsForbidden(result)) {
      return Optional.empty();
    }
    return Optional.of(result);
  }

  /// A domain as a reader sees it; labels that are wrong stay as they are.
  static String toUnicode(String domain) {
    if (domain.length() > LONGEST_DOMAIN || !domain.contains("xn--")) {
      return domain;
    }
    IDNA.Info info = new IDNA.Info();
    return UTS46.nameToUnicode(domain, new StringBuilder(), info).toString();
  }

  private static boolean holdsForbidden(String domain) {
    for (int i = 0; i < domain.length(); i++) {
      if (forbidden(domain.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean forbidden(int c) {
    return c <= ' ' || c >= 0x7f || c == '%' || FORBIDDEN_HOST.indexOf(c) >= 0;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
