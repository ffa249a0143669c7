/// The analysis engine: a [org.postern.engine.Case] goes in, checks look at it, a report comes out.
///
/// Start reading at [org.postern.engine.Engine]; `engine.scan` has a front door for other programs.
package org.postern.engine;
