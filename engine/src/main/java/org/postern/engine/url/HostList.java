package org.postern.engine.url;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A list of hosts that comes with Postern.
final class HostList {

  /// A name with `*`, and the longest text in it without one, which is looked for first.
  private record Wild(String literal, Pattern pattern) {}

  private static final Map<HostKind, HostList> LISTS = new EnumMap<>(HostKind.class);

  /// The kinds of each name without `*`, so that one look finds them all.
  private static final Map<String, Set<HostKind>> KINDS = new HashMap<>();

  static {
    for (HostKind kind : HostKind.values()) {
      HostList list = new HostList(lines(kind.file()));
      LISTS.put(kind, list);
      list.names.forEach(
          name -> KINDS.computeIfAbsent(name, _ -> EnumSet.noneOf(HostKind.class)).add(kind));
    }
  }

  private static final int LONGEST = 255;
  private static final int KEPT = 8_192;

  private record Answer(String host, Set<HostKind> kinds) {}

  private static final AtomicReferenceArray<Answer> ANSWERS = new AtomicReferenceArray<>(KEPT);

  private final Set<String> names;
  private final List<Wild> wild;

  private HostList(List<String> lines) {
    names = lines.stream().filter(line -> !line.contains("*")).collect(Collectors.toSet());
    wild = lines.stream().filter(line -> line.contains("*")).map(HostList::wild).toList();
  }

  private static Wild wild(String name) {
    String literal =
        Stream.of(name.split("\\*")).max(Comparator.comparingInt(String::length)).orElse("");
    String regex = name.replace(".", "\\.").replace("*", "[a-z0-9.-]*");
    return new Wild(literal, Pattern.compile("(?:.*\\.)?" + regex));
  }

  /// All kinds of a host, or of a domain above it. The answers of the last hosts are kept, which
  /// changes nothing but the time.
  static Set<HostKind> kinds(String host) {
    int slot = (host.hashCode() * 31) >>> 7 & (KEPT - 1);
    Answer known = ANSWERS.get(slot);
    if (known != null && known.host().equals(host)) {
      return known.kinds();
    }
    Set<HostKind> kinds = look(host);
    if (host.length() <= LONGEST) {
      ANSWERS.set(slot, new Answer(host, kinds));
    }
    return kinds;
  }

  private static Set<HostKind> look(String host) {
    EnumSet<HostKind> kinds = EnumSet.noneOf(HostKind.class);
    for (int at = 0; at >= 0 && at < host.length(); at = next(host, at)) {
      kinds.addAll(KINDS.getOrDefault(host.substring(at), Set.of()));
    }
    LISTS.forEach((kind, list) -> {
      if (!kinds.contains(kind) && list.containsWild(host)) {
        kinds.add(kind);
      }
    });
    return kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(kinds);
  }

  private boolean containsWild(String host) {
    for (Wild one : wild) {
      if (host.contains(one.literal())
          && host.length() <= LONGEST
          && one.pattern().matcher(host).matches()) {
        return true;
      }
    }
    return false;
  }

  private static int next(String host, int at) {
    int dot = host.indexOf('.', at);
    return dot < 0 ? -1 : dot + 1;
  }

  /// The lines of a list, without comments and blank ones.
  static List<String> lines(String name) {
    try (InputStream in = HostList.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the list " + name + " is not in this jar");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      return reader
          .lines()
          .map(line -> line.indexOf('#') < 0 ? line : line.substring(0, line.indexOf('#')))
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
