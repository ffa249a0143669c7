package org.postern.mail.dmarc;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Finds in the octets of a header every line that some reader takes for a From field: with blanks,
/// controls or 8-bit octets in or around the name, behind a bare CR or LF, folded before its colon.
final class FromFields {

  /// A field or what some take for one: whether its name is written as it must be, whether lines
  /// behind it belong to no field, and its value, unfolded.
  record Candidate(boolean proper, boolean broken, String value) {}

  /// The fields of a header, to where the last reader sees its end: From, and Sender and the like.
  /// `cut` says that a limit was met, so that there may be more.
  record Found(List<Candidate> from, List<String> others, boolean cut) {}

  private static final int MOST = 20;
  private static final int LONGEST = 64 << 10;

  private final byte[] octets;
  private final int end;
  private final List<Candidate> from = new ArrayList<>();
  private final List<String> others = new ArrayList<>();
  private boolean cut;

  private FromFields(byte[] octets, int end) {
    this.octets = octets;
    this.end = end;
  }

  /// Looks through the header, which one reader lets end at `headerEnd`.
  static Found find(byte[] octets, int headerEnd) {
    FromFields fields = new FromFields(octets, Math.max(headerEnd, emptyLine(octets)));
    fields.scan();
    return new Found(fields.from, fields.others, fields.cut);
  }

  /// Behind the first line without any octet; the end of the message where there is none.
  private static int emptyLine(byte[] octets) {
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] != '\n') {
        continue;
      }
      int next = i + 1;
      if (next < octets.length && octets[next] == '\r') {
        next++;
      }
      if (next < octets.length && octets[next] == '\n') {
        return next + 1;
      }
    }
    return octets.length;
  }

  private void scan() {
    int line = 0;
    while (line < end && !cut) {
      int colon = colonBehind("from", line);
      if (colon >= 0) {
        candidate(line, colon);
      } else {
        other("sender", line);
        other("resent-from", line);
        other("resent-sender", line);
      }
      line = nextLine(line);
    }
  }

  private void other(String name, int line) {
    int colon = colonBehind(name, line);
    if (colon >= 0 && !blank(line) && others.size() < MOST) {
      others.add(text(colon + 1, Math.min(lastLine(colon), colon + LONGEST)));
    }
  }

  private void candidate(int line, int colon) {
    boolean proper = colon == line + 4 && lettersAt(line, 4) && startsLine(line);
    int stop = lastLine(colon);
    int junk = stop;
    while (junk < end && !fieldOrEnd(junk)) {
      junk = nextLine(junk);
    }
    String value = text(colon + 1, Math.min(junk, colon + LONGEST));
    boolean continues = blank(line) && line > 0;
    // Folded lists of field names (h= of signatures) have From in them, but no address.
    if (!continues || value.indexOf('@') >= 0 || value.contains("=?")) {
      from.add(new Candidate(proper, junk > stop, value));
      cut |= junk > colon + LONGEST || from.size() > MOST;
    }
  }

  /// Where the colon stands behind a name at the start of a line, anything that is no printable
  /// US-ASCII passed over, line ends too where the name is folded; -1 where another name stands
  /// there.
  private int colonBehind(String name, int line) {
    int matched = 0;
    for (int i = line; i < end; i++) {
      int octet = octets[i];
      boolean passedOver = octet <= ' ' || octet == 0x7F;
      if (passedOver) {
        boolean lineEnd = octet == '\n' || octet == '\r';
        if (lineEnd && (matched < name.length() || !foldedAt(i))) {
          return -1;
        }
      } else if (matched == name.length()) {
        return octet == ':' ? i : -1;
      } else if (Character.toLowerCase(octet) == name.charAt(matched)) {
        matched++;
      } else {
        return -1;
      }
    }
    return -1;
  }

  /// Whether the line behind the line end at `at` begins with a blank.
  private boolean foldedAt(int at) {
    int next = at;
    while (next < end && (octets[next] == '\r' || octets[next] == '\n')) {
      next++;
    }
    return next < end && blank(next);
  }

  private boolean lettersAt(int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (!Character.isLetter(octets[i] & 0x7F) || octets[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /// Whether a line ends here for every reader: with CRLF or LF before, not with a bare CR.
  private boolean startsLine(int line) {
    return line == 0 || octets[line - 1] == '\n';
  }

  /// Where the lines that continue a field end.
  private int lastLine(int at) {
    int line = nextLine(at);
    while (line < end && blank(line)) {
      line = nextLine(line);
    }
    return line;
  }

  /// The start of the next line: behind CRLF, LF or a bare CR.
  private int nextLine(int at) {
    int i = at;
    while (i < end && octets[i] != '\r' && octets[i] != '\n') {
      i++;
    }
    if (i + 1 < end && octets[i] == '\r' && octets[i + 1] == '\n') {
      i++;
    }
    return Math.min(end, i + 1);
  }

  private boolean blank(int at) {
    return octets[at] == ' ' || octets[at] == '\t';
  }

  /// Whether a field with a usual name begins here, or the header ends.
  private boolean fieldOrEnd(int line) {
    int i = line;
    while (i < end && nameOctet(octets[i])) {
      i++;
    }
    int name = i;
    while (i < end && blank(i)) {
      i++;
    }
    boolean field = name > line && i < end && octets[i] == ':';
    return field || octets[line] == '\r' || octets[line] == '\n';
  }

  private static boolean nameOctet(int octet) {
    boolean letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
    return letter || (octet >= '0' && octet <= '9') || octet == '-' || octet == '_' || octet == '.';
  }

  /// The text of some lines, their ends taken out; UTF-8 where it is, else ISO-8859-1.
  private String text(int start, int stop) {
    byte[] plain = new byte[Math.max(0, stop - start)];
    int length = 0;
    for (int i = start; i < stop; i++) {
      boolean lineEnd =
          octets[i] == '\n' || (octets[i] == '\r' && i + 1 < stop && octets[i + 1] == '\n');
      if (!lineEnd && !(octets[i] == '\r' && i + 1 == stop)) {
        plain[length++] = octets[i];
      }
    }
    try {
      ByteBuffer octetsOfValue = ByteBuffer.wrap(plain, 0, length);
      return StandardCharsets.UTF_8.newDecoder().decode(octetsOfValue).toString();
    } catch (CharacterCodingException e) {
      return new String(plain, 0, length, StandardCharsets.ISO_8859_1); // As mail.mime reads it.
    }
  }
}
