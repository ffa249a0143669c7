/// Messages that are ours: on disk from before the 250 until they are delivered or held.
///
/// Start reading at [org.postern.gateway.spool.Spool], then
/// [org.postern.gateway.spool.JournalSpool], `Journal` (the one thread that writes) and `Sweeper`
/// (gives disk space back). Why it is our own: docs/adr/0008-spool-journal.md.
package org.postern.gateway.spool;
