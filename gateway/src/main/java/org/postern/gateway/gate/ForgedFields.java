package org.postern.gateway.gate;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.postern.mail.authres.AuthenticationResults;

/// Takes out of a message the header fields that only we may write: ours by name, and results of
/// authentication under our name (RFC 8601 section 5).
///
/// Looks at the octets up to the first line without any, not at the fields of a parser: readers
/// disagree where a header ends, how long it may be and what is a field, and a field that only the
/// next one sees is believed there too.
final class ForgedFields {

  private static final byte[] OWN = "x-postern-".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RESULTS =
      "authentication-results".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST = 64 << 10;

  private final byte[] octets;
  private final String authservId;

  private ForgedFields(byte[] octets, String authservId) {
    this.octets = octets;
    this.authservId = authservId;
  }

  /// The message without them; the same array where there are none, which is nearly always.
  ///
  /// @param authservId our name in Authentication-Results
  static byte[] removed(byte[] octets, String authservId) {
    return new ForgedFields(octets, authservId).clean();
  }

  private byte[] clean() {
    List<Span> forged = new ArrayList<>();
    int line = 0;
    while (line < octets.length && !empty(line)) {
      if (ours(line)) {
        forged.add(new Span(line, fieldEnd(line)));
        line = forged.getLast().end();
      } else {
        line = nextLine(line);
      }
    }
    if (forged.isEmpty()) {
      return octets;
    }
    ByteArrayOutputStream clean = new ByteArrayOutputStream(octets.length);
    int from = 0;
    for (Span span : forged) {
      clean.write(octets, from, span.start() - from);
      from = span.end();
    }
    clean.write(octets, from, octets.length - from);
    return clean.toByteArray();
  }

  private record Span(int start, int end) {}

  private boolean ours(int line) {
    int start = line;
    // Blanks before the name fold it into the line above, but on the first line there is none.
    while (start < octets.length && passedOver(start) && (line == 0 || !blank(start))) {
      start++;
    }
    if (matches(OWN, start)) {
      return colonBehind(nameEnd(start)) >= 0;
    }
    if (!matches(RESULTS, start)) {
      return false;
    }
    int colon = colonBehind(start + RESULTS.length);
    return colon >= 0 && saysUs(colon + 1, fieldEnd(line));
  }

  private boolean saysUs(int start, int end) {
    int length = Math.min(end - start, LONGEST);
    String value = new String(octets, start, length, StandardCharsets.UTF_8);
    return AuthenticationResults.parse(value.replaceAll("[\\r\\n]+", ""))
        .map(AuthenticationResults::authservId)
        .map(id -> id.endsWith(".") ? id.substring(0, id.length() - 1) : id)
        .filter(authservId::equalsIgnoreCase)
        .isPresent();
  }

  private boolean matches(byte[] name, int start) {
    if (start + name.length > octets.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      int octet = octets[start + i];
      int lower = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
      if (lower != name[i]) {
        return false;
      }
    }
    return true;
  }

  private int nameEnd(int start) {
    int at = start;
    while (at < octets.length && octets[at] > ' ' && octets[at] != ':') {
      at++;
    }
    return at;
  }

  // The colon behind blanks, controls and folds; -1 where something else comes first.
  private int colonBehind(int at) {
    int i = at;
    while (i < octets.length && passedOver(i)) {
      boolean lineEnd = octets[i] == '\n';
      i++;
      if (lineEnd && (i >= octets.length || !blank(i))) {
        return -1;
      }
    }
    return i < octets.length && octets[i] == ':' ? i : -1;
  }

  private boolean passedOver(int at) {
    return (octets[at] >= 0 && octets[at] <= ' ') || octets[at] == 0x7f;
  }

  private boolean blank(int at) {
    return octets[at] == ' ' || octets[at] == '\t';
  }

  // Behind the lines that continue the field, lines of blanks among them.
  private int fieldEnd(int line) {
    int at = nextLine(line);
    while (at < octets.length && blank(at)) {
      at = nextLine(at);
    }
    return at;
  }

  private int nextLine(int line) {
    int at = line;
    while (at < octets.length && octets[at] != '\n') {
      at++;
    }
    return Math.min(octets.length, at + 1);
  }

  private boolean empty(int line) {
    return octets[line] == '\n'
        || (octets[line] == '\r' && line + 1 < octets.length && octets[line + 1] == '\n');
  }
}
