/// Reads what pictures and PDF files of a message say: codes (QR, Aztec, Data Matrix), also those
/// drawn with letters; text, links and actions of PDF files; text drawn in pictures. Every picture
/// is hostile: its size is read from its first octets before anything is decoded, and number,
/// pixels and time are bounded. What was not read is told, never passed over.
///
/// Start reading at [org.postern.engine.image.PictureReader].
package org.postern.engine.image;
