package org.postern.mail.smtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/// Takes the octets of one message: in memory up to a limit and while the shared budget lasts, then
/// in a file. One thread: the session's.
final class MessageBuffer {

  private static final int SMALLEST = 1 << 10;
  private static final int LARGEST_GUESS = 64 << 10;

  /// Where messages lie while they come in: files in `directory`, memory out of `budget`.
  record Place(Path directory, int messageMemory, MemoryBudget budget) {}

  private final Place place;
  private byte[] memory;
  private long reserved;
  private int used;
  private long size;
  private Optional<OnFile> file = Optional.empty();

  /// `expected`: the size the client declared, or 0; it is believed up to 64 KB.
  MessageBuffer(Place place, long expected) {
    this.place = place;
    int first = Math.clamp(expected + 512, SMALLEST, LARGEST_GUESS);
    first = Math.min(first, place.messageMemory());
    if (place.budget().take(first)) {
      reserved = first;
      memory = new byte[first];
    } else {
      memory = new byte[0];
    }
  }

  long size() {
    return size;
  }

  void append(byte[] octets, int from, int length) throws IOException {
    if (length <= 0) {
      return;
    }
    size += length;
    if (file.isEmpty() && memory.length - used < length && !grow(used + (long) length)) {
      file = Optional.of(spill());
    }
    if (file.isPresent()) {
      file.get().append(octets, from, length);
      return;
    }
    System.arraycopy(octets, from, memory, used, length);
    used += length;
  }

  /// The whole message. The buffer is empty afterwards.
  MessageData finish() throws IOException {
    if (file.isPresent()) {
      OnFile whole = file.get();
      whole.flush();
      file = Optional.empty();
      return whole;
    }
    byte[] octets = used == memory.length ? memory : Arrays.copyOf(memory, used);
    place.budget().give(reserved - octets.length);
    reserved = 0;
    memory = new byte[0];
    MemoryBudget budget = place.budget();
    return new MemoryMessage(octets, () -> budget.give(octets.length));
  }

  /// Frees everything that `finish` has not handed on.
  void discard() {
    release();
    file.ifPresent(OnFile::close);
    file = Optional.empty();
  }

  private boolean grow(long needed) {
    if (needed > place.messageMemory()) {
      return false;
    }
    int target = (int) Math.min(place.messageMemory(), Math.max(needed, 2L * memory.length));
    if (!place.budget().take(target - memory.length)) {
      return false;
    }
    reserved += target - memory.length;
    memory = Arrays.copyOf(memory, target);
    return true;
  }

  private OnFile spill() throws IOException {
    OnFile created = OnFile.create(place.directory());
    created.append(memory, 0, used);
    release();
    return created;
  }

  private void release() {
    place.budget().give(reserved);
    reserved = 0;
    memory = new byte[0];
    used = 0;
  }

  /// The file has no name: it is gone when it is closed, or when the process dies.
  private static final class OnFile implements MessageData {
    // Not in the budget, which is used up where many messages lie in files.
    private static final int PENDING = 8 << 10;

    private final FileChannel channel;
    private final ByteBuffer pending = ByteBuffer.allocate(PENDING);
    private long size;

    private OnFile(FileChannel channel) {
      this.channel = channel;
    }

    static OnFile create(Path directory) throws IOException {
      // createTempFile gives mode 600.
      Path path = Files.createTempFile(directory, "message-", ".part");
      try {
        return new OnFile(
            FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
      } finally {
        Files.delete(path);
      }
    }

    void append(byte[] octets, int from, int length) throws IOException {
      if (length > pending.remaining()) {
        flush();
      }
      if (length > pending.remaining()) {
        write(ByteBuffer.wrap(octets, from, length));
      } else {
        pending.put(octets, from, length);
      }
      size += length;
    }

    void flush() throws IOException {
      write(pending.flip());
      pending.clear();
    }

    private void write(ByteBuffer octets) throws IOException {
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public byte[] bytes() throws IOException {
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
      while (all.hasRemaining()) {
        if (channel.read(all, all.position()) < 0) {
          throw new IOException("a message file is shorter than it was");
        }
      }
      return all.array();
    }

    @Override
    public boolean inMemory() {
      return false;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing is lost: the message was handed on or refused, and the file has no name.
        Log.SERVER.warn("cannot close a message file", e);
      }
    }
  }
}
