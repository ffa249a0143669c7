package org.postern.engine.image;

import java.util.Optional;
import org.postern.engine.facts.Link;
import org.postern.engine.url.WebAddress;

/// A code that a phone reads: QR, Aztec or Data Matrix.
///
/// @param text what it says
/// @param place where it was found
/// @param name of the picture or file; empty where it has none
public record Code(String text, Place place, String name) {

  /// Where a code was found.
  public enum Place {
    /// In a picture.
    PICTURE,
    /// On a page of a PDF file.
    PDF,
    /// Drawn with block letters or cells of a table.
    TEXT
  }

  /// The web address a phone opens; empty where it is none.
  public Optional<WebAddress> address() {
    String line = text.strip();
    if (line.indexOf('\n') >= 0 || line.indexOf(' ') >= 0) {
      return Optional.empty();
    }
    return WebAddress.parseLoosely(line).filter(WebAddress::web);
  }

  Link link(WebAddress address) {
    return new Link(text.strip(), "", Link.Kind.CODE, Optional.of(address));
  }
}
