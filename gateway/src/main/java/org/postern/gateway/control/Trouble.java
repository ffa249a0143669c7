package org.postern.gateway.control;

import org.postern.gateway.json.JsonObject;

/// Something of the gateway that an administrator should look at; mail goes on without it.
///
/// @param what the name of the rule or of the setting
/// @param where the file, with its line where there is one
/// @param why what happened, or what was expected there
public record Trouble(Kind kind, String what, String where, String why) {

  /// What sort of trouble it is.
  public enum Kind {
    /// A rule cost too much and is left out for a while.
    RULE_SWITCHED_OFF,
    /// A rule asks for something that is not ours, so that it never hits.
    RULE_NEVER_HITS,
    /// A file could not be read; what it said before stays in use.
    FILE_NOT_READ
  }

  /// As the control channel and `/health` tell it.
  public JsonObject json() {
    return new JsonObject()
        .with("kind", kind.name())
        .with("what", what)
        .with("where", where)
        .with("why", why);
  }
}
