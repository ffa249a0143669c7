package org.postern.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what earlier runs left in the journal, one file at a time, without keeping bodies.
///
/// An unfinished record at the end of the newest file was never acknowledged and is cut off. Any
/// other damage is copied to `damaged/`, logged, and stepped over: one bad record hides no other.
final class Recovery {

  /// A message that was found.
  record Found(Kept kept, byte[] head, Optional<byte[]> progress) {}

  static final String DAMAGED = "damaged";

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Pattern NAME = Pattern.compile("(\\d{16})\\.log");

  private static final class Draft {
    long first;
    @Nullable Place put;
    byte[] head = {};
    @Nullable Place state;
    byte[] progress = {};
  }

  private final Disk disk;
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final Map<Long, Draft> drafts = new HashMap<>();
  private final List<Found> found = new ArrayList<>();
  private long highestId;

  private Recovery(Disk disk) {
    this.disk = disk;
  }

  static Recovery read(Disk disk) throws IOException {
    disk.makeFolder(Segment.FOLDER);
    disk.makeFolder(DAMAGED);
    Recovery recovery = new Recovery(disk);
    TreeMap<Long, String> names = new TreeMap<>();
    for (String name : disk.list(Segment.FOLDER)) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        names.put(Long.parseLong(matcher.group(1)), name);
      } else {
        LOG.warn("unknown file in the journal folder: {}", name);
      }
    }
    for (long number : names.keySet()) {
      recovery.scan(new Segment(number), number == names.lastKey());
    }
    recovery.finish();
    return recovery;
  }

  NavigableMap<Long, Segment> segments() {
    return segments;
  }

  List<Found> found() {
    return found;
  }

  long highestId() {
    return highestId;
  }

  private void scan(Segment segment, boolean newest) throws IOException {
    segments.put(segment.number(), segment);
    long size = disk.size(segment.name());
    ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(size));
    disk.read(segment.name(), 0, file);
    file.flip();
    int at = checkHeader(segment, file, newest);
    long marker = file.limit() >= Segment.HEADER ? marker(file) : 0;
    while (at < file.limit()) {
      Optional<Frame> frame = frameAt(file, at, marker);
      if (frame.isPresent()) {
        take(segment, at, frame.get());
        at += frame.get().length();
      } else {
        int next = nextFrame(file, at + 1, marker);
        if (next < file.limit() || !newest) {
          setAside(segment, file, at, next);
        } else {
          cutTail(segment, file, at);
          file.limit(at);
        }
        at = next;
      }
    }
    segment.grown(file.limit());
    segment.forced();
  }

  /// Where the records begin; 0 in a file whose header is damaged, which is then searched.
  private int checkHeader(Segment segment, ByteBuffer file, boolean newest) throws IOException {
    if (file.limit() < Segment.HEADER) {
      if (!newest) {
        setAside(segment, file, 0, file.limit());
      }
      file.limit(0);
      return 0;
    }
    if (file.getInt(0) == Segment.MAGIC && file.getInt(4) > Segment.VERSION) {
      throw new IOException(
          segment.name() + " was written by a newer Postern; start that one, or empty the spool");
    }
    boolean good =
        file.getInt(0) == Segment.MAGIC
            && file.getInt(4) == Segment.VERSION
            && file.getLong(8) == segment.number();
    return good ? Segment.HEADER : 0;
  }

  /// The marker stands in the header and again before the first record.
  private static long marker(ByteBuffer file) {
    boolean good = file.getInt(0) == Segment.MAGIC || file.limit() < Segment.HEADER + Long.BYTES;
    return file.getLong(good ? 16 : Segment.HEADER);
  }

  private static Optional<Frame> frameAt(ByteBuffer file, int at, long marker) {
    return file.limit() - at >= Frame.HEADER && file.getLong(at) == marker
        ? Frame.read(file, at)
        : Optional.empty();
  }

  private static int nextFrame(ByteBuffer file, int from, long marker) {
    for (int at = from; at <= file.limit() - Frame.HEADER; at++) {
      if (file.getLong(at) == marker && frameAt(file, at, marker).isPresent()) {
        return at;
      }
    }
    return file.limit();
  }

  private void cutTail(Segment segment, ByteBuffer file, int at) {
    LOG.warn(
        "{}: {} octets of an unfinished write at the end are dropped; they were not acknowledged",
        segment.name(),
        file.limit() - at);
    try {
      disk.truncate(segment.name(), at);
    } catch (IOException e) {
      LOG.warn("{} cannot be cut", segment.name(), e);
    }
  }

  private void setAside(Segment segment, ByteBuffer file, int from, int to) throws IOException {
    segment.suspected();
    if (isZero(file, from, to)) {
      return;
    }
    String name = "%s/%016d-%d.bin".formatted(DAMAGED, segment.number(), from);
    LOG.error(
        "{} is damaged at {}, {} octets: copied to {}, a message may be lost",
        segment.name(),
        from,
        to - from,
        name);
    keep(disk, name, file.slice(from, to - from));
  }

  /// Writes a file for a person to look at.
  static void keep(Disk disk, String name, ByteBuffer octets) throws IOException {
    disk.delete(name);
    try (Disk.Output out = disk.create(name)) {
      out.write(octets);
      out.force();
    }
    disk.forceFolder(DAMAGED);
  }

  private static boolean isZero(ByteBuffer file, int from, int to) {
    for (int i = from; i < to; i++) {
      if (file.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  private void take(Segment segment, int at, Frame frame) {
    Place place = new Place(segment, at, frame.length());
    highestId = Math.max(highestId, frame.id());
    switch (frame.kind()) {
      case PUT -> {
        int length = SpoolCodec.headLength(frame.head());
        if (length < 0) {
          LOG.error("id={} record without a head in {}", frame.id(), segment.name());
          segment.stick();
          return;
        }
        Draft draft = draft(frame.id(), segment);
        draft.put = place;
        draft.head = java.util.Arrays.copyOfRange(frame.head(), Integer.BYTES, length);
      }
      case STATE -> {
        Draft draft = draft(frame.id(), segment);
        draft.state = place;
        draft.progress = frame.head();
      }
      case GONE -> {
        drafts.remove(frame.id());
        long first = ByteBuffer.wrap(frame.head()).getLong();
        segment.gones().add(new Segment.Gone(frame.id(), first));
      }
    }
  }

  private Draft draft(long id, Segment segment) {
    Draft draft = drafts.get(id);
    if (draft == null) {
      draft = new Draft();
      draft.first = segment.number();
      drafts.put(id, draft);
    }
    return draft;
  }

  private void finish() {
    drafts.forEach((id, draft) -> {
      Place put = draft.put;
      if (put == null) {
        return; // progress of a message whose own record was damaged, and reported
      }
      Kept kept = new Kept(id, draft.first, put);
      put.segment().hold(kept, put.length());
      Place state = draft.state;
      if (state != null) {
        kept.stateMoved(state);
        state.segment().hold(kept, state.length());
      }
      Optional<byte[]> progress = state == null ? Optional.empty() : Optional.of(draft.progress);
      found.add(new Found(kept, draft.head, progress));
    });
    drafts.clear();
    found.sort(java.util.Comparator.comparingLong(one -> one.kept().id()));
    long now = System.nanoTime();
    for (Segment segment : segments.values()) {
      if (segment.live() < segment.size() - Segment.HEADER) {
        segment.partlyDead(now);
      }
    }
  }
}
