/// The program: commands, configuration, and the wiring, the only place where implementations are
/// chosen.
///
/// Start reading at [org.postern.gateway.app.Main].
package org.postern.gateway.app;
