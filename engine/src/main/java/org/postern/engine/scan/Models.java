package org.postern.engine.scan;

import java.util.Optional;
import org.postern.engine.learn.SiteModel;
import org.postern.engine.learn.TextModel;

/// Models that are not those that come with Postern.
///
/// @param text asked in place of that which comes with Postern
/// @param site has a say too
public record Models(Optional<TextModel> text, Optional<SiteModel> site) {

  /// None: the text model that comes with Postern alone.
  public static final Models NONE = new Models(Optional.empty(), Optional.empty());
}
