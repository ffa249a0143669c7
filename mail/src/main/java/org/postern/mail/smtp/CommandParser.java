package org.postern.mail.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.Path;
import org.postern.mail.address.PathParser;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.Refusal.Moment;

/// Reads command lines: RFC 5321 section 4.1 with the parameters of RFC 1870, 3030, 3461, 6152 and
/// 6531. Pure: the same line gives the same command.
final class CommandParser {

  private static final int HELLO_LIMIT = 255;
  private static final String NOT_IN_HELLO = "<>()\\\",;@";
  // The end of a first line of HTTP, SIP and RTSP, the beginning of one of SSH.
  private static final Pattern PROTOCOL = Pattern.compile("^SSH-| (?:HTTP|SIP|RTSP)/[0-9.]+$");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9-]*:");

  private CommandParser() {}

  /// Reads the line `in[from..to)`, which stands without its CRLF.
  static Command parse(byte[] in, int from, int to) {
    for (int i = from; i < to; i++) {
      if (in[i] >= 0 && in[i] < ' ' && in[i] != '\t') {
        return malformed(Moment.COMMAND, 500, "5.5.2", "control character in command");
      }
    }
    Optional<String> text = decode(in, from, to);
    if (text.isEmpty()) {
      return malformed(Moment.COMMAND, 500, "5.5.2", "command is not UTF-8");
    }
    String line = text.get().stripTrailing();
    int space = line.indexOf(' ');
    String verb = upper(space < 0 ? line : line.substring(0, space));
    String rest = space < 0 ? "" : line.substring(space + 1).strip();
    return switch (verb) {
      case "EHLO" -> greeting(rest, true);
      case "HELO" -> greeting(rest, false);
      case "MAIL" -> mail(rest);
      case "RCPT" -> rcpt(rest);
      case "BDAT" -> bdat(rest);
      case "DATA" -> alone(Command.Word.DATA, rest);
      case "RSET" -> alone(Command.Word.RSET, rest);
      case "QUIT" -> alone(Command.Word.QUIT, rest);
      case "STARTTLS" -> alone(Command.Word.STARTTLS, rest);
      case "NOOP" -> Command.Word.NOOP;
      case "HELP" -> Command.Word.HELP;
      case "VRFY" -> Command.Word.VRFY;
      case "EXPN" -> Command.Word.EXPN;
      case "AUTH" -> Command.Word.AUTH;
      case "GET", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS", "DELETE", "PATCH", "TRACE" ->
          new Command.Foreign();
      default -> stranger(line);
    };
  }

  // What is no verb of ours.
  private static Command stranger(String line) {
    if (PROTOCOL.matcher(line).find()) {
      return new Command.Foreign();
    }
    return FIELD.matcher(line).lookingAt() ? new Command.Field() : new Command.Unknown();
  }

  // ASCII only: the case tables of Unicode would make letters of our verbs from foreign ones.
  static String upper(String word) {
    return word.chars().allMatch(c -> c < 0x80) ? word.toUpperCase(Locale.ROOT) : word;
  }

  private static Command alone(Command.Word word, String rest) {
    return rest.isEmpty()
        ? word
        : malformed(Moment.COMMAND, 501, "5.5.4", word + " takes no argument");
  }

  private static Command greeting(String name, boolean extended) {
    if (name.isEmpty() || name.length() > HELLO_LIMIT) {
      return malformed(Moment.HELLO, 501, "5.5.4", "a host name is needed");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c > '~' || NOT_IN_HELLO.indexOf(c) >= 0) {
        return malformed(Moment.HELLO, 501, "5.5.2", "not a host name");
      }
    }
    return new Command.Greeting(new Hello(name, extended));
  }

  private static Command mail(String rest) {
    int start = afterWord(rest, "FROM:");
    if (start < 0) {
      return malformed(Moment.MAIL, 500, "5.5.2", "syntax: MAIL FROM:<address>");
    }
    return switch (PathParser.read(rest, start)) {
      case PathParser.Outcome.Wrong wrong ->
          wrongPath(Moment.MAIL, wrong.fault(), "5.1.7", "5.1.8");
      case PathParser.Outcome.Read read ->
          switch (read.path()) {
            case Path.Null _ -> mail(ReversePath.NULL, rest, read.end());
            case Path.Mailbox box -> mail(new ReversePath.Sender(box.address()), rest, read.end());
            case Path.Postmaster _ ->
                malformed(Moment.MAIL, 501, "5.1.7", "a sender needs a domain");
          };
    };
  }

  private static Command mail(ReversePath path, String rest, int end) {
    Parameters.OfMail parameters = new Parameters.OfMail();
    Optional<Reply> wrong = parameters.read(rest.substring(end));
    return wrong.isPresent()
        ? new Command.Malformed(Moment.MAIL, wrong.get())
        : new Command.Mail(parameters.mail(path));
  }

  private static Command rcpt(String rest) {
    int start = afterWord(rest, "TO:");
    if (start < 0) {
      return malformed(Moment.RCPT, 500, "5.5.2", "syntax: RCPT TO:<address>");
    }
    return switch (PathParser.read(rest, start)) {
      case PathParser.Outcome.Wrong wrong ->
          wrongPath(Moment.RCPT, wrong.fault(), "5.1.3", "5.1.2");
      case PathParser.Outcome.Read read ->
          switch (read.path()) {
            case Path.Null _ -> malformed(Moment.RCPT, 501, "5.1.3", "a recipient is needed");
            case Path.Mailbox box -> rcpt(Optional.of(box.address()), rest, read.end());
            case Path.Postmaster _ -> rcpt(Optional.empty(), rest, read.end());
          };
    };
  }

  private static Command rcpt(Optional<EmailAddress> address, String rest, int end) {
    Parameters.OfRcpt parameters = new Parameters.OfRcpt();
    Optional<Reply> wrong = parameters.read(rest.substring(end));
    return wrong.isPresent()
        ? new Command.Malformed(Moment.RCPT, wrong.get())
        : new Command.Rcpt(address, parameters.dsn());
  }

  private static Command bdat(String rest) {
    String[] words = rest.split(" +", -1);
    boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
    // Without a size we cannot tell data from commands: the dialogue closes the connection.
    if (!words[0].matches("[0-9]{1,18}") || (words.length > 1 && !last)) {
      return new Command.Bdat(-1, false);
    }
    return new Command.Bdat(Long.parseLong(words[0]), last);
  }

  // Where the address begins; a space behind the colon is common and harmless.
  private static int afterWord(String rest, String word) {
    if (!rest.regionMatches(true, 0, word, 0, word.length())) {
      return -1;
    }
    int start = word.length();
    while (start < rest.length() && rest.charAt(start) == ' ') {
      start++;
    }
    return start == rest.length() ? -1 : start;
  }

  private static Command wrongPath(
      Moment moment, PathParser.Fault fault, String mailbox, String domain) {
    return switch (fault) {
      case SYNTAX -> malformed(moment, 501, mailbox, "not an address");
      case DOMAIN_SYNTAX -> malformed(moment, 501, domain, "not a domain");
      case TOO_LONG -> malformed(moment, 501, mailbox, "address too long");
    };
  }

  private static Command malformed(Moment moment, int code, String status, String text) {
    return new Command.Malformed(moment, new Reply(code, status, text));
  }

  private static Optional<String> decode(byte[] in, int from, int to) {
    for (int i = from; i < to; i++) {
      if (in[i] < 0) {
        try {
          ByteBuffer octets = ByteBuffer.wrap(in, from, to - from);
          return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
        } catch (CharacterCodingException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new String(in, from, to - from, StandardCharsets.ISO_8859_1));
  }
}
