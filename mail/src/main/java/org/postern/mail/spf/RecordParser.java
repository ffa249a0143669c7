package org.postern.mail.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.mail.spf.SpfRecord.Directive;
import org.postern.mail.spf.SpfRecord.Mechanism;
import org.postern.mail.spf.SpfRecord.Prefixes;

/// Reads a policy: RFC 7208 section 12. One wrong term makes the whole record wrong, and nothing is
/// asked before all is read (section 4.6).
final class RecordParser {

  private static final String VERSION = "v=spf1";
  private static final int NO_PREFIX = -1;
  private static final int MAPPED_PREFIX = 96;

  /// What came of reading.
  sealed interface Outcome {
    record Read(SpfRecord policy) implements Outcome {}

    record Wrong(String why) implements Outcome {}
  }

  private final List<Directive> directives = new ArrayList<>();
  private Optional<MacroString> redirect = Optional.empty();
  private Optional<MacroString> explanation = Optional.empty();

  private RecordParser() {}

  /// Whether a TXT record is a policy: RFC 7208 section 4.5.
  static boolean isPolicy(String text) {
    return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
        && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
  }

  static Outcome parse(String text) {
    RecordParser parser = new RecordParser();
    int count = 0;
    for (String term : text.substring(VERSION.length()).split(" ", -1)) {
      count++;
      if (!term.isEmpty() && !parser.term(term)) {
        return new Outcome.Wrong("term " + count + " cannot be read");
      }
    }
    return new Outcome.Read(new SpfRecord(parser.directives, parser.redirect, parser.explanation));
  }

  private boolean term(String term) {
    int equals = term.indexOf('=');
    if (equals < 1 || !isName(term.substring(0, equals))) {
      return directive(term);
    }
    return modifier(term.substring(0, equals).toLowerCase(Locale.ROOT), term.substring(equals + 1));
  }

  // ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
  private static boolean isName(String text) {
    return MacroString.isLetter(text.charAt(0))
        && text.chars()
            .allMatch(
                c -> MacroString.isLetter(c) || MacroString.isDigit(c) || "-_.".indexOf(c) >= 0);
  }

  // RFC 7208 section 6: the two known modifiers at most once each.
  private boolean modifier(String name, String value) {
    return switch (name) {
      case "redirect" -> {
        boolean first = redirect.isEmpty();
        redirect = MacroString.parseDomain(value);
        yield first && redirect.isPresent();
      }
      case "exp" -> {
        boolean first = explanation.isEmpty();
        explanation = MacroString.parseDomain(value);
        yield first && explanation.isPresent();
      }
      default -> MacroString.parse(value).isPresent();
    };
  }

  private boolean directive(String term) {
    SpfVerdict verdict =
        switch (term.charAt(0)) {
          case '-' -> SpfVerdict.FAIL;
          case '~' -> SpfVerdict.SOFTFAIL;
          case '?' -> SpfVerdict.NEUTRAL;
          default -> SpfVerdict.PASS;
        };
    String body = "+-~?".indexOf(term.charAt(0)) >= 0 ? term.substring(1) : term;
    int end = 0;
    while (end < body.length() && body.charAt(end) != ':' && body.charAt(end) != '/') {
      end++;
    }
    Optional<? extends Mechanism> mechanism =
        mechanism(body.substring(0, end).toLowerCase(Locale.ROOT), body.substring(end));
    mechanism.ifPresent(m -> directives.add(new Directive(verdict, m, term)));
    return mechanism.isPresent();
  }

