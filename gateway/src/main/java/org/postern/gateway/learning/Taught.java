package org.postern.gateway.learning;

/// What became of a word about a message, for one filter.
///
/// @param owner whose filter
public record Taught(String owner, Outcome outcome) {

  /// What became of it.
  public enum Outcome {
    /// It was learnt.
    LEARNT,
    /// It was learnt as the other class before: that was taken back.
    MOVED,
    /// It had been learnt as this class already.
    KNOWN,
    /// Others have said otherwise of it, and their word stands.
    STANDS,
    /// The reporter has taught this filter as much as one may in a day.
    ENOUGH,
    /// The same reporter has said the same of a message of this wave already.
    SAME_WAVE,
    /// What had been learnt of it was taken back.
    FORGOTTEN,
    /// Nothing had been learnt of it.
    UNKNOWN
  }
}
