package org.postern.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that is read again when it changes. While it cannot be read, or is wrong, what was read
/// last stays in use, and the log says once why.
///
/// Thread-safe: asking reads one reference, refreshing takes a lock.
///
/// @param <T> what the file holds; immutable, its text goes to the log
public final class WatchedFile<T> {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

  /// Where nothing can be said about the file.
  private static final Stamp MISSING = new Stamp(FileTime.fromMillis(0), -1, false);

  private record Stamp(FileTime changed, long size, boolean readable) {}

  /// Reads the file.
  public interface Reading<T> {
    /// @throws IOException whose text names the file, the line and what was expected there
    T read(Path path) throws IOException;
  }

  private final String what;
  private final Path path;
  private final Reading<T> reading;
  private final Lock refreshing = new ReentrantLock();
  private Optional<Stamp> seen = Optional.empty();
  private volatile Optional<T> value = Optional.empty();
  private volatile Optional<String> problem = Optional.empty();

  /// Reads the file; while it cannot be read there is nothing.
  ///
  /// @param what its name in the log
  public WatchedFile(String what, Path path, Reading<T> reading) {
    this.what = what;
    this.path = path;
    this.reading = reading;
    refresh();
  }

  public String what() {
    return what;
  }

  public Path path() {
    return path;
  }

  /// What was read last.
  public Optional<T> value() {
    return value;
  }

  /// Why the file as it is now is not in use; empty where it is.
  public Optional<String> problem() {
    return problem;
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
    Optional<T> read = Optional.empty();
    Optional<String> wrong = Optional.empty();
    try {
      read = Optional.of(reading.read(path));
    } catch (IOException unreadable) {
      wrong =
          Optional.of(Optional.ofNullable(unreadable.getMessage()).orElse(unreadable.toString()));
    }
    if (!stamp().equals(now)) {
      return; // somebody writes it just now
    }
    seen = Optional.of(now);
    problem = wrong;
    if (read.isPresent()) {
      value = read;
      LOG.info("event=file-read what={} file={} now=\"{}\"", what, path, read.get());
    }
    wrong.ifPresent(why ->
        LOG.error(
            "event=file-not-read what={} file={} kept=\"{}\" why=\"{}\"",
            what,
            path,
            value.map(Object::toString).orElse("none"),
            why));
  }

  private Stamp stamp() {
    try {
      BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(now.lastModifiedTime(), now.size(), Files.isReadable(path));
    } catch (IOException _) {
      return MISSING; // reading it says why
    }
  }
}
