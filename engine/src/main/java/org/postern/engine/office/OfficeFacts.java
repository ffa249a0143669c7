package org.postern.engine.office;

import java.util.ArrayList;
import java.util.List;
import org.postern.engine.facts.Link;

/// What the office documents of a message say.
///
/// @param documents that could be read, at most 20
/// @param unread names of documents that could not be read to the end
public record OfficeFacts(List<OfficeDocument> documents, List<String> unread) {

  /// Of a message without documents.
  public static final OfficeFacts NONE = new OfficeFacts(List.of(), List.of());

  public OfficeFacts {
    documents = List.copyOf(documents);
    unread = List.copyOf(unread);
  }

  /// All text in them, a line end between two; empty where there is none.
  public String text() {
    List<String> all = new ArrayList<>();
    documents.stream().map(OfficeDocument::text).forEach(all::add);
    all.removeIf(String::isBlank);
    return String.join("\n", all);
  }

  /// Where a click in them leads.
  public List<Link> links() {
    return documents.stream()
        .flatMap(document -> document.links().stream())
        .map(target -> Link.of(target, "", Link.Kind.DOCUMENT))
        .toList();
  }
}
