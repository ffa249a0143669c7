package org.postern.mail.mime;

import java.util.ArrayList;
import java.util.List;

/// The addresses of a From, To or the like (RFC 5322 section 3.4), groups dissolved, obsolete and
/// broken syntax taken.
///
/// Every address that some reader may take is there. `malformed` says that the field is not written
/// by the grammar (the obsolete one included), so that readers may see different addresses.
public record AddressList(List<Mailbox> mailboxes, List<String> groups, boolean malformed) {

  private static final int MOST = 10_000;
  private static final int LONGEST_LITERAL = 256;

  public AddressList {
    mailboxes = List.copyOf(mailboxes);
    groups = List.copyOf(groups);
  }

  /// Reads an unfolded field value, encoded words not yet decoded: they are decoded here, after the
  /// list is taken apart, so that no encoded comma makes an address.
  public static AddressList parse(String value) {
    return new Parser(value).parse();
  }

  private static final class Parser {
    private final String text;
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private final List<String> groups = new ArrayList<>(0);
    private int at;
    private boolean malformed;
    private boolean inGroup;

    /// The words of the mailbox at hand: as shown, and as they stand in an address.
    private final StringBuilder phrase = new StringBuilder();

    private final StringBuilder raw = new StringBuilder();
    private final StringBuilder comments = new StringBuilder();
    private boolean angle;
    private boolean afterAngle;

    /// Whether there are words at all.
    private boolean worded;

    /// Whether no quote closes any more.
    private boolean quotesBroken;

    /// Whether an @ stands outside of quotes and brackets.
    private boolean bareAt;

    Parser(String text) {
      this.text = text;
    }

    AddressList parse() {
      while (at < text.length() && mailboxes.size() < MOST) {
        char c = text.charAt(at);
        switch (c) {
          case '(' -> comment();
          case '"' -> quoted();
          case '<' -> angle();
          case ',' -> {
            finish();
            at++;
          }
          case ';' -> endGroup();
          case ':' -> colon();
          case '[' -> literal();
          default -> atom(c);
        }
      }
      finish();
      malformed |= inGroup;
      return new AddressList(mailboxes, groups, malformed);
    }

    private void atom(char c) {
      if (c == '>' || c == ')' || c == '\\' || (c < ' ' && c != '\t')) {
        malformed = true;
      }
      if (!blank(c)) {
        afterAngle |= angle;
      }
      bareAt |= c == '@';
      worded |= !blank(c);
      phrase.append(c);
      raw.append(c);
      at++;
    }

    /// `[192.0.2.1]`: whatever stands inside belongs to the address.
    private void literal() {
      int end = text.indexOf(']', at, Math.min(text.length(), at + LONGEST_LITERAL));
      int stop = end < 0 ? at + 1 : end + 1;
      malformed |= end < 0;
      phrase.append(text, at, stop);
      raw.append(text, at, stop);
      at = stop;
    }

