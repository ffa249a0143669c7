package org.postern.engine.rules;

import java.util.Locale;

/// Which header field a rule looks at, and which part of it: `Subject`, `From:addr`, `ALL:raw`.
///
/// @param name in lower case; `all`, `tocc`, `envelopefrom`, `messageid` and `x-spam-relays-…` are
///   no fields but put together
/// @param raw as it stands in the message, neither decoded nor unfolded
public record HeaderSelector(String name, boolean raw, Piece piece, Which which) {

  /// Which part of the value.
  public enum Piece {
    WHOLE,
    ADDRESS,
    NAME,
    HOST,
    DOMAIN,
    IP
  }

  /// Which of several fields of a name.
  public enum Which {
    ALL,
    FIRST,
    LAST
  }

  /// Reads `Name:modifier:modifier`.
  static HeaderSelector parse(String text) throws RuleException {
    String[] words = text.split(":");
    if (words.length == 0 || !words[0].matches("[!-9;-~]+")) {
      throw new RuleException("the name of a header field expected, not '" + text + "'");
    }
    HeaderSelector selector =
        new HeaderSelector(words[0].toLowerCase(Locale.ROOT), false, Piece.WHOLE, Which.ALL);
    for (int i = 1; i < words.length; i++) {
      selector = selector.with(words[i]);
    }
    return selector;
  }

  private HeaderSelector with(String modifier) throws RuleException {
    return switch (modifier) {
      case "raw" -> new HeaderSelector(name, true, piece, which);
      // addresses come first: a host is looked for within them
      case "addr" -> new HeaderSelector(name, raw, Piece.ADDRESS, which);
      case "name" -> new HeaderSelector(name, raw, Piece.NAME, which);
      case "host" -> new HeaderSelector(name, raw, Piece.HOST, which);
      case "domain" -> new HeaderSelector(name, raw, Piece.DOMAIN, which);
      case "ip" -> new HeaderSelector(name, raw, Piece.IP, which);
      case "first" -> new HeaderSelector(name, raw, piece, Which.FIRST);
      case "last" -> new HeaderSelector(name, raw, piece, Which.LAST);
      default ->
          throw new RuleException(
              "raw, addr, name, host, domain, ip, first or last expected behind the field, not '"
                  + modifier
                  + "'");
    };
  }
}
