package org.postern.gateway.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The file system as the spool uses it, so that a test can lose writes that were not forced. Names
/// are `folder/file`. Thread-safe, except that one `Output` belongs to one thread at a time.
interface Disk extends AutoCloseable {

  /// A file being written from its start on.
  interface Output extends Closeable {

    /// Writes everything that remains in the buffer.
    void write(ByteBuffer octets) throws IOException;

    /// Returns when everything written is on the medium. After a failure the file must not be
    /// trusted again: the system may have dropped what it could not write.
    void force() throws IOException;
  }

  /// Makes the folder where it is missing.
  void makeFolder(String folder) throws IOException;

  /// File names (without the folder) in no particular order.
  List<String> list(String folder) throws IOException;

  /// A new file; fails when it exists. It may vanish in a crash until its folder is forced.
  Output create(String name) throws IOException;

  long size(String name) throws IOException;

  /// Fills the buffer from an offset of the file; fewer octets where the file ends.
  void read(String name, long offset, ByteBuffer into) throws IOException;

  /// Cuts the file; on the medium when it returns.
  void truncate(String name, long size) throws IOException;

  void rename(String from, String to) throws IOException;

  /// Does nothing when the file is not there.
  void delete(String name) throws IOException;

  /// Returns when creations, renames and deletions in the folder are on the medium.
  void forceFolder(String folder) throws IOException;

  /// Octets this process may still write.
  long usable() throws IOException;

  @Override
  void close() throws IOException;
}
