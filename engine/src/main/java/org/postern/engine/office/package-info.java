/// Reads what office documents of a message say: text, links, what they load by themselves, and
/// what their macros reach for. New ones are zip files of XML (Office Open XML, OpenDocument),
/// opened by [org.postern.engine.unpack.Unpacker] with all other archives; old ones are compound
/// files (MS-DOC, MS-XLS, MS-PPT), and so are the macros of both (MS-OVBA). Nothing is fetched, no
/// program in them is run, and XML is read without types and entities of its own.
///
/// Start reading at [org.postern.engine.office.OfficeReader].
package org.postern.engine.office;
