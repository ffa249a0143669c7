/// Decodes pictures of WebP without loss (VP8L, RFC 9649 section 3), and the transparency of those
/// with loss (section 2.7.1.2), within bounds: each transform at most once, so many prefix codes,
/// so many pixels, so much time. What breaks off is shown as far as it came, as browsers do.
///
/// Start reading at [org.postern.engine.vp8l.Vp8l].
package org.postern.engine.vp8l;
