package org.postern.engine.follow;

import java.util.Optional;

/// What a server said about one address.
sealed interface Reply {

  /// It leads on, to an address as written, which may be relative.
  record Redirected(String location) implements Reply {}

  /// It leads no further, as far as its header says.
  ///
  /// @param type of the content, lower case, without parameters; empty where it is not told
  /// @param name of the file that is offered; empty where none is
  /// @param onward where the page that came with it leads by itself
  record Answered(int status, String type, String name, Optional<String> onward) implements Reply {}

  /// Nothing was learnt.
  record Failed(Resolution.Fault why) implements Reply {}
}
