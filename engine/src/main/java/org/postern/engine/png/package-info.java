/// Decodes pictures of PNG (W3C Portable Network Graphics, third edition; ISO/IEC 15948) to shades
/// of gray or colours as they are seen on white, within bounds: nothing is decompressed that the
/// size in the header does not ask for. Checksums are not looked at. What breaks off is shown as
/// far as it came, as browsers do.
///
/// Every loop over pixels is small and stands by itself, so that it is compiled once, whatever
/// kinds of pictures follow.
///
/// Start reading at [org.postern.engine.png.Png].
package org.postern.engine.png;
