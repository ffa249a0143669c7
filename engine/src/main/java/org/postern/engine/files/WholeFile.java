package org.postern.engine.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that are read and written as a whole, such as models: who reads one sees all of the old or
/// all of the new.
public final class WholeFile {

  private WholeFile() {}

  /// Reads the content.
  public interface Reading<T> {
    T read(InputStream in) throws IOException;
  }

  /// Writes the content; the stream may be closed.
  public interface Writing {
    void write(OutputStream out) throws IOException;
  }

  /// Reads a file.
  ///
  /// @param what it should be, as in "a text model"
  /// @throws IOException whose text names the file and what is wrong with it
  public static <T> T read(Path path, String what, Reading<T> reading) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return reading.read(in);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + path, e);
    } catch (EOFException e) {
      throw new IOException(path + " is cut off: not " + what, e);
    } catch (IOException e) {
      throw new IOException("cannot read " + what + " from " + path + ": " + e.getMessage(), e);
    }
  }

  /// Writes a file: beside it, flushed, then in its place at once.
  public static void write(Path path, Writing writing) throws IOException {
    Path place = path.toAbsolutePath();
    Path beside = place.resolveSibling(place.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            beside,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      // closed by the channel: what is written ends before the flush to the disk
      OutputStream out =
          new Open(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
      writing.write(out);
      out.flush();
      channel.force(true);
      Files.move(
          beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
  }

  /// Passes on all but the close.
  private static final class Open extends FilterOutputStream {
    Open(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] octets, int from, int count) throws IOException {
      out.write(octets, from, count);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
