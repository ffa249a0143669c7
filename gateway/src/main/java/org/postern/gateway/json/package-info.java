/// JSON as commands and the control channel speak it: one object on one line.
///
/// Start reading at [org.postern.gateway.json.JsonObject].
package org.postern.gateway.json;
