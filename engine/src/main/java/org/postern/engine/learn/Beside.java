package org.postern.engine.learn;

import java.util.List;
import org.postern.engine.facts.Link;

/// What a message says beside its own text: in pictures, PDF files, office documents and attached
/// notes.
///
/// @param files hashes of those that tell it from others like it; none where its text does
/// @param text of them, as far as it was read
/// @param links in them
public record Beside(List<String> files, String text, List<Link> links) {

  /// Of a message without files.
  public static final Beside NONE = new Beside(List.of(), "", List.of());

  public Beside {
    files = List.copyOf(files);
    links = List.copyOf(links);
  }
}
