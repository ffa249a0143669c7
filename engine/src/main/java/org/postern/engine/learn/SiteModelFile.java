package org.postern.engine.learn;

import java.io.BufferedOutputStream;
import java.io.EOFException;
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

/// The file that holds a [SiteModel].
public final class SiteModelFile {

  private SiteModelFile() {}

  /// Reads a model.
  ///
  /// @throws IOException whose text names the file and what is wrong with it
  public static SiteModel read(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return SiteModel.read(in);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + path, e);
    } catch (EOFException e) {
      throw new IOException(path + " is cut off: not a model of a site", e);
    } catch (IOException e) {
      throw new IOException(
          "cannot read a model of a site from " + path + ": " + e.getMessage(), e);
    }
  }

  /// Writes a model: beside the file, flushed, then in its place at once.
  public static void write(Path path, SiteModel model) throws IOException {
    Path place = path.toAbsolutePath();
    Path beside = place.resolveSibling(place.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            beside,
            StandardOpenOption.WRITE,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      // closed by the channel: what the model writes through ends before the flush to the disk
      model.write(new Open(new BufferedOutputStream(Channels.newOutputStream(channel))));
      channel.force(true);
      Files.move(
          beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
  }

  /// Passes on all but the close.
  private static final class Open extends java.io.FilterOutputStream {
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