    private void comment() {
      int depth = 0;
      int start = at + 1;
      StringBuilder inside = new StringBuilder();
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '\\' && at < text.length()) {
          inside.append(text.charAt(at++));
          continue;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0) {
          break;
        }
        if (at > start) {
          inside.append(c);
        }
      }
      malformed |= depth > 0;
      comments.append(comments.isEmpty() ? "" : " ").append(inside);
      raw.append(' ');
    }

    private void quoted() {
      if (quotesBroken) {
        atom('"');
        return;
      }
      int start = at++;
      StringBuilder inside = new StringBuilder();
      boolean closed = false;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"') {
          closed = true;
          break;
        }
        if (c == '\\' && at < text.length()) {
          c = text.charAt(at++);
        }
        inside.append(c);
      }
      if (!closed) {
        // The quote swallows the rest of the field: read on behind it as if it were not there.
        malformed = true;
        quotesBroken = true;
        at = start + 1;
        return;
      }
      afterAngle |= angle;
      worded = true;
      phrase.append(inside);
      raw.append(text, start, at);
    }

    private void angle() {
      if (angle) {
        malformed = true;
        finish();
      } else if (bareAt) {
        reportNameWithAddress();
      }
      int end = closing(at + 1);
      if (end < 0) {
        malformed = true;
        end = text.length();
      } else if (text.charAt(end) == '<') {
        malformed = true;
        at = end; // The last bracket opens.
        return;
      }
      add(EncodedWords.decode(phrase.toString().strip()), text.substring(at + 1, end));
      at = Math.min(end + 1, text.length());
      angle = true;
      phrase.setLength(0);
      raw.setLength(0);
    }

    /// `a@example.org <b@example.com>`: against the grammar, and a known trick, but also how some
    /// programs write the address as its own name.
    private void reportNameWithAddress() {
      int end = closing(at + 1);
      String inner = end < at ? "" : text.substring(at + 1, end).strip();
      malformed |= !inner.equalsIgnoreCase(raw.toString().strip());
    }

    private int closing(int from) {
      boolean quoted = false;
      for (int i = from; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"') {
          quoted = !quoted;
        } else if (c == '\\') {
          i++;
        } else if (c == '>' && !quoted) {
          return i;
        } else if (c == '<' && !quoted) {
          return i;
        }
      }
      return text.indexOf('>', from);
    }

    private void colon() {
      if (inGroup || angle || bareAt || !worded) {
        malformed = true;
        atom(':');
        return;
      }
      groups.add(EncodedWords.decode(phrase.toString().strip()));
      inGroup = true;
      reset();
      at++;
    }

    private void endGroup() {
      // Outside of a group it is a separator for Outlook's sake.
      finish();
      malformed |= !inGroup;
      inGroup = false;
      at++;
    }

    private void finish() {
      String word = raw.toString().strip();
      if (!angle && !word.isEmpty()) {
        malformed |= !plainAddress(raw);
        add("", word);
      } else if (angle) {
        nameBehindAngle(word);
      } else if (!comments.isEmpty()) {
        malformed = true;
      }
      reset();
    }

    /// Behind the brackets there may be nothing but a comment.
    private void nameBehindAngle(String word) {
      if (mailboxes.isEmpty()) {
        return;
      }
      Mailbox last = mailboxes.getLast();
      String behind = afterAngle ? EncodedWords.decode(phrase.toString().strip()) : "";
      malformed |= !word.isEmpty();
      String comment = EncodedWords.decode(comments.toString());
      if (last.name().isEmpty() && !(behind + comment).isEmpty()) {
        mailboxes.set(
            mailboxes.size() - 1, new Mailbox(behind.isEmpty() ? comment : behind, last.address()));
      }
      if (word.indexOf('@') >= 0) {
        add("", word);
      }
    }

    private void reset() {
      phrase.setLength(0);
      raw.setLength(0);
      comments.setLength(0);
      angle = false;
      afterAngle = false;
      bareAt = false;
      worded = false;
    }

    private void add(String name, String written) {
      String address = address(written);
      String shown = name;
      if (shown.isEmpty() && !comments.isEmpty() && !angle) {
        shown = EncodedWords.decode(comments.toString());
      }
      if (!address.isEmpty() || !shown.isEmpty()) {
        mailboxes.add(new Mailbox(shown, address));
      } else {
        malformed |= !written.isBlank();
      }
    }

    /// An address without route, comments, and blanks outside of quotes.
    private String address(String written) {
      StringBuilder plain = new StringBuilder();
      boolean quoted = false;
      int depth = 0;
      int ats = 0;
      for (int i = 0; i < written.length(); i++) {
        char c = written.charAt(i);
        if (c == '\\' && i + 1 < written.length()) {
          if (depth == 0) {
            plain.append(c).append(written.charAt(i + 1));
          }
          malformed |= !quoted && depth == 0;
          i++;
          continue;
        }
        quoted ^= c == '"' && depth == 0;
        depth += quoted ? 0 : c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
        malformed |= !quoted && depth == 0 && blank(c) && splitsAtom(written, i);
        boolean keep = quoted || (!blank(c) && depth == 0 && c != ')');
        ats += keep && !quoted && c == '@' ? 1 : 0;
        malformed |= keep && !quoted && ",;<>".indexOf(c) >= 0;
        if (keep) {
          plain.append(c);
        }
      }
      String address = plain.toString();
      int route = address.startsWith("@") ? address.indexOf(':') : -1;
      if (route > 0) {
        return address.substring(route + 1);
      }
      malformed |= ats != 1 && !address.isEmpty();
      return address;
    }

    /// Blanks may stand around dots and the @ (RFC 5322 section 4.4), not between words.
    private static boolean splitsAtom(String written, int blank) {
      char before = blank > 0 ? written.charAt(blank - 1) : ' ';
      // only the first of several blanks looks on: each of them would read all that follow
      if (blank(before) || ".@:(".indexOf(before) >= 0) {
        return false;
      }
      int next = blank;
      while (next < written.length() && blank(written.charAt(next))) {
        next++;
      }
      return next < written.length() && ".@:(".indexOf(written.charAt(next)) < 0;
    }

    /// Whether the words are an address, not a name.
    private static boolean plainAddress(CharSequence words) {
      String word = words.toString().strip();
      int at = word.lastIndexOf('@');
      return at > 0 && at < word.length() - 1;
    }

    private static boolean blank(char c) {
      return c <= ' ';
    }
  }
}
