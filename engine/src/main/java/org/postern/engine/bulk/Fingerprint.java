package org.postern.engine.bulk;

/// A few octets that copies of one message share, from which nothing of it can be read. The same on
/// all machines and in all versions that call it by the same kind.
public record Fingerprint(Kind kind, long value) {

  /// Of what.
  public enum Kind {
    /// One of several of a longer text; nearly the same text has some of them in common.
    TEXT("text"),
    /// A short text together with its subject, files and links, exactly.
    LETTER("message"),
    /// The set of domains, and forms of paths, of all links.
    LINKS("set of links"),
    /// The order of pictures, tables and forms of a page.
    PAGE("page"),
    /// An attached file.
    FILE("file");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// In plain words.
    public String word() {
      return word;
    }
  }
}
