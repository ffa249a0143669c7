package org.postern.engine.facts;

/// How a page keeps text from the reader. Honest newsletters hide the line that mail clients show
/// beside the subject, so none of these is a verdict.
public enum Hiding {
  /// `display: none`, `mso-hide: all`.
  NOT_DISPLAYED,
  /// `visibility: hidden` or `collapse`.
  INVISIBLE,
  /// `opacity: 0`.
  TRANSPARENT,
  /// A font of less than two pixels.
  TINY,
  /// The colour of what lies behind, or nearly so.
  COLOUR,
  /// Placed outside of the window, or indented out of it.
  OFF_SCREEN,
  /// A box of no height or width whose overflow is hidden.
  NO_SIZE,
  /// The attribute `hidden`.
  ATTRIBUTE
}
