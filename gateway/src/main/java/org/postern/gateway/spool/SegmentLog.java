package org.postern.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of the journal: appends to the newest, begins a new one when it is full or failed. One
/// thread: the journal's.
final class SegmentLog {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);
  private static final int STAGING = 1 << 20;

  private final Disk disk;
  private final int segmentOctets;
  private final NavigableMap<Long, Segment> segments;
  private final List<Segment> abandoned = new ArrayList<>();
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING);
  private final RandomGenerator random;
  private long marker;
  private long nextNumber;
  private boolean folderForced;
  private @Nullable Segment active;
  private Disk.@Nullable Output output;

  SegmentLog(
      Disk disk, int segmentOctets, NavigableMap<Long, Segment> segments, RandomGenerator random) {
    this.disk = disk;
    this.segmentOctets = segmentOctets;
    this.segments = segments;
    this.random = random;
    this.nextNumber = segments.isEmpty() ? 1 : segments.lastKey() + 1;
  }

  Collection<Segment> segments() {
    return segments.values();
  }

  boolean isActive(Segment segment) {
    return segment == active;
  }

  @Nullable Segment active() {
    return active;
  }

  /// Whether the record of a removal in `holder` must outlive a crash.
  boolean needed(Segment.Gone gone, Segment holder) {
    Long oldest = segments.ceilingKey(gone.first());
    return oldest != null && oldest < holder.number();
  }

  /// Puts a record at the end; it is on the medium after the next `force`.
  Place append(Frame frame) throws IOException {
    if (active != null
        && active.size() > Segment.HEADER
        && active.size() + frame.length() > segmentOctets) {
      seal();
    }
    Segment segment = active == null ? begin() : active;
    long offset = segment.size();
    stage(frame.header(marker));
    stage(ByteBuffer.wrap(frame.head()));
    stage(ByteBuffer.wrap(frame.body()));
    segment.grown(frame.length());
    return new Place(segment, offset, frame.length());
  }

  private Segment begin() throws IOException {
    settleAbandoned();
    Segment segment = new Segment(nextNumber++);
    output = disk.create(segment.name());
    active = segment;
    segments.put(segment.number(), segment);
    folderForced = false;
    marker = random.nextLong();
    staging.clear();
    stage(
        ByteBuffer.allocate(Segment.HEADER)
            .putInt(Segment.MAGIC)
            .putInt(Segment.VERSION)
            .putLong(segment.number())
            .putLong(marker)
            .flip());
    segment.grown(Segment.HEADER);
    return segment;
  }

  private void stage(ByteBuffer octets) throws IOException {
    while (octets.hasRemaining()) {
      if (!staging.hasRemaining()) {
        drain();
      }
      int some = Math.min(staging.remaining(), octets.remaining());
      staging.put(octets.slice(octets.position(), some));
      octets.position(octets.position() + some);
    }
  }

  /// Hands everything to the operating system, so that it survives the death of this process.
  void drain() throws IOException {
    if (output != null) {
      staging.flip();
      output.write(staging);
      staging.clear();
    }
  }

  /// Returns when everything appended is on the medium.
  void force() throws IOException {
    Segment segment = active;
    if (segment == null || output == null || segment.durable() == segment.size()) {
      return;
    }
    drain();
    output.force();
    if (!folderForced) {
      disk.forceFolder(Segment.FOLDER);
      folderForced = true;
    }
    segment.forced();
  }

  /// The newest file is complete; the next record begins another.
  void seal() throws IOException {
    force();
    Disk.Output full = output;
    output = null;
    active = null;
    if (full != null) {
      full.close();
    }
  }

  /// A write or a force failed. The file is closed for good: after a failed force nobody knows what
  /// of the rest is on the medium. What was forced before is trusted until it has moved on.
  void abandon() {
    staging.clear();
    if (active != null) {
      active.suspected();
      active.cut();
      abandoned.add(active);
    }
    if (output != null) {
      try {
        output.close();
      } catch (IOException e) {
        LOG.warn("closing a failed journal file failed too", e);
      }
    }
    active = null;
    output = null;
  }

  /// Before a new file begins: what was refused must not come back after a crash.
  private void settleAbandoned() throws IOException {
    for (Segment segment : abandoned) {
      if (segment.durable() == 0) {
        disk.delete(segment.name());
        segments.remove(segment.number());
      } else {
        cut(segment);
      }
    }
    abandoned.clear();
  }

  private void cut(Segment segment) {
    try {
      disk.truncate(segment.name(), segment.durable());
    } catch (IOException e) {
      LOG.warn(
          "{} cannot be cut after a failed write: a crash may bring back refused messages",
          segment.name(),
          e);
    }
  }

  /// Deletes files; on the medium when it returns.
  void delete(Collection<Segment> dead) throws IOException {
    for (Segment segment : dead) {
      disk.delete(segment.name());
      abandoned.remove(segment);
    }
    disk.forceFolder(Segment.FOLDER);
    for (Segment segment : dead) {
      segments.remove(segment.number());
    }
  }

  /// Reads a record back and checks it.
  Frame read(Place place) throws IOException {
    return read(disk, place);
  }

  static Frame read(Disk disk, Place place) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(place.length());
    disk.read(place.segment().name(), place.offset(), octets);
    octets.flip();
    return Frame.read(octets, 0)
        .orElseThrow(() ->
            new IOException(
                "damaged record in " + place.segment().name() + " at " + place.offset()));
  }

  void close() throws IOException {
    seal();
  }
}
