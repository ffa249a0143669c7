package org.postern.engine.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.postern.mail.mime.DateTime;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Part;

/// Functions of SpamAssassin's `eval:` that need nothing but the message. One thread.
final class MailFunctions {

  private static final Set<String> NAMES =
      Set.of(
          "check_no_relays",
          "check_for_mime",
          "check_for_mime_html",
          "check_for_mime_html_only",
          "check_for_missing_to_header",
          "check_for_to_in_subject",
          "subject_is_all_caps",
          "check_for_uppercase",
          "check_body_length",
          "check_header_count_range",
          "check_fromname_equals_to",
          "check_freemail_from",
          "check_freemail_header",
          "check_freemail_replyto",
          "check_for_shifted_date",
          "check_equal_from_domains",
          "check_for_matching_env_and_hdr_from",
          "check_iframe_src");

  private static final Pattern ADDRESS =
      Pattern.compile("[a-zA-Z0-9._%+=-]{1,64}@[a-zA-Z0-9.-]{1,253}\\.[a-zA-Z]{2,24}");
  private static final Pattern REPLY_MARK =
      Pattern.compile(
          "^(?:(?:Re|Fwd|Fw|Aw|Antwort|WG|SV|VB|VS|VL):\\s*+){1,100}+", Pattern.CASE_INSENSITIVE);
  private static final int SEARCHED = 20_000;

  /// Characters of the subject that are looked at for recipients, once for each.
  private static final long MOST_COMPARED = 2_000_000;

  private static final double SECONDS_OF_HOUR = 3_600;

  private final Renderings mail;
  private final Freemail freemail;
  private final HtmlFunctions html;

  MailFunctions(Renderings mail, Freemail freemail) {
    this.mail = mail;
    this.freemail = freemail;
    this.html = new HtmlFunctions(mail);
  }

  static Set<String> names() {
    Set<String> all = new HashSet<>(NAMES);
    all.addAll(HtmlFunctions.NAMES);
    return all;
  }

  /// Whether it is so; empty where the function is not of this kind.
  Optional<Boolean> test(String function, List<String> arguments) {
    return switch (function) {
      case "check_no_relays" -> Optional.of(mail.relays().none());
      case "check_iframe_src" ->
          Optional.of(mail.html().stream().anyMatch(html -> html.measures().has("iframe")));
      case "check_for_mime" -> Optional.of(mime(argument(arguments, 0)));
      case "check_for_mime_html" -> Optional.of(!mail.html().isEmpty());
      case "check_for_mime_html_only" -> Optional.of(htmlOnly());
      case "check_body_length" -> Optional.of(bodyOctets() <= number(arguments, 0));
      case "check_for_uppercase" ->
          Optional.of(uppercase(number(arguments, 0), number(arguments, 1)));
      default -> html.test(function, arguments).or(() -> ofHeader(function, arguments));
    };
  }

  private Optional<Boolean> ofHeader(String function, List<String> arguments) {
    return switch (function) {
      case "check_for_missing_to_header" -> Optional.of(header("To").isBlank());
      case "check_for_to_in_subject" -> Optional.of(toInSubject(argument(arguments, 0)));
      case "subject_is_all_caps" -> Optional.of(capitals());
      case "check_header_count_range" ->
          Optional.of(
              between(
                  mail.message().headers().all(argument(arguments, 0)).size(),
                  number(arguments, 1),
                  number(arguments, 2)));
      case "check_fromname_equals_to" -> Optional.of(nameIsRecipient());
      case "check_freemail_from" -> Optional.of(freemailFrom());
      case "check_freemail_header" ->
          Optional.of(freemailIn(argument(arguments, 0), argument(arguments, 1)));
      case "check_freemail_replyto" -> Optional.of(freemailReply(argument(arguments, 0)));
      case "check_for_shifted_date" ->
          Optional.of(shifted(argument(arguments, 0), argument(arguments, 1)));
      case "check_equal_from_domains" -> Optional.of(otherDomain());
      case "check_for_matching_env_and_hdr_from" ->
          Optional.of(
              !mail.envelopeFrom().isEmpty()
                  && header("From")
                      .toLowerCase(Locale.ROOT)
                      .contains(mail.envelopeFrom().toLowerCase(Locale.ROOT)));
      default -> Optional.empty();
    };
  }

