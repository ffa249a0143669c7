package org.postern.mail.mime;

import java.nio.charset.Charset;
import java.util.List;

/// One node of the tree: a leaf, a multipart or a nested message, with offsets into the octets of
/// the message.
///
/// Where readers disagree a part has more than one reading: `contents` gives every plausible
/// decoding of its body and `names` every name that any field declares for it. A check looks at all
/// of them.
public interface Part {

  /// Its header. Empty for a part that was found where no header stands (text before the first
  /// boundary, uuencoded text in a body).
  Headers headers();

  /// As declared, or the default; the first declaration where there are several.
  ContentType contentType();

  /// Every name declared for it, as a reader sees it: Content-Disposition filename and Content-Type
  /// name, RFC 2231 in any order, RFC 2047 although not allowed there, raw; without duplicates, in
  /// the order found.
  List<String> names();

  /// Depth in the tree: 0 for the message itself.
  int depth();

  /// Children of a multipart; the one child of a nested message (`message/rfc822` and its kin): its
  /// own root. A leaf has children only where some reader finds parts inside of its content:
  /// uuencoded files in text, parts behind a boundary that was not declared.
  List<Part> children();

  /// Whether it has content of its own, whatever children were found inside of that; not so a
  /// multipart, and a part that holds a message.
  boolean leaf();

  /// Whether this is the root of a message nested in another.
  boolean nestedMessage();

  /// The body in the octets of the message, still transfer-encoded: from, inclusive. For what was
  /// read from decoded octets (a message in base64) it is the body that holds it; the offsets of
  /// its header then count within the decoded octets.
  int bodyStart();

  /// The body in the octets of the message: to, exclusive.
  int bodyEnd();

  /// The body decoded as its Content-Transfer-Encoding says, in the reading most clients take. Kept
  /// after the first call. The array must not be changed. Empty for a multipart and for a part that
  /// holds a message: their children have the content.
  byte[] content();

  /// Every plausible decoding, `content` first, without duplicates; more than one only where
  /// readers could disagree.
  List<byte[]> contents();

  /// The charset to read a text part with: declared, or guessed where none or an unknown one is
  /// declared.
  Charset charset();

  /// The content as text; for a part that is not text, read as ISO-8859-1.
  String text();

  /// Whether Content-Disposition says `attachment`, or a name is declared, or the type is neither
  /// text nor multipart.
  boolean attachment();
}
