/// Opens archives (zip, gzip, bzip2, tar, and TNEF after MS-OXTNEF), archives in archives included,
/// under budgets. What could not be opened is told, never passed over.
///
/// Start reading at [org.postern.engine.unpack.Unpacker].
package org.postern.engine.unpack;
