/// How long work may take. What one message gets is counted in time of the processor, so that what
/// is found in it does not depend on what else the machine does; the clock bounds it besides.
///
/// Start reading at [org.postern.engine.time.Budget].
package org.postern.engine.time;
