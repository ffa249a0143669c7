package org.postern.engine.pattern;

import java.util.BitSet;
import java.util.function.IntPredicate;

/// A set of octets, as a bracketed class of a regular expression means it. Not changed once it is
/// part of a pattern.
final class OctetSet {

  static final int OCTETS = 256;

  private final BitSet bits = new BitSet(OCTETS);

  static OctetSet of(IntPredicate member) {
    OctetSet set = new OctetSet();
    for (int octet = 0; octet < OCTETS; octet++) {
      if (member.test(octet)) {
        set.bits.set(octet);
      }
    }
    return set;
  }

  static OctetSet digits() {
    return of(c -> c >= '0' && c <= '9');
  }

  static OctetSet word() {
    return of(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '_');
  }

  static OctetSet space() {
    return of(c -> c == ' ' || (c >= '\t' && c <= '\r'));
  }

  static OctetSet horizontal() {
    return of(c -> c == ' ' || c == '\t' || c == 0xa0);
  }

  static OctetSet vertical() {
    return of(c -> (c >= '\n' && c <= '\r') || c == 0x85);
  }

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  OctetSet negated() {
    return of(c -> !bits.get(c));
  }

  void add(int octet) {
    bits.set(octet);
  }

  void add(int first, int last) {
    bits.set(first, last + 1);
  }

  void addAll(OctetSet other) {
    bits.or(other.bits);
  }

  /// With the other case of each ASCII letter in it.
  OctetSet withoutCase() {
    return of(c -> bits.get(c) || (isLetter(c) && bits.get(c ^ 32)));
  }

  boolean has(int octet) {
    return bits.get(octet);
  }

  int size() {
    return bits.cardinality();
  }

  /// The octets in it, ascending.
  int[] octets() {
    return bits.stream().toArray();
  }

  /// As a class in brackets that both Java and PCRE read.
  String written() {
    int size = size();
    if (size == OCTETS) {
      return "[\\x00-\\xff]";
    }
    boolean negate = size > OCTETS / 2;
    OctetSet told = negate ? negated() : this;
    StringBuilder out = new StringBuilder(negate ? "[^" : "[");
    // single octets make a table in java.util.regex, ranges make a chain of tests
    for (int octet : told.octets()) {
      Written.octet(out, octet);
    }
    return out.append(']').toString();
  }
}
