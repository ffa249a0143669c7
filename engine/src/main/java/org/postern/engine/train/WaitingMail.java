package org.postern.engine.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Mail in one temporary file, so that it can be read again in another order, however much it is.
/// The file is gone with the program.
///
/// One thread: whoever trains.
final class WaitingMail implements AutoCloseable {

  private final FileChannel channel;
  private long end;
  private Optional<IOException> failed = Optional.empty();

  /// Where a message lies.
  record Place(long from, int octets) {}

  private WaitingMail(FileChannel channel) {
    this.channel = channel;
  }

  static WaitingMail open() throws IOException {
    Path file = Files.createTempFile("postern-train", ".mail");
    return new WaitingMail(
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  /// Adds a message. What goes wrong is told by [#check].
  Place add(byte[] message) {
    Place place = new Place(end, message.length);
    if (failed.isEmpty()) {
      try {
        ByteBuffer octets = ByteBuffer.wrap(message);
        while (octets.hasRemaining()) {
          end += channel.write(octets, end);
        }
      } catch (IOException e) {
        failed = Optional.of(e);
      }
    }
    return place;
  }

  /// @throws IOException when a message could not be written
  void check() throws IOException {
    if (failed.isPresent()) {
      throw new IOException("cannot keep mail in a temporary file: " + failed.get(), failed.get());
    }
  }

  byte[] read(Place place) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(place.octets());
    while (octets.hasRemaining()) {
      if (channel.read(octets, place.from() + octets.position()) < 0) {
        throw new IOException("a temporary file became shorter");
      }
    }
    return octets.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