  static String argument(List<String> arguments, int number) {
    return number < arguments.size() ? arguments.get(number) : "";
  }

  static double number(List<String> arguments, int number) {
    try {
      return Double.parseDouble(argument(arguments, number));
    } catch (NumberFormatException _) {
      return 0; // As Perl reads what is no number.
    }
  }

  private static boolean between(double value, double least, double most) {
    return value >= least && value <= most;
  }

  private String header(String selector) {
    try {
      return mail.header(HeaderSelector.parse(selector)).orElse("");
    } catch (RuleException _) {
      return ""; // The name of a field that cannot be: there is none.
    }
  }

  private boolean mime(String what) {
    List<Part> parts = mail.message().parts();
    return switch (what) {
      case "mime_attachment" ->
          parts.stream()
              .anyMatch(part ->
                  part.headers()
                      .value("Content-Disposition")
                      .filter(
                          value -> value.strip().toLowerCase(Locale.ROOT).startsWith("attachment"))
                      .isPresent());
      case "mime_base64_count" -> encoded(parts, "base64");
      case "mime_qp_count" -> encoded(parts, "quoted-printable");
      default -> false;
    };
  }

  private static boolean encoded(List<Part> parts, String encoding) {
    return parts.stream()
        .anyMatch(part ->
            part.headers()
                .value("Content-Transfer-Encoding")
                .filter(value -> value.strip().equalsIgnoreCase(encoding))
                .isPresent());
  }

  private boolean htmlOnly() {
    return !mail.html().isEmpty() && mail.message().parts().stream().noneMatch(BodyText::isPlain);
  }

  private int bodyOctets() {
    return mail.message().octets().length - mail.message().headers().end();
  }

  /// The share of capitals among letters and digits, in hundredths.
  private boolean uppercase(double above, double most) {
    int upper = 0;
    int lower = 0;
    Lines body = mail.body();
    for (int i = 0; i < body.length(); i++) {
      byte c = body.octets()[i];
      upper += c >= 'A' && c <= 'Z' ? 1 : 0;
      lower += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? 1 : 0;
    }
    double share = body.length() < 200 ? 0 : 100.0 * upper / Math.max(1, upper + lower);
    return share > above && share <= most;
  }

  private boolean toInSubject(String how) {
    String subject = header("Subject").toLowerCase(Locale.ROOT);
    long left = MOST_COMPARED;
    for (String address : header("To:addr").toLowerCase(Locale.ROOT).split("\n")) {
      left -= subject.length();
      if (left < 0) {
        return false;
      }
      int at = address.indexOf('@');
      if (how.equals("address") && at > 0 && subject.contains(address)) {
        return true;
      }
      if (!how.equals("address") && at > 2 && wordIn(subject, address.substring(0, at))) {
        return true;
      }
    }
    return false;
  }

  /// Whether it stands there, and neither a letter, a digit, `_` nor a dot beside it.
  private static boolean wordIn(String text, String word) {
    int at = text.indexOf(word);
    while (at >= 0) {
      int end = at + word.length();
      if ((at == 0 || !ofWord(text.charAt(at - 1)))
          && (end == text.length() || !ofWord(text.charAt(end)))) {
        return true;
      }
      at = text.indexOf(word, at + 1);
    }
    return false;
  }

  private static boolean ofWord(char c) {
    return c == '.' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }

