package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import org.postern.mail.mime.EncodedWords;

/// Reads an address field (RFC 5322 section 3.4) the way mail clients do: quoted strings, comments,
/// groups, angle brackets, and what is left when somebody breaks the rules. Never fails; reads at
/// most 1,000 mailboxes.
public final class AddressList {

  private static final int MOST = 1_000;

  private final String text;
  private final List<Mailbox> found = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();
  private final StringBuilder comment = new StringBuilder();
  private String angle = "";
  private boolean angled;
  private int at;

  private AddressList(String text) {
    this.text = text;
  }

  /// The mailboxes of an unfolded field value.
  public static List<Mailbox> parse(String value) {
    return new AddressList(value).read();
  }

  private List<Mailbox> read() {
    while (at < text.length() && found.size() < MOST) {
      char c = text.charAt(at++);
      switch (c) {
        case '"' -> quoted();
        case '(' -> comment();
        case '<' -> angle();
        case ',', ';' -> close();
        case ':' -> colon();
        case '\\' -> words.append(at < text.length() ? text.charAt(at++) : '\\');
        default -> words.append(c);
      }
    }
    close();
    return List.copyOf(found);
  }

  private void quoted() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return;
      }
      words.append(c == '\\' && at < text.length() ? text.charAt(at++) : c);
    }
  }

  private void comment() {
    int depth = 1;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        c = text.charAt(at++);
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return;
      }
      comment.append(c);
    }
  }

  private void angle() {
    int end = text.indexOf('>', at);
    if (end < 0) {
      end = text.length();
    }
    // Two addresses in angle brackets without a comma between them are two mailboxes to some.
    if (angled) {
      close();
    }
    angle = text.substring(at, end).strip();
    angled = true;
    at = Math.min(text.length(), end + 1);
  }

  /// The colon behind the name of a group; any other is text.
  private void colon() {
    if (words.indexOf("@") < 0 && text.indexOf(';', at) >= 0) {
      words.setLength(0);
    } else {
      words.append(':');
    }
  }

  private void close() {
    String before = words.toString().strip();
    if (angled) {
      found.add(new Mailbox(EncodedWords.decode(before), angle));
    } else if (!before.isEmpty()) {
      // `address (Name)`, the old form
      found.add(new Mailbox(EncodedWords.decode(comment.toString().strip()), before));
    }
    words.setLength(0);
    comment.setLength(0);
    angle = "";
    angled = false;
  }
}
