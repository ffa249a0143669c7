package org.postern.gateway.control;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// Where the socket is: `control/socket` below the data, in a folder that only its owner may enter.
/// The path of a Unix domain socket may have 108 octets on Linux and 104 elsewhere: where it would
/// be longer, the socket is in a folder for temporary files and `control/path` tells which.
record ControlPlace(Path folder) {

  private static final int LONGEST = 100;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  static ControlPlace of(Path data) {
    return new ControlPlace(data.toAbsolutePath().normalize().resolve("control"));
  }

  /// Makes room for a new socket.
  UnixDomainSocketAddress prepare() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder.resolveSibling("."));
      Files.createDirectory(folder, OWNER_ONLY);
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    clear();
    Path socket = near();
    if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      socket = Files.createTempDirectory("postern", OWNER_ONLY).resolve("socket");
      Files.writeString(pointer(), socket.toString());
    }
    return UnixDomainSocketAddress.of(socket);
  }

  /// Where a gateway would listen, if one did.
  Optional<UnixDomainSocketAddress> find() throws IOException {
    Path socket = far().orElse(near());
    return Files.exists(socket)
        ? Optional.of(UnixDomainSocketAddress.of(socket))
        : Optional.empty();
  }

  /// Removes what a gateway left.
  void clear() throws IOException {
    Optional<Path> far = far();
    if (far.isPresent()) {
      Files.deleteIfExists(far.get());
      Path parent = far.get().getParent();
      if (parent != null) {
        Files.deleteIfExists(parent);
      }
    }
    Files.deleteIfExists(pointer());
    Files.deleteIfExists(near());
  }

  private Path near() {
    return folder.resolve("socket");
  }

  private Path pointer() {
    return folder.resolve("path");
  }

  private Optional<Path> far() throws IOException {
    try {
      return Optional.of(Path.of(Files.readString(pointer()).strip()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }
}
