/// Opens archives (zip, gzip, bzip2, tar, TNEF after MS-OXTNEF, and files in compound files after
/// MS-CFB), archives in archives included, under budgets. What could not be opened is told, never
/// passed over.
///
/// Start reading at [org.postern.engine.unpack.Unpacker].
package org.postern.engine.unpack;
