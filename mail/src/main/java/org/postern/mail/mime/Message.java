package org.postern.mail.mime;

import java.util.ArrayList;
import java.util.List;

/// A message as parsed once: the original octets, the tree of its parts and every place where two
/// readers could disagree.
///
/// Immutable but for the decoded content that parts keep after the first use; thread-safe.
public record Message(byte[] octets, Part root, List<Ambiguity> ambiguities) {

  public Message {
    ambiguities = List.copyOf(ambiguities);
  }

  /// The header of the message.
  public Headers headers() {
    return root.headers();
  }

  /// All parts, parents before children, in the order of the message; multiparts and nested
  /// messages included.
  public List<Part> parts() {
    List<Part> all = new ArrayList<>();
    collect(root, all);
    return all;
  }

  private static void collect(Part part, List<Part> all) {
    all.add(part);
    for (Part child : part.children()) {
      collect(child, all);
    }
  }
}
