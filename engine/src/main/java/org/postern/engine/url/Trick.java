package org.postern.engine.url;

/// What is unusual about the form of a web address. Each has honest uses; none is a verdict.
public enum Trick {
  /// Something stands before the host: `https://bank.example@evil.example/`.
  USERINFO,
  /// The host is an IP address.
  IP,
  /// An IPv4 address in octal, hexadecimal, or with fewer than four numbers.
  ODD_IP,
  /// Backslashes stand where slashes belong.
  BACKSLASH,
  /// Tabs or line breaks stand within the address.
  LINE_BREAK,
  /// Fewer or more than two slashes stand before the host.
  SLASHES,
  /// The host is percent-encoded, or in characters that browsers turn into ASCII.
  ENCODED_HOST,
  /// The host has labels of other than ASCII letters.
  PUNYCODE,
  /// A label mixes letters of several scripts as no language does.
  MIXED_SCRIPT,
  /// A port is given that is not the usual one of the scheme.
  PORT,
  /// The host has five labels or more before the registrable domain.
  MANY_SUBDOMAINS,
  /// The path, query or fragment holds another address.
  EMBEDDED_ADDRESS,
  /// It has more than 8,192 characters.
  LONG
}
