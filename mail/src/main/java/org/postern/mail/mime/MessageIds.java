package org.postern.mail.mime;

import java.util.ArrayList;
import java.util.List;

/// Identifiers in Message-ID, In-Reply-To and References (RFC 5322 section 3.6.4).
public final class MessageIds {

  private static final int MOST = 1_000;

  private MessageIds() {}

  /// The identifiers without brackets, in order; where none has brackets, each word of the value.
  public static List<String> parse(String value) {
    List<String> ids = new ArrayList<>();
    int at = value.indexOf('<');
    while (at >= 0 && ids.size() < MOST) {
      int end = value.indexOf('>', at);
      if (end < 0) {
        break;
      }
      String id = value.substring(at + 1, end).strip();
      if (!id.isEmpty()) {
        ids.add(id);
      }
      at = value.indexOf('<', end);
    }
    if (ids.isEmpty() && value.indexOf('<') < 0) {
      for (String word : value.strip().split("\\s+", MOST)) {
        if (!word.isEmpty()) {
          ids.add(word);
        }
      }
    }
    return List.copyOf(ids);
  }
}
