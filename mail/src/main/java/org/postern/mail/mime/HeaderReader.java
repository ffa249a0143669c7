package org.postern.mail.mime;

import java.util.ArrayList;
import java.util.List;

/// Reads one header: fields, folding, and where it ends; and beside it the fields that only some
/// readers see.
///
/// Lines end with CRLF or LF. A bare CR is part of the line; what stands behind it is looked at as
/// a hidden field.
final class HeaderReader {

  /// The header as most readers take it, and the fields that only others see.
  record Block(Headers headers, List<Field> hidden, boolean clean) {}

  /// How far a line that is no field is followed to see whether the header goes on behind it.
  private static final int LOOK_AHEAD = 2_048;

  private static final int JUNK_LINES = 10;

  private final byte[] octets;
  private final int from;
  private final int to;
  private final MimeLimits limits;
  private final Ambiguities ambiguities;

  private final List<Field> fields = new ArrayList<>();
  private final List<Field> hidden = new ArrayList<>(0);
  private boolean clean = true;
  private boolean truncated;
  private int junk;

  private HeaderReader(
      byte[] octets, int from, int to, MimeLimits limits, Ambiguities ambiguities) {
    this.octets = octets;
    this.from = from;
    this.to = to;
    this.limits = limits;
    this.ambiguities = ambiguities;
  }

  /// Reads from `from`; nothing behind `to` is looked at.
  static Block read(byte[] octets, int from, int to, MimeLimits limits, Ambiguities ambiguities) {
    return new HeaderReader(octets, from, to, limits, ambiguities).read();
  }

  private Block read() {
    int at = skipMailboxLine(from);
    int end = to;
    while (at < to) {
      int lineFeed = Octets.lineFeed(octets, at, to);
      int next = Math.min(lineFeed + 1, to);
      int text = Octets.lineText(octets, at, lineFeed);
      if (text == at) {
        end = next;
        break;
      }
      if (Octets.blank(octets, at, text) && !foldGoesOn(next)) {
        // Only blanks, and no field behind: some readers see the end here, others junk.
        broken(Ambiguity.Kind.HEADER_END, "blank line that is not empty", at);
        end = next;
        break;
      }
      int colon = colon(at, text);
      if (colon < 0) {
        boolean field = matters(Octets.skipSpace(octets, at, text), text);
        if ((!field && !goesOn(next)) || junk++ >= JUNK_LINES) {
          broken(Ambiguity.Kind.HEADER_END, "no empty line behind the header", at);
          end = at;
          break;
        }
        at = junkLine(at, next);
        continue;
      }
      at = field(at, colon);
    }
    return new Block(new Headers(fields, from, end), hidden, clean);
  }

  /// The line that starts messages in mbox files is no field, and neither is its quoted form.
  private int skipMailboxLine(int at) {
    if (Octets.startsWith(octets, at, to, "from ") || Octets.startsWith(octets, at, to, ">from ")) {
      int lineFeed = Octets.lineFeed(octets, at, to);
      if (colon(at, lineFeed) < 0) {
        return Math.min(lineFeed + 1, to);
      }
    }
    return at;
  }

  /// Where the colon of a field stands, or -1 when the line is no field: a name is printable and
  /// has no blank inside; blanks before the colon are taken (RFC 5322 section 4.5).
  private int colon(int at, int end) {
    int i = at;
    while (i < end && octets[i] >= 0 && octets[i] < ' ' && !Octets.space(octets[i])) {
      i++; // A control character before the name: readers differ whether it belongs to it.
    }
    while (i < end && octets[i] != ':' && (octets[i] > ' ' || octets[i] < 0)) {
      i++;
    }
    int name = i;
    i = Octets.skipSpace(octets, i, end);
    return i < end && octets[i] == ':' && (name > at || i == at) ? i : -1;
  }

