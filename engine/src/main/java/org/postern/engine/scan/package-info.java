/// The front door of the engine for other programs: one call from the octets of a message to a
/// verdict, with the built-in checks; and what is generated from the list of these checks.
///
/// Start reading at [org.postern.engine.scan.Scanner].
package org.postern.engine.scan;
