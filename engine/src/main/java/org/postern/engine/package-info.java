/// The analysis engine: a [org.postern.engine.Case] goes in, checks look at it, a report comes out.
///
/// Start reading at [org.postern.engine.Engine].
package org.postern.engine;
