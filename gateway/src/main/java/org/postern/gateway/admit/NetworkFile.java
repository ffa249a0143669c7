package org.postern.gateway.admit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.files.FileProblem;
import org.postern.mail.smtp.Cidr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file with one network a line, read again when it changes; what stands behind `#` or `;` is a
/// comment. While it cannot be read, or a line of it is wrong, what was read last holds, and the
/// log says once why. One thread: whoever refreshes.
final class NetworkFile {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkFile.class);
  private static final long LONGEST = 64L << 20;
  private static final int SHOWN = 60;

  private final Path path;
  private Optional<Stamp> seen = Optional.empty();
  private boolean missing;
  private List<Cidr> networks = List.of();
  private Optional<FileProblem> problem = Optional.empty();

  private record Stamp(FileTime changed, long size) {}

  NetworkFile(Path path) {
    this.path = path;
  }

  List<Cidr> networks() {
    return networks;
  }

  /// Why the file as it is now is not in use; empty where it is.
  Optional<FileProblem> problem() {
    return problem;
  }

  /// Reads the file where it changed since the last call; true when the networks did.
  boolean refresh() {
    try {
      Stamp before = stamp();
      if (missing) {
        missing = false;
        problem = Optional.empty();
      }
      if (seen.filter(before::equals).isPresent()) {
        return false;
      }
      Optional<List<Cidr>> read = read(before.size);
      if (!stamp().equals(before)) {
        return false; // somebody writes it just now
      }
      seen = Optional.of(before);
      read.ifPresent(networksNow -> {
        networks = networksNow;
        problem = Optional.empty();
        LOG.info("event=list-read file={} networks={}", path, networksNow.size());
      });
      return read.isPresent();
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "there is no such file" : e.toString();
      problem = Optional.of(new FileProblem(path, 0, why));
      if (!missing) {
        LOG.error("event=list-unreadable file={} kept={} why={}", path, networks.size(), why);
      }
      missing = true;
      seen = Optional.empty();
      return false;
    }
  }

  private Stamp stamp() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    return new Stamp(now.lastModifiedTime(), now.size());
  }

  private Optional<List<Cidr>> read(long size) throws IOException {
    if (size > LONGEST) {
      throw new IOException("larger than " + LONGEST + " octets");
    }
    // Whatever its octets are, they have lines, and those that are no networks are told.
    List<String> lines = Files.readAllLines(path, StandardCharsets.ISO_8859_1);
    List<Cidr> found = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String entry = entry(lines.get(i));
      Optional<Cidr> network = Cidr.parse(entry);
      if (network.isPresent()) {
        found.add(network.get());
      } else if (!entry.isEmpty()) {
        String why = "expected a network such as 192.0.2.0/24, not " + shown(entry);
        problem = Optional.of(new FileProblem(path, i + 1, why));
        LOG.error(
            "event=list-wrong file={} line={} kept={} why={}", path, i + 1, networks.size(), why);
        return Optional.empty();
      }
    }
    return Optional.of(List.copyOf(found));
  }

  private static String entry(String line) {
    int end = line.length();
    for (char mark : new char[] {'#', ';'}) {
      int at = line.indexOf(mark);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return line.substring(0, end).strip();
  }

  private static String shown(String text) {
    String cut = text.length() > SHOWN ? text.substring(0, SHOWN) : text;
    return "\"" + cut.replaceAll("[^ -~]", "?") + "\"";
  }
}