  // `rest` begins with ":" or "/" or is empty.
  private static Optional<? extends Mechanism> mechanism(String name, String rest) {
    return switch (name) {
      case "all" -> rest.isEmpty() ? Optional.of(new Mechanism.All()) : Optional.empty();
      case "include" -> required(rest).map(Mechanism.Include::new);
      case "exists" -> required(rest).map(Mechanism.Exists::new);
      case "ptr" -> target(rest).map(Mechanism.Ptr::new);
      case "a" -> Hosts.parse(rest).map(hosts -> new Mechanism.A(hosts.target(), hosts.prefixes()));
      case "mx" ->
          Hosts.parse(rest).map(hosts -> new Mechanism.Mx(hosts.target(), hosts.prefixes()));
      case "ip4" -> network(rest, 32);
      case "ip6" -> network(rest, 128);
      default -> Optional.empty();
    };
  }

  private static Optional<MacroString> required(String rest) {
    return rest.startsWith(":") ? MacroString.parseDomain(rest.substring(1)) : Optional.empty();
  }

  private static Optional<MacroString> target(String rest) {
    return rest.isEmpty() ? Optional.of(MacroString.DOMAIN) : required(rest);
  }

  /// `[ ":" domain-spec ] [ dual-cidr-length ]`
  private record Hosts(MacroString target, Prefixes prefixes) {

    static Optional<Hosts> parse(String rest) {
      String left = rest;
      int ip6 = 128;
      int slashes = left.lastIndexOf("//");
      if (slashes >= 0 && isNumber(left.substring(slashes + 2))) {
        ip6 = prefix(left.substring(slashes + 2), 128);
        left = left.substring(0, slashes);
      }
      int ip4 = 32;
      int slash = left.lastIndexOf('/');
      if (slash >= 0 && isNumber(left.substring(slash + 1))) {
        ip4 = prefix(left.substring(slash + 1), 32);
        left = left.substring(0, slash);
      }
      if (ip4 == NO_PREFIX || ip6 == NO_PREFIX) {
        return Optional.empty();
      }
      Prefixes prefixes = new Prefixes(ip4, ip6);
      return RecordParser.target(left).map(found -> new Hosts(found, prefixes));
    }
  }

  private static Optional<Mechanism.Ip> network(String rest, int bits) {
    if (!rest.startsWith(":")) {
      return Optional.empty();
    }
    int slash = rest.indexOf('/');
    String literal = rest.substring(1, slash < 0 ? rest.length() : slash);
    int prefix = slash < 0 ? bits : prefix(rest.substring(slash + 1), bits);
    if (prefix == NO_PREFIX) {
      return Optional.empty();
    }
    Optional<InetAddress> address = bits == 32 ? ip4(literal) : ip6(literal);
    return address.map(network -> network(network, prefix, bits));
  }

  // Java makes an IPv4 address of a mapped one (::ffff:192.0.2.1). A client is never a mapped
  // address, so that a network of such addresses means their IPv4 addresses (section 5).
  private static Mechanism.Ip network(InetAddress network, int prefix, int bits) {
    byte[] octets = network.getAddress();
    if (octets.length * 8 == bits) {
      return new Mechanism.Ip(octets, prefix);
    }
    if (prefix >= MAPPED_PREFIX) {
      return new Mechanism.Ip(octets, prefix - MAPPED_PREFIX);
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(octets, 0, mapped, 12, octets.length);
    return new Mechanism.Ip(mapped, prefix);
  }

  private static Optional<InetAddress> ip4(String text) {
    String[] numbers = text.split("\\.", -1);
    if (numbers.length != 4) {
      return Optional.empty();
    }
    for (String number : numbers) {
      if (prefix(number, 255) == NO_PREFIX) {
        return Optional.empty();
      }
    }
    return literal(text);
  }

  private static Optional<InetAddress> ip6(String text) {
    boolean plausible =
        text.indexOf(':') >= 0
            && text.length() <= 45
            && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    return plausible ? literal(text) : Optional.empty();
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(MacroString::isDigit);
  }

  // A number without leading zeros up to `max`.
  private static int prefix(String text, int max) {
    if (!isNumber(text) || text.length() > 3 || (text.length() > 1 && text.startsWith("0"))) {
      return NO_PREFIX;
    }
    int number = Integer.parseInt(text);
    return number <= max ? number : NO_PREFIX;
  }
}
