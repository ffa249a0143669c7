package org.postern.mail.smtp;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.mail.address.ReversePath;

/// The parameters behind an address: RFC 5321 section 4.1.2 `Mail-parameters`. One object reads the
/// parameters of one command.
abstract sealed class Parameters {

  private static final Pattern SPACES = Pattern.compile(" +");
  private static final int ENVID_LIMIT = 100;
  private static final int ORCPT_LIMIT = 500;

  private final Set<String> seen = new HashSet<>();

  /// Reads all parameters; a reply, when one is wrong.
  Optional<Reply> read(String text) {
    for (String parameter : SPACES.split(text)) {
      if (parameter.isEmpty()) {
        continue;
      }
      int equals = parameter.indexOf('=');
      String name = CommandParser.upper(equals < 0 ? parameter : parameter.substring(0, equals));
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      if (!seen.add(name)) {
        return Optional.of(new Reply(501, "5.5.4", "parameter given twice"));
      }
      if (equals == parameter.length() - 1 && equals >= 0) {
        return Optional.of(invalid());
      }
      Optional<Reply> wrong = take(name, value);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  abstract Optional<Reply> take(String name, String value);

  private static Optional<Reply> check(boolean valid) {
    return valid ? Optional.empty() : Optional.of(invalid());
  }

  private static Reply invalid() {
    return new Reply(501, "5.5.4", "invalid parameter value");
  }

  private static Optional<Reply> unknown() {
    return Optional.of(new Reply(555, "5.5.4", "unsupported parameter"));
  }

  // xtext (RFC 3461 section 4): printable ASCII, with "+" only before two upper-case hex digits.
  private static boolean isXtext(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '!' || c > '~' || c == '=') {
        return false;
      }
      if (c == '+') {
        if (i + 2 >= text.length() || !isHex(text.charAt(i + 1)) || !isHex(text.charAt(i + 2))) {
          return false;
        }
        i += 2;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
  }

  /// Of MAIL: SIZE, BODY, SMTPUTF8, RET, ENVID, PRDR.
  static final class OfMail extends Parameters {
    private OptionalLong size = OptionalLong.empty();
    private BodyType body = BodyType.SEVEN_BIT;
    private boolean smtputf8;
    private boolean prdr;
    private Optional<Dsn.Return> ret = Optional.empty();
    private Optional<String> envid = Optional.empty();

    MailFrom mail(ReversePath path) {
      Dsn.OfMessage dsn =
          ret.isEmpty() && envid.isEmpty() ? Dsn.OfMessage.NONE : new Dsn.OfMessage(ret, envid);
      return new MailFrom(path, size, body, smtputf8, dsn, prdr);
    }

    @Override
    Optional<Reply> take(String name, String value) {
      return switch (name) {
        case "SIZE" -> size(value);
        case "BODY" -> body(value);
        case "SMTPUTF8" -> {
          smtputf8 = true;
          yield check(value.isEmpty());
        }
        case "PRDR" -> {
          prdr = true;
          yield check(value.isEmpty());
        }
        case "RET" -> ret(value);
        case "ENVID" -> {
          envid = Optional.of(value);
          yield check(!value.isEmpty() && value.length() <= ENVID_LIMIT && isXtext(value));
        }
        default -> unknown();
      };
    }

    private Optional<Reply> size(String value) {
      // RFC 1870 section 6 permits 20 digits; what no long holds is too large for us anyway.
      if (!value.matches("[0-9]{1,20}")) {
        return check(false);
      }
      size = OptionalLong.of(value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value));
      return Optional.empty();
    }

    private Optional<Reply> body(String value) {
      switch (CommandParser.upper(value)) {
        case "7BIT" -> body = BodyType.SEVEN_BIT;
        case "8BITMIME" -> body = BodyType.EIGHT_BIT_MIME;
        default -> {
          return check(false);
        }
      }
      return Optional.empty();
    }

    private Optional<Reply> ret(String value) {
      switch (CommandParser.upper(value)) {
        case "FULL" -> ret = Optional.of(Dsn.Return.FULL);
        case "HDRS" -> ret = Optional.of(Dsn.Return.HEADERS);
        default -> {
          return check(false);
        }
      }
      return Optional.empty();
    }
  }

  /// Of RCPT: NOTIFY, ORCPT.
  static final class OfRcpt extends Parameters {
    private final Set<Dsn.Notify> events = EnumSet.noneOf(Dsn.Notify.class);
    private Optional<String> orcpt = Optional.empty();

    Dsn.OfRecipient dsn() {
      return events.isEmpty() && orcpt.isEmpty()
          ? Dsn.OfRecipient.NONE
          : new Dsn.OfRecipient(events, orcpt);
    }

    @Override
    Optional<Reply> take(String name, String value) {
      return switch (name) {
        case "NOTIFY" -> notify(value);
        case "ORCPT" -> {
          orcpt = Optional.of(value);
          yield check(isOriginal(value));
        }
        default -> unknown();
      };
    }

    private Optional<Reply> notify(String value) {
      for (String event : CommandParser.upper(value).split(",", -1)) {
        switch (event) {
          case "NEVER" -> events.add(Dsn.Notify.NEVER);
          case "SUCCESS" -> events.add(Dsn.Notify.SUCCESS);
          case "FAILURE" -> events.add(Dsn.Notify.FAILURE);
          case "DELAY" -> events.add(Dsn.Notify.DELAY);
          default -> {
            return check(false);
          }
        }
      }
      return check(!events.contains(Dsn.Notify.NEVER) || events.size() == 1);
    }

    // addr-type ";" xtext; with utf-8 the forms of RFC 6533 section 3.
    private static boolean isOriginal(String value) {
      int semicolon = value.indexOf(';');
      if (semicolon < 1 || semicolon == value.length() - 1 || value.length() > ORCPT_LIMIT) {
        return false;
      }
      String type = value.substring(0, semicolon);
      String address = value.substring(semicolon + 1);
      return type.matches("[A-Za-z0-9-]+")
          && (type.equalsIgnoreCase("utf-8")
              ? address.codePoints().noneMatch(c -> c <= ' ' || (c >= 0x7f && c < 0xa0))
              : isXtext(address));
    }
  }
}
