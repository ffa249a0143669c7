package org.postern.gateway.spool;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One file of the journal and what in it still counts. The file begins with 24 octets: magic,
/// version, number, and the random marker that begins each of its records. One thread: the
/// journal's; `durable` is read by others.
final class Segment {

  /// That a message is gone; counts as long as a segment from `first` on, older than this one,
  /// exists.
  record Gone(long id, long first) {}

  static final String FOLDER = "journal";
  static final int MAGIC = 0x50535047;
  static final int VERSION = 1;
  static final int HEADER = 24;

  private final long number;
  private final Set<Kept> holds = new LinkedHashSet<>();
  private final List<Gone> gones = new ArrayList<>();
  private long size;
  private volatile long durable;
  private long live;
  private long deadSince;
  private boolean suspect;
  private boolean stuck;

  Segment(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  String name() {
    return FOLDER + "/" + String.format(Locale.ROOT, "%016d.log", number);
  }

  /// Octets written.
  long size() {
    return size;
  }

  void grown(long octets) {
    size += octets;
  }

  /// Octets known to be on the medium.
  long durable() {
    return durable;
  }

  void forced() {
    durable = size;
  }

  /// What was not forced is gone.
  void cut() {
    size = durable;
  }

  /// A write failed here, or damage was found: what it holds moves on soon.
  boolean suspect() {
    return suspect;
  }

  void suspected() {
    suspect = true;
  }

  /// A record could not be read: the file stays as it is, for a person to look at.
  boolean stuck() {
    return stuck;
  }

  void stick() {
    stuck = true;
  }

  /// Messages with a record here that counts.
  Set<Kept> holds() {
    return holds;
  }

  List<Gone> gones() {
    return gones;
  }

  void hold(Kept kept, int octets) {
    holds.add(kept);
    live += octets;
  }

  /// One record of a message stopped counting; `last` when no other of its records lies here.
  void release(Kept kept, int octets, boolean last, long now) {
    live -= octets;
    if (last) {
      holds.remove(kept);
    }
    partlyDead(now);
  }

  /// Read at start: part of it did not count any more.
  void partlyDead(long now) {
    if (deadSince == 0) {
      deadSince = now;
    }
  }

  /// Octets of records that count, removals aside.
  long live() {
    return live;
  }

  boolean hasDead() {
    return deadSince != 0;
  }

  /// When the first record here died, as of `System.nanoTime`.
  long deadSince() {
    return deadSince;
  }
}
