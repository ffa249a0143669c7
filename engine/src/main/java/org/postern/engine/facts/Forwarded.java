package org.postern.engine.facts;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.mail.mime.Mailbox;

/// A message that somebody passed on, as mail programs write it down: some fields of its header as
/// lines of text, then its own text.
///
/// @param author the mailbox in its From; name or address may be empty
/// @param subject its Subject, empty where that is missing
/// @param own how many letters stand before it: what the one who passed it on had to say
public record Forwarded(Mailbox author, String subject, int own) {

  private enum Label {
    FROM,
    DATE,
    TO,
    SUBJECT
  }

  private static final int MOST_TEXT = 20_000;
  private static final int MOST_LINES = 200;
  private static final int LONGEST_LABEL = 20;
  private static final int LONGEST_VALUE = 500;
  private static final int BLOCK = 8;
  private static final int LONGEST_FOOTER = 100;

  /// How subjects begin in many languages when a message is passed on. Replies begin otherwise.
  private static final Pattern PREFIX =
      Pattern.compile(
          "\\s{0,4}(?:fwd?|wg|enc|rv|tr|i|doorst|vb|pd|vl|ynt|İlt|轉寄|转发|轉發|転送)\\s{0,2}[:：]",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  private static final String RULE = "--";
  private static final String BEGIN = "Begin ";

  /// Lines of a program's own before the block.
  private static final List<String> MARKS =
      List.of(
          "forwarded message",
          "begin forwarded",
          "weitergeleitete nachricht",
          "message transféré",
          "mensagem encaminhada",
          "mensaje reenviado",
          "messaggio inoltrato",
          "doorgestuurd bericht",
          "wiadomość przekazana",
          "転送");

  private static final List<String> FOOTERS =
      List.of(
          "original message",
          "outlook",
          "iphone",
          "ipad",
          "android",
          "samsung",
          "windows",
          "gmail");

  private static final Map<String, Label> LABELS =
      Map.ofEntries(
          Map.entry("from", Label.FROM),
          Map.entry("von", Label.FROM),
          Map.entry("de", Label.FROM),
          Map.entry("da", Label.FROM),
          Map.entry("van", Label.FROM),
          Map.entry("od", Label.FROM),
          Map.entry("fra", Label.FROM),
          Map.entry("från", Label.FROM),
          Map.entry("lähettäjä", Label.FROM),
          Map.entry("kimden", Label.FROM),
          Map.entry("expéditeur", Label.FROM),
          Map.entry("absender", Label.FROM),
          Map.entry("от", Label.FROM),
          Map.entry("发件人", Label.FROM),
          Map.entry("寄件者", Label.FROM),
          Map.entry("보낸 사람", Label.FROM),
          Map.entry("nadawca", Label.FROM),
          Map.entry("mittente", Label.FROM),
          Map.entry("remitente", Label.FROM),
          Map.entry("afzender", Label.FROM),
          Map.entry("avsändare", Label.FROM),
          Map.entry("feladó", Label.FROM),
          Map.entry("de la", Label.FROM),
          Map.entry("gönderen", Label.FROM),
          Map.entry("από", Label.FROM),
          Map.entry("від", Label.FROM),
          Map.entry("מאת", Label.FROM),
          Map.entry("من", Label.FROM),
          Map.entry("差出人", Label.FROM),
          Map.entry("sent", Label.DATE),
          Map.entry("date", Label.DATE),
          Map.entry("datum", Label.DATE),
          Map.entry("data", Label.DATE),
          Map.entry("fecha", Label.DATE),
          Map.entry("gesendet", Label.DATE),
          Map.entry("envoyé", Label.DATE),
          Map.entry("enviado", Label.DATE),
          Map.entry("enviado el", Label.DATE),
          Map.entry("enviada em", Label.DATE),
          Map.entry("inviato", Label.DATE),
          Map.entry("verzonden", Label.DATE),
          Map.entry("skickat", Label.DATE),
          Map.entry("sendt", Label.DATE),
          Map.entry("wysłano", Label.DATE),
          Map.entry("发送时间", Label.DATE),
          Map.entry("日時", Label.DATE),
          Map.entry("to", Label.TO),
          Map.entry("an", Label.TO),
          Map.entry("à", Label.TO),
          Map.entry("para", Label.TO),
          Map.entry("a", Label.TO),
          Map.entry("aan", Label.TO),
          Map.entry("do", Label.TO),
          Map.entry("til", Label.TO),
          Map.entry("till", Label.TO),
          Map.entry("cc", Label.TO),
          Map.entry("宛先", Label.TO),
          Map.entry("收件人", Label.TO),
          Map.entry("subject", Label.SUBJECT),
          Map.entry("betreff", Label.SUBJECT),
          Map.entry("objet", Label.SUBJECT),
          Map.entry("asunto", Label.SUBJECT),
          Map.entry("assunto", Label.SUBJECT),
          Map.entry("oggetto", Label.SUBJECT),
          Map.entry("onderwerp", Label.SUBJECT),
          Map.entry("temat", Label.SUBJECT),
          Map.entry("emne", Label.SUBJECT),
          Map.entry("ämne", Label.SUBJECT),
          Map.entry("aihe", Label.SUBJECT),
          Map.entry("konu", Label.SUBJECT),
          Map.entry("тема", Label.SUBJECT),
          Map.entry("主题", Label.SUBJECT),
          Map.entry("předmět", Label.SUBJECT),
          Map.entry("tárgy", Label.SUBJECT),
          Map.entry("subiect", Label.SUBJECT),
          Map.entry("θέμα", Label.SUBJECT),
          Map.entry("נושא", Label.SUBJECT),
          Map.entry("الموضوع", Label.SUBJECT),
          Map.entry("제목", Label.SUBJECT),
          Map.entry("主旨", Label.SUBJECT),
          Map.entry("件名", Label.SUBJECT));

  /// Whether a line is a field of a header, as programs write it above what is passed on.
  static boolean fieldOfHeader(String line) {
    return label(plain(line)).isPresent();
  }

  /// Whether a subject says that the message is passed on.
  public static boolean said(String subject) {
    return PREFIX.matcher(subject).lookingAt();
  }

  /// The first message that is passed on in a text; empty where neither the subject nor a line of
  /// the text says that one is. Looks at the first 200 lines.
  public static Optional<Forwarded> of(String subject, String visible) {
    String text = visible.substring(0, Math.min(visible.length(), MOST_TEXT));
    boolean told = said(subject);
    if (!told && !text.contains(RULE) && !text.contains(BEGIN)) {
      return Optional.empty();
    }
    List<String> lines = text.lines().limit(MOST_LINES).toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = plain(lines.get(i));
      if (marked(line)) {
        told = true;
      } else if (told && is(Label.FROM, line)) {
        Optional<Forwarded> found = block(lines, i);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /// Lines of a header: one or two more fields must follow From.
  private static Optional<Forwarded> block(List<String> lines, int from) {
    boolean dated = false;
    String subject = "";
    boolean named = false;
    for (int i = from + 1; i < Math.min(lines.size(), from + BLOCK); i++) {
      String line = plain(lines.get(i));
      if (is(Label.DATE, line) || is(Label.TO, line)) {
        dated = true;
      } else if (!named && is(Label.SUBJECT, line)) {
        named = true;
        subject = value(line);
      }
    }
    return dated || named
        ? Optional.of(
            new Forwarded(mailbox(value(plain(lines.get(from)))), subject, own(lines, from)))
        : Optional.empty();
  }

  private static int own(List<String> lines, int end) {
    int own = 0;
    for (String written : lines.subList(0, end)) {
      String line = plain(written);
      own += marked(line) || footer(line) ? 0 : letters(line);
    }
    return own;
  }

  /// Without the signs of quoting and of heavy print.
  private static String plain(String line) {
    int start = 0;
    while (start < line.length() && " \t>*|\u00a0\u200b".indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    return line.substring(start).stripTrailing();
  }

  private static int colon(String line) {
    for (int i = 0; i < Math.min(line.length(), LONGEST_LABEL); i++) {
      if (line.charAt(i) == ':' || line.charAt(i) == '：') {
        return i;
      }
    }
    return -1;
  }

  private static Optional<Label> label(String line) {
    int colon = colon(line);
    return colon <= 0
        ? Optional.empty()
        : Optional.ofNullable(
            LABELS.get(
                line.substring(0, colon).replace('*', ' ').strip().toLowerCase(Locale.ROOT)));
  }

  private static boolean is(Label label, String line) {
    return label(line).filter(label::equals).isPresent();
  }

  private static String value(String line) {
    String value = line.substring(colon(line) + 1).replace('*', ' ').strip();
    return value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value;
  }

  /// A name, and an address in brackets or alone; of several brackets the first with an address.
  private static Mailbox mailbox(String written) {
    int at = written.indexOf('@');
    if (at < 0) {
      return new Mailbox(written, "");
    }
    int start = at;
    while (start > 0 && " <[(:\"\t".indexOf(written.charAt(start - 1)) < 0) {
      start--;
    }
    int end = at + 1;
    while (end < written.length() && " >])\"\t;,".indexOf(written.charAt(end)) < 0) {
      end++;
    }
    String name = written.substring(0, start).replaceAll("[<\\[(\"]|mailto:", " ").strip();
    return new Mailbox(name, written.substring(start, end));
  }

  private static boolean marked(String line) {
    if (line.length() > LONGEST_FOOTER || !(line.startsWith(RULE) || line.startsWith(BEGIN))) {
      return false;
    }
    String lower = line.toLowerCase(Locale.ROOT);
    return MARKS.stream().anyMatch(lower::contains);
  }

  /// What programs of telephones write below each message.
  private static boolean footer(String line) {
    if (line.length() > LONGEST_FOOTER) {
      return false;
    }
    String lower = line.toLowerCase(Locale.ROOT);
    return FOOTERS.stream().anyMatch(lower::contains);
  }

  private static int letters(String line) {
    return (int) line.chars().filter(Character::isLetter).count();
  }
}
