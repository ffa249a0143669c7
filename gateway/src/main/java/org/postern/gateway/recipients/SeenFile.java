package org.postern.gateway.recipients;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.gateway.tenant.NextHop;
import org.postern.gateway.tenant.TenantId;

/// The recipients that are known to exist, in a file between two runs: one a line, fields divided
/// by tabs. It is only a memory: a line that is not readable is one recipient to ask for.
///
/// One thread at a time.
final class SeenFile {

  private static final String HEAD = "postern recipients 1";

  private final Path file;

  SeenFile(Path file) {
    this.file = file;
  }

  /// Writes all of them, in place of what was there.
  void write(Bounded<Instant> seen) throws IOException {
    List<String> lines = new ArrayList<>(seen.size());
    seen.forEach((key, asked) -> lines.add(line(key, asked)));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
      out.write(HEAD + "\n");
      for (String line : lines) {
        out.write(line);
      }
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String line(Key key, Instant asked) {
    boolean plain = key.local().chars().noneMatch(Character::isISOControl);
    return plain
        ? asked.toEpochMilli()
            + "\t"
            + key.tenant()
            + "\t"
            + key.hops().stream().map(SeenFile::hop).collect(Collectors.joining(" "))
            + "\t"
            + key.domain()
            + "\t"
            + key.local()
            + "\n"
        : "";
  }

  private static String hop(NextHop hop) {
    return hop.priority() + "," + hop.port() + "," + hop.host();
  }

  /// Reads what was written; tells how many. What was learnt meanwhile is newer and stays.
  int read(Bounded<Instant> seen) throws IOException {
    int count = 0;
    try (BufferedReader in = Files.newBufferedReader(file)) {
      if (!HEAD.equals(in.readLine())) {
        return 0;
      }
      Map<String, TenantId> tenants = new HashMap<>();
      Map<String, List<NextHop>> routes = new HashMap<>();
      for (String line : (Iterable<String>) in.lines()::iterator) {
        Optional<Map.Entry<Key, Instant>> entry = entry(line, tenants, routes);
        if (entry.isPresent() && seen.get(entry.get().getKey()).isEmpty()) {
          seen.put(entry.get().getKey(), entry.get().getValue());
          count++;
        }
      }
    } catch (NoSuchFileException _) {
      return 0; // the first run
    }
    return count;
  }

  private static Optional<Map.Entry<Key, Instant>> entry(
      String line, Map<String, TenantId> tenants, Map<String, List<NextHop>> routes) {
    String[] fields = line.split("\t", -1);
    try {
      return fields.length == 5
          ? Optional.of(
              Map.entry(
                  new Key(
                      tenants.computeIfAbsent(fields[1], TenantId::new),
                      routes.computeIfAbsent(fields[2], SeenFile::route),
                      fields[3].intern(),
                      fields[4]),
                  Instant.ofEpochMilli(Long.parseLong(fields[0]))))
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static List<NextHop> route(String text) {
    List<NextHop> hops = new ArrayList<>();
    for (String hop : text.split(" ", -1)) {
      String[] parts = hop.split(",", 3);
      if (parts.length < 3) {
        throw new IllegalArgumentException("not a next hop: " + hop);
      }
      hops.add(new NextHop(parts[2], Integer.parseInt(parts[1]), Integer.parseInt(parts[0])));
    }
    return List.copyOf(hops);
  }
}