  private boolean capitals() {
    String subject = REPLY_MARK.matcher(header("Subject").strip()).replaceFirst("");
    if (subject.length() < 10 || subject.chars().noneMatch(Character::isWhitespace)) {
      return false;
    }
    boolean letters = false;
    for (int i = 0; i < subject.length(); i++) {
      if (Character.isLowerCase(subject.charAt(i))) {
        return false;
      }
      letters |= Character.isUpperCase(subject.charAt(i));
    }
    return letters;
  }

  private boolean nameIsRecipient() {
    String name = header("From:name").strip().toLowerCase(Locale.ROOT);
    return name.contains("@")
        && List.of(header("To:addr").toLowerCase(Locale.ROOT).split("\n")).contains(name);
  }

  private boolean freemailFrom() {
    return freemail.is(mail.envelopeFrom()) || freemailIn("From", "");
  }

  private boolean freemailIn(String field, String expression) {
    String addressed = field.contains(":") ? field : field + ":addr";
    for (String address : header(addressed).split("\n")) {
      if (address.contains("@") && freemail.is(address)) {
        // the one expression in use: digits before the @
        return expression.isEmpty() || endsWithDigit(address);
      }
    }
    return false;
  }

  private static boolean endsWithDigit(String address) {
    int at = address.indexOf('@');
    return at > 0 && Character.isDigit(address.charAt(at - 1));
  }

  /// Whether replies go to another free mailbox than the one it came from; with `reply` one in the
  /// body counts too.
  private boolean freemailReply(String how) {
    String from = header("From:addr").strip().toLowerCase(Locale.ROOT);
    String replyTo = header("Reply-To:addr").strip().toLowerCase(Locale.ROOT);
    if (!replyTo.isEmpty()) {
      return freemail.is(replyTo)
          && !replyTo.equals(from)
          && (freemail.is(from) || how.equals("reply"));
    }
    if (!how.equals("reply") || !freemail.is(from)) {
      return false;
    }
    Lines body = mail.body();
    String text =
        new String(
            body.octets(),
            0,
            Math.min(SEARCHED, body.length()),
            java.nio.charset.StandardCharsets.ISO_8859_1);
    Matcher matcher = ADDRESS.matcher(text);
    while (matcher.find()) {
      String found = matcher.group().toLowerCase(Locale.ROOT);
      if (freemail.is(found) && !found.equals(from)) {
        return true;
      }
    }
    return false;
  }

  /// Hours between Date and the Received field nearest to it.
  private boolean shifted(String least, String most) {
    OptionalDouble hours = shift();
    return hours.isPresent()
        && (least.equals("undef") || hours.getAsDouble() >= number(List.of(least), 0))
        && (most.equals("undef") || hours.getAsDouble() < number(List.of(most), 0));
  }

  private OptionalDouble shift() {
    Optional<DateTime> date = DateTime.parse(header("Date").strip());
    if (date.isEmpty()) {
      return OptionalDouble.of(0);
    }
    long sent = date.get().time().toEpochSecond();
    DoubleStream.Builder all = DoubleStream.builder();
    all.add(Double.MAX_VALUE);
    for (String received : mail.fields("Received")) {
      int semicolon = received.lastIndexOf(';');
      DateTime.parse(received.substring(semicolon + 1).strip())
          .ifPresent(time -> all.add((sent - time.time().toEpochSecond()) / SECONDS_OF_HOUR));
    }
    double nearest = all.build().reduce((a, b) -> Math.abs(b) < Math.abs(a) ? b : a).orElse(0);
    return OptionalDouble.of(nearest == Double.MAX_VALUE ? 0 : nearest);
  }

  private boolean otherDomain() {
    String from = mail.from().map(Mailbox::domain).orElse("");
    int at = mail.envelopeFrom().lastIndexOf('@');
    String envelope = mail.envelopeFrom().substring(at + 1).toLowerCase(Locale.ROOT);
    return at > 0
        && !from.isEmpty()
        && !from.equals(envelope)
        && !from.endsWith("." + envelope)
        && !envelope.endsWith("." + from);
  }
}