  /// One field with the lines that continue it. Answers where the next begins.
  private int field(int start, int colon) {
    int end = fieldEnd(start);
    if (end - from > limits.headerBytes() || fields.size() >= limits.fields()) {
      if (!truncated) {
        broken(Ambiguity.Kind.TRUNCATED_BY_LIMIT, Ambiguity.HEADER, start);
        truncated = true;
      }
      return end;
    }
    int nameEnd = colon;
    while (nameEnd > start && Octets.space(octets[nameEnd - 1])) {
      nameEnd--;
    }
    int nameStart = start;
    while (nameStart < nameEnd && octets[nameStart] >= 0 && octets[nameStart] < ' ') {
      nameStart++;
    }
    String name = Octets.text(octets, nameStart, nameEnd);
    Field field = new Field(name, unfold(colon + 1, end), start, end);
    if (nameStart > start || nameEnd < colon || name.isEmpty()) {
      oddName(field);
    }
    fields.add(field);
    lookInside(field, colon + 1);
    return end;
  }

  private void oddName(Field field) {
    clean = false;
    boolean content = matters(field.name());
    ambiguities.add(
        content ? Ambiguity.Kind.HIDDEN_HEADER : Ambiguity.Kind.MALFORMED_HEADER,
        "blank or control character at the name " + field.name(),
        field.offset());
  }

  private int fieldEnd(int start) {
    int at = start;
    while (true) {
      int lineFeed = Octets.lineFeed(octets, at, to);
      if (lineFeed >= to - 1) {
        return to;
      }
      at = lineFeed + 1;
      if (!Octets.space(octets[at])) {
        return at;
      }
      int end = Octets.lineFeed(octets, at, to);
      if (Octets.blank(octets, at, end) && !foldGoesOn(Math.min(end + 1, to))) {
        return at; // Handled as the end of the header.
      }
    }
  }

  /// Whether the header goes on behind a line of blanks: with its end, more folding, or a field.
  private boolean foldGoesOn(int at) {
    int line = at;
    for (int lines = 0; lines < JUNK_LINES && line < to; lines++) {
      int lineFeed = Octets.lineFeed(octets, line, to);
      int text = Octets.lineText(octets, line, lineFeed);
      if (text == line) {
        return true;
      }
      if (!Octets.blank(octets, line, text)) {
        return Octets.space(octets[line]) || goesOn(line);
      }
      line = lineFeed + 1;
    }
    return false;
  }

  /// Whether a known field stands at `at`, perhaps behind a little junk.
  private boolean goesOn(int at) {
    int stop = Math.min(to, at + LOOK_AHEAD);
    int line = at;
    for (int lines = 0; line < stop && lines < JUNK_LINES; lines++) {
      int lineFeed = Octets.lineFeed(octets, line, stop);
      int text = Octets.lineText(octets, line, lineFeed);
      if (text == line || Octets.startsWith(octets, line, text, "--")) {
        return false;
      }
      int colon = colon(line, text);
      if (colon > line && known(Octets.text(octets, line, colon).strip())) {
        return true;
      }
      int inner = Octets.skipSpace(octets, line, text);
      if (inner > line && matters(inner, text)) {
        return true;
      }
      line = lineFeed + 1;
    }
    return false;
  }

  /// A line that is no field, where the header goes on behind it. What continues it may be a field
  /// for a reader that drops only the line.
  private int junkLine(int at, int next) {
    broken(Ambiguity.Kind.MALFORMED_HEADER, "line without a field name", at);
    int end = fieldEnd(at);
    withoutColon(at, next);
    if (end > next) {
      lookInside(new Field("", "", at, end), at);
    } else {
      lookBehindReturns(at, next);
    }
    return end;
  }

  /// `Content-Type text/html`: a field for readers that take a blank for the colon.
  private void withoutColon(int at, int end) {
    int start = Octets.skipSpace(octets, at, end);
    if (!matters(start, end)) {
      return;
    }
    int name = start;
    while (name < end && octets[name] > ' ' && octets[name] != ':') {
      name++;
    }
    hide(Octets.text(octets, start, name), name, end, at);
  }

