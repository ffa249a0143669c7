package org.postern.mail.smtp;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Reads the content of a message as it comes off the wire, in pieces cut anywhere: finds the end
/// (CRLF.CRLF and nothing else), undoes dot-stuffing, and keeps or refuses bare CR, bare LF and NUL
/// ([BareLineEndings]). The same reader takes the chunks of BDAT, which have no dots.
///
/// One thread: the session's.
final class DataReader {

  /// Why a message is not taken. The first in this order is the one to answer with.
  enum Fault {
    BARE_LF,
    BARE_CR,
    NUL,
    TOO_LARGE,
    STORAGE
  }

  private enum State {
    LINE_START,
    TEXT,
    CR,
    DOT,
    DOT_CR,
    END
  }

  private static final byte[] CRLF = {'\r', '\n'};

  private final Optional<MessageBuffer> target;
  private final long limit;
  private final boolean refuses;
  private final boolean dots;
  private final Set<Fault> faults = EnumSet.noneOf(Fault.class);
  private State state = State.LINE_START;
  private boolean keeps;
  private long octets;

  private DataReader(
      Optional<MessageBuffer> target, long limit, BareLineEndings policy, boolean dots) {
    this.target = target;
    this.limit = limit;
    this.refuses = policy == BareLineEndings.REFUSE;
    this.dots = dots;
    this.keeps = target.isPresent();
  }

  /// For the content of DATA.
  static DataReader ofData(MessageBuffer target, long limit, BareLineEndings policy) {
    return new DataReader(Optional.of(target), limit, policy, true);
  }

  /// For the chunks of BDAT, fed one after the other.
  static DataReader ofChunks(MessageBuffer target, long limit, BareLineEndings policy) {
    return new DataReader(Optional.of(target), limit, policy, false);
  }

  /// For chunks that nobody wants.
  static DataReader ofNothing() {
    return new DataReader(Optional.empty(), Long.MAX_VALUE, BareLineEndings.NORMALIZE, false);
  }

  /// Whether the end of DATA was seen.
  boolean ended() {
    return state == State.END;
  }

  /// Octets read so far, kept or not.
  long octets() {
    return octets;
  }

  Optional<Fault> fault() {
    return faults.stream().findFirst();
  }

  /// Takes `in[from..to)` and returns the index behind the last octet that belongs to the message:
  /// `to`, unless the end was found before.
  // One loop over the octets with its state: cut into methods it would be neither faster nor
  // clearer.
  int feed(byte[] in, int from, int to) {
    int i = from;
    int run = from; // in[run..i) is text not yet handed on
    while (i < to) {
      byte b = in[i];
      switch (state) {
        case TEXT -> {
          while (b > '\r' || b < 0) {
            if (++i == to) {
              break;
            }
            b = in[i];
          }
          if (i == to) {
            break;
          }
          if (b == '\r') {
            if (i + 1 < to && in[i + 1] == '\n') {
              i += 2;
              state = State.LINE_START;
            } else {
              keep(in, run, i);
              run = ++i;
              state = State.CR;
            }
          } else if (b == '\n' || b == 0) {
            keep(in, run, i);
            run = ++i;
            wrong(b == 0 ? Fault.NUL : Fault.BARE_LF);
          } else {
            i++;
          }
        }
        case LINE_START -> {
          if (b == '.' && dots) {
            keep(in, run, i);
            run = ++i;
            state = State.DOT;
          } else {
            state = State.TEXT;
          }
        }
        case CR -> {
          if (b == '\n') {
            keep(CRLF, 0, 2);
            run = ++i;
            state = State.LINE_START;
          } else {
            wrong(Fault.BARE_CR);
            state = State.TEXT;
          }
        }
        case DOT -> {
          if (b == '\r') {
            run = ++i;
            state = State.DOT_CR;
          } else {
            // RFC 5321 section 4.5.2: the first dot of a longer line is deleted.
            state = State.TEXT;
          }
        }
        case DOT_CR -> {
          if (b == '\n') {
            state = State.END;
            octets += i + 1 - from;
            return i + 1;
          }
          wrong(Fault.BARE_CR);
          state = State.TEXT;
        }
        case END -> {
          return i;
        }
      }
    }
    keep(in, run, to);
    octets += to - from;
    return to;
  }

  /// The last chunk is here: a message that does not end its last line gets CRLF.
  void finishChunks() {
    if (state == State.CR) {
      wrong(Fault.BARE_CR);
    } else if (state == State.TEXT) {
      keep(CRLF, 0, 2);
    }
    state = State.END;
  }

  /// The message, when there was no fault.
  Optional<MessageData> message() {
    if (target.isEmpty() || !faults.isEmpty()) {
      discard();
      return Optional.empty();
    }
    try {
      return Optional.of(target.get().finish());
    } catch (IOException e) {
      storageFailed(e);
      return Optional.empty();
    }
  }

  /// Frees what was kept.
  void discard() {
    keeps = false;
    target.ifPresent(MessageBuffer::discard);
  }

  private void wrong(Fault fault) {
    if (refuses) {
      faults.add(fault);
      discard();
    } else if (fault != Fault.NUL) {
      keep(CRLF, 0, 2);
    }
  }

  private void keep(byte[] in, int from, int to) {
    if (!keeps || from == to) {
      return;
    }
    MessageBuffer buffer = target.orElseThrow();
    if (buffer.size() + (to - from) > limit) {
      faults.add(Fault.TOO_LARGE);
      discard();
      return;
    }
    try {
      buffer.append(in, from, to - from);
    } catch (IOException e) {
      storageFailed(e);
    }
  }

  private void storageFailed(IOException cause) {
    Log.SERVER.error("cannot keep an incoming message", cause);
    faults.add(Fault.STORAGE);
    discard();
  }
}
