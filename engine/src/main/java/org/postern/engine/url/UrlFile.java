package org.postern.engine.url;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.postern.engine.files.FileProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that holds a [UrlList], read again when it changes. While it cannot be read, or a line of
/// it is wrong, what was read last holds, and the log says once why. One thread: whoever refreshes.
final class UrlFile {

  private static final Logger LOG = LoggerFactory.getLogger(UrlFile.class);
  private static final long LONGEST = 256L << 20;

  private record Stamp(FileTime changed, long size) {}

  private final Path path;
  private Optional<Stamp> seen = Optional.empty();
  private boolean missing;
  private UrlList list = UrlList.NONE;
  private Optional<FileProblem> problem = Optional.empty();

  UrlFile(Path path) {
    this.path = path;
  }

  UrlList list() {
    return list;
  }

  /// Why the file as it is now is not in use; empty where it is.
  Optional<FileProblem> problem() {
    return problem;
  }

  /// Reads the file where it changed since the last call.
  void refresh() {
    try {
      Stamp before = stamp();
      if (seen.filter(before::equals).isPresent()) {
        return;
      }
      UrlList.Result result = read(before);
      if (!stamp().equals(before)) {
        return; // somebody writes it just now
      }
      seen = Optional.of(before);
      missing = false;
      take(result);
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "there is no such file" : e.toString();
      problem = Optional.of(new FileProblem(path, 0, why));
      if (!missing) {
        LOG.error("event=list-unreadable file={} kept={} why={}", path, list.size(), why);
      }
      missing = true;
      seen = Optional.empty();
    }
  }

  private UrlList.Result read(Stamp stamp) throws IOException {
    if (stamp.size > LONGEST) {
      return new UrlList.Result.Wrong(0, "larger than " + LONGEST + " octets");
    }
    try {
      return UrlList.read(Files.readAllLines(path, StandardCharsets.UTF_8));
    } catch (CharacterCodingException _) {
      return new UrlList.Result.Wrong(0, "not UTF-8");
    }
  }

  private void take(UrlList.Result result) {
    switch (result) {
      case UrlList.Result.Read(UrlList read) -> {
        list = read;
        problem = Optional.empty();
        LOG.info("event=list-read file={} entries={}", path, read.size());
      }
      case UrlList.Result.Wrong(int line, String why) -> {
        problem = Optional.of(new FileProblem(path, line, why));
        LOG.error("event=list-wrong file={} line={} kept={} why={}", path, line, list.size(), why);
      }
    }
  }

  private Stamp stamp() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(now.lastModifiedTime(), now.size());
  }

  /// The lists of several files.
  static List<UrlList> lists(List<UrlFile> files) {
    return files.stream().map(UrlFile::list).toList();
  }
}