  /// Looks for fields in the continuation lines of a field and behind bare CRs.
  private void lookInside(Field field, int valueStart) {
    int firstLine = Octets.lineFeed(octets, valueStart, field.end());
    lookBehindReturns(valueStart, firstLine);
    int line = firstLine + 1;
    while (line < field.end()) {
      int lineFeed = Octets.lineFeed(octets, line, field.end());
      int start = Octets.skipSpace(octets, line, lineFeed);
      if (start < lineFeed && (octets[start] | 0x20) == 'c' && !signature(field.name())) {
        hiddenAt(start, field.end());
      }
      lookBehindReturns(line, lineFeed);
      line = lineFeed + 1;
    }
  }

  /// Their values list names of fields, folded anywhere.
  private static boolean signature(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).endsWith("signature")
        || name.toLowerCase(java.util.Locale.ROOT).endsWith("seal");
  }

  private void lookBehindReturns(int start, int lineFeed) {
    int text = Octets.lineText(octets, start, lineFeed);
    int at = Octets.indexOf(octets, start, text, (byte) '\r');
    while (at < text) {
      hiddenAt(Octets.skipSpace(octets, at + 1, text), lineFeed);
      at = Octets.indexOf(octets, at + 1, text, (byte) '\r');
    }
  }

  private void hiddenAt(int start, int end) {
    if (!matters(start, end)) {
      return;
    }
    int colon = Octets.indexOf(octets, start, end, (byte) ':');
    if (colon < end && colon - start < 64) {
      hide(Octets.text(octets, start, colon).strip(), colon + 1, end, start);
    }
  }

  private void hide(String name, int valueStart, int end, int offset) {
    String value = unfold(valueStart, end);
    if (!matters(name) || !plausible(name, value) || hidden.size() >= JUNK_LINES) {
      return;
    }
    hidden.add(new Field(name, value, offset, end));
    broken(Ambiguity.Kind.HIDDEN_HEADER, name, offset);
  }

  private static boolean plausible(String name, String value) {
    return !name.equalsIgnoreCase("content-type") || value.indexOf('/') > 0;
  }

  private boolean matters(int at, int end) {
    return Octets.startsWith(octets, at, end, "content-t")
        || Octets.startsWith(octets, at, end, "content-disposition");
  }

  private static boolean matters(String name) {
    return name.equalsIgnoreCase("content-type")
        || name.equalsIgnoreCase("content-transfer-encoding")
        || name.equalsIgnoreCase("content-disposition");
  }

  private static boolean known(String name) {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    return switch (lower) {
      case "from", "to", "cc", "subject", "date", "message-id", "received", "mime-version" -> true;
      case "return-path", "reply-to", "sender", "references", "in-reply-to" -> true;
      default ->
          lower.startsWith("content-") || lower.startsWith("x-") || lower.startsWith("list-");
    };
  }

  private void broken(Ambiguity.Kind kind, String detail, int offset) {
    clean = false;
    ambiguities.add(kind, detail, offset);
  }

  /// RFC 5322 section 2.2.3: the line ends go, the blanks behind them stay. Blanks around the value
  /// go too.
  private String unfold(int start, int end) {
    int first = start;
    while (first < end && blank(octets[first])) {
      first++;
    }
    int last = end;
    while (last > first && blank(octets[last - 1])) {
      last--;
    }
    int lineFeed = Octets.lineFeed(octets, first, last);
    if (lineFeed == last) {
      return Octets.text(octets, first, last);
    }
    byte[] line = new byte[last - first];
    int length = 0;
    int at = first;
    while (at < last) {
      lineFeed = Octets.lineFeed(octets, at, last);
      int text = lineFeed < last ? Octets.lineText(octets, at, lineFeed) : last;
      System.arraycopy(octets, at, line, length, text - at);
      length += text - at;
      at = lineFeed + 1;
    }
    return Octets.text(line, 0, length);
  }

  private static boolean blank(int octet) {
    return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n' || octet == 0x0B;
  }
}
