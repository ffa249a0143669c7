/// Reads what office documents of a message say: text, links, and what they load by themselves.
/// Documents are zip files of XML (Office Open XML, OpenDocument), opened by
/// [org.postern.engine.unpack.Unpacker] with all other archives. Nothing is fetched, no program in
/// them is run, and XML is read without types and entities of its own.
///
/// Start reading at [org.postern.engine.office.OfficeReader].
package org.postern.engine.office;
