package org.postern.mail.dkim;

import java.time.Duration;

/// What is worth knowing of a signature beside its verdict. None of it alone takes a pass away.
public sealed interface DkimNote {

  /// An author's domain, in lower case, that is neither the signing domain nor below it.
  record AuthorElsewhere(String domain) implements DkimNote {}

  /// More fields of that name are there than are signed (RFC 6376 section 8.15).
  record FieldAdded(String name) implements DkimNote {}

  /// A field is there and not signed: one whose signing RFC 6376 section 5.4.1 advises, or one that
  /// matters less.
  record FieldUnsigned(String name, boolean advised) implements DkimNote {}

  /// There is l=, and so many octets of the body stand behind what it covers (RFC 6376 section
  /// 8.2).
  record BodyLimited(long unsigned) implements DkimNote {}

  /// t= is later than the newest Received field, or our clock, says (RFC 6376 section 3.5).
  record SignedAhead(Duration by) implements DkimNote {}

  /// The key says t=y: its owner is testing (RFC 6376 section 3.6.1).
  record TestKey() implements DkimNote {}

  /// An RSA key that may be used, but is below the 2048 bits of RFC 8301 section 3.2.
  record WeakKey(int bits) implements DkimNote {}

  /// The note in plain ASCII words.
  default String text() {
    return switch (this) {
      case AuthorElsewhere(String domain) -> "author of another domain, " + domain;
      case FieldAdded(String name) -> "a " + name + " field beside the signed one";
      case FieldUnsigned(String name, boolean _) -> name + " not signed";
      case BodyLimited(long unsigned) -> "l=, with " + unsigned + " octets behind it";
      case SignedAhead(Duration by) -> "signed " + by.toMinutes() + " minutes after its receipt";
      case TestKey() -> "key for tests";
      case WeakKey(int bits) -> "key of " + bits + " bits";
    };
  }
}
