package org.postern.gateway.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives disk space back: deletes journal files in which nothing counts any more, and moves what
/// still counts out of files that are mostly dead. One thread: the journal's.
final class Sweeper {

  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  /// What one step moves at most, so that it does not hold up those who wait for a commit.
  private static final int STEP = 1 << 20;

  private record Move(Kept kept, boolean state, Place from, Place to) {}

  private final SegmentLog log;
  private final long deadAtMost;
  private final int small;

  Sweeper(SegmentLog log, SpoolLimits limits) {
    this.log = log;
    this.deadAtMost = limits.deadAtMost().toNanos();
    this.small = limits.segmentOctets() / 4;
  }

  /// One bounded step; whether another one would find work.
  boolean step(long now) throws IOException {
    deleteDead();
    Optional<Segment> candidate =
        log.segments().stream()
            .filter(segment -> !log.isActive(segment) && worthMoving(segment, now))
            .findFirst();
    if (candidate.isEmpty()) {
      return false;
    }
    moveSome(candidate.get(), now);
    return true;
  }

  /// Nothing has happened for a while: the newest file is given up when most of it is dead.
  void quiet(long now) throws IOException {
    Segment active = log.active();
    if (active != null && (sparse(active) || overdue(active, now))) {
      log.seal();
    }
  }

  private boolean worthMoving(Segment segment, long now) {
    return !segment.stuck() && (segment.suspect() || sparse(segment) || overdue(segment, now));
  }

  private boolean sparse(Segment segment) {
    return segment.hasDead() && 2 * counting(segment) < segment.size() - Segment.HEADER;
  }

  private boolean overdue(Segment segment, long now) {
    return segment.hasDead() && now - segment.deadSince() > deadAtMost;
  }

  private long counting(Segment segment) {
    long gones = segment.gones().stream().filter(gone -> log.needed(gone, segment)).count();
    return segment.live() + gones * (Frame.HEADER + Long.BYTES);
  }

  /// Files left from earlier runs that are small: what they hold is gathered in one.
  void gatherSmall() {
    for (Segment segment : log.segments()) {
      if (segment.size() < small) {
        segment.suspected();
      }
    }
  }

  /// A file that holds a removal goes only after the files with what was removed are gone for good,
  /// hence in rounds.
  private void deleteDead() throws IOException {
    while (true) {
      List<Segment> dead =
          log.segments().stream()
              .filter(segment -> !log.isActive(segment) && isDead(segment))
              .toList();
      if (dead.isEmpty()) {
        return;
      }
      log.delete(dead);
    }
  }

  private boolean isDead(Segment segment) {
    return segment.holds().isEmpty()
        && !segment.stuck()
        && segment.gones().stream().noneMatch(gone -> log.needed(gone, segment));
  }

  private void moveSome(Segment segment, long now) throws IOException {
    List<Move> moves = new ArrayList<>();
    int octets = 0;
    for (Kept kept : segment.holds()) {
      if (octets > STEP) {
        break;
      }
      if (kept.put().segment() == segment) {
        octets += move(kept, false, kept.put(), moves);
      }
      Place state = kept.state();
      if (state != null && state.segment() == segment) {
        octets += move(kept, true, state, moves);
      }
    }
    List<Segment.Gone> gones =
        octets > STEP
            ? List.of()
            : segment.gones().stream().filter(gone -> log.needed(gone, segment)).toList();
    List<Segment> holders = new ArrayList<>();
    for (Segment.Gone gone : gones) {
      holders.add(log.append(SpoolCodec.gone(gone)).segment());
    }
    log.force();
    moves.forEach(move -> settle(move, now));
    for (int i = 0; i < gones.size(); i++) {
      holders.get(i).gones().add(gones.get(i));
    }
    if (octets <= STEP) {
      segment.gones().clear();
    }
    deleteDead();
  }

  private int move(Kept kept, boolean state, Place from, List<Move> moves) throws IOException {
    @Nullable Frame frame = readOrStick(kept, from);
    if (frame == null) {
      return 0;
    }
    moves.add(new Move(kept, state, from, log.append(frame)));
    return frame.length();
  }

  private @Nullable Frame readOrStick(Kept kept, Place from) {
    try {
      return log.read(from);
    } catch (IOException e) {
      LOG.error("id={} record cannot be read, its journal file is left as it is", kept.id(), e);
      from.segment().stick();
      return null;
    }
  }

  private static void settle(Move move, long now) {
    if (move.state()) {
      move.kept().stateMoved(move.to());
    } else {
      move.kept().putMoved(move.to());
    }
    move.to().segment().hold(move.kept(), move.to().length());
    release(move.kept(), move.from(), now);
  }

  /// A record of a message stopped counting, because it moved, was replaced, or the message is
  /// gone.
  static void release(Kept kept, Place from, long now) {
    Place state = kept.state();
    boolean last =
        kept.put().segment() != from.segment()
            && (state == null || state.segment() != from.segment());
    from.segment().release(kept, from.length(), last, now);
  }

  /// The message is gone.
  static void forget(Kept kept, long now) {
    Place put = kept.put();
    Place state = kept.state();
    put.segment().release(kept, put.length(), true, now);
    if (state != null) {
      state.segment().release(kept, state.length(), true, now);
    }
  }
}
