package org.postern.scenario;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The folder that a power cut leaves at worst: files have the octets they had at their last
/// successful fsync, and are where the last successful fsync of their folder saw them. All else is
/// as if it had never been written.
final class DurableImage {

  /// A copy that the library of [FaultySyncs] made: what the call of that number made durable.
  private record Copy(int number, Path path) {}

  private final Map<Long, Copy> files = new HashMap<>();
  private final Map<Long, Copy> folders = new HashMap<>();

  private DurableImage() {}

  /// Writes what is durable of `data` into `target`, which is made.
  static void write(Path images, Path data, Path target) throws IOException {
    DurableImage image = new DurableImage();
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(images)) {
      for (Path path : copies) {
        String[] words = String.valueOf(path.getFileName()).split("\\.");
        Copy copy = new Copy(Integer.parseInt(words[0]), path);
        (words[1].equals("file") ? image.files : image.folders)
            .merge(Long.parseLong(words[2]), copy, DurableImage::later);
      }
    }
    image.folder((Long) Files.getAttribute(data, "unix:ino"), target);
  }

  private static Copy later(Copy one, Copy other) {
    return one.number() > other.number() ? one : other;
  }

  private void folder(long inode, Path target) throws IOException {
    Files.createDirectories(target);
    Copy listing = folders.get(inode);
    if (listing == null) {
      return;
    }
    for (String line : Files.readAllLines(listing.path())) {
      List<String> words = List.of(line.split(" ", 3));
      long entry = Long.parseLong(words.get(1));
      Path path = target.resolve(words.get(2));
      Copy content = files.get(entry);
      if (words.getFirst().equals("d")) {
        folder(entry, path);
      } else if (content == null) {
        Files.createFile(path);
      } else {
        Files.copy(content.path(), path);
      }
    }
  }
}
