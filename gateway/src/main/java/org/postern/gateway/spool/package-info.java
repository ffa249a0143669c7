/// Messages that are ours: on disk from before the 250 until they are delivered or held.
///
/// Start reading at [org.postern.gateway.spool.Spool].
package org.postern.gateway.spool;
