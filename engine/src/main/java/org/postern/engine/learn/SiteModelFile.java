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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that holds a [SiteModel], read again when it changes. While it cannot be read, what was
/// read last stays in use, and the log says once why. While a new one is read both are in memory.
///
/// Thread-safe: asking reads one reference, refreshing takes a lock.
public final class SiteModelFile {

  private static final Logger LOG = LoggerFactory.getLogger(SiteModelFile.class);

  /// Where nothing can be said about the file.
  private static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1);

  private record Stamp(FileTime changed, long size) {}

  private final Path path;
  private final Lock refreshing = new ReentrantLock();
  private Optional<Stamp> seen = Optional.empty();
  private volatile Optional<SiteModel> model = Optional.empty();

  /// Reads the file; while it cannot be read there is no model.
  public SiteModelFile(Path path) {
    this.path = path;
    refresh();
  }

  /// The model that was read last.
  public Optional<SiteModel> model() {
    return model;
  }

  /// Reads the file where it changed since the last call.
  public void refresh() {
    refreshing.lock();
    try {
      Stamp now = stamp();
      if (seen.filter(now::equals).isEmpty()) {
        take(now);
      }
    } finally {
      refreshing.unlock();
    }
  }

  private void take(Stamp now) {
    try {
      SiteModel read = read(path);
      if (!stamp().equals(now)) {
        return; // somebody writes it just now
      }
      model = Optional.of(read);
      LOG.info(
          "event=site-model-read file={} spam={} ham={} speaks={}",
          path,
          read.spam(),
          read.ham(),
          read.ready());
    } catch (IOException unreadable) {
      LOG.error(
          "event=site-model-unreadable kept={} why=\"{}\"",
          model.map(kept -> kept.spam() + kept.ham()).orElse(0L),
          unreadable.getMessage());
    }
    seen = Optional.of(now);
  }

  private Stamp stamp() {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime(), now.size());
    } catch (IOException _) {
      return MISSING; // reading it says why
    }
  }

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
