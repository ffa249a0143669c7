package org.postern.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A folder of the real file system, locked against other processes while it is open.
final class FolderDisk implements Disk {

  private static final String LOCK = "lock";

  private final Path root;
  private final FileStore store;
  private final FileChannel lockFile;
  private final FileLock lock;

  FolderDisk(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root);
    force(root.toAbsolutePath().resolveSibling("")); // or the power may take the whole spool
    this.store = Files.getFileStore(root);
    this.lockFile =
        FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock taken = tryLock(lockFile);
    if (taken == null) {
      lockFile.close();
      throw new IOException("the spool " + root + " is in use by another process");
    }
    this.lock = taken;
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void makeFolder(String folder) throws IOException {
    Files.createDirectories(root.resolve(folder));
    force(root);
  }

  @Override
  public List<String> list(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(folder))) {
      for (Path file : files) {
        names.add(String.valueOf(file.getFileName()));
      }
    }
    return names;
  }

  @Override
  public Output create(String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            root.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new Output() {
      @Override
      public void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
          channel.write(octets);
        }
      }

      @Override
      public void force() throws IOException {
        FolderDisk.force(channel, root.resolve(name), false);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(root.resolve(name));
  }

  @Override
  public void read(String name, long offset, ByteBuffer into) throws IOException {
    try (FileChannel channel = FileChannel.open(root.resolve(name), StandardOpenOption.READ)) {
      long at = offset;
      while (into.hasRemaining()) {
        int got = channel.read(into, at);
        if (got < 0) {
          return;
        }
        at += got;
      }
    }
  }

  @Override
  public void truncate(String name, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(root.resolve(name), StandardOpenOption.WRITE)) {
      channel.truncate(size);
      force(channel, root.resolve(name), true);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(root.resolve(name));
  }

  @Override
  public void forceFolder(String folder) throws IOException {
    force(root.resolve(folder));
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      force(channel, folder, true);
    }
  }

  // The system's text alone does not tell the administrator which disk it is about.
  private static void force(FileChannel channel, Path path, boolean all) throws IOException {
    try {
      channel.force(all);
    } catch (IOException e) {
      throw new IOException("cannot write " + path + " to the disk: " + e.getMessage(), e);
    }
  }

  @Override
  public long usable() throws IOException {
    return store.getUsableSpace();
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockFile.close();
  }
}
