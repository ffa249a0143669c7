package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.url.RegistrableDomain;

/// The brands that are known, found by what stands in a name and by domains.
///
/// Thread-safe: never changed after it was read.
final class Brands {

  /// Shorter names stand within other words by chance.
  static final int SHORTEST_WITHIN = 5;

  private static final int WORDS = 5;

  /// Stands among the domains of a brand in whose name others write.
  private static final String CARRIED = "@brands";

  /// The brands that come with Postern.
  private static final Brands BUILTIN = new Brands(Resources.lines("brands.txt"));

  /// One way in which a brand is written.
  ///
  /// @param ordinary whether it is also an ordinary word or a name of people
  record Alias(String written, List<String> plain, boolean ordinary, Brand brand) {}

  private final Map<String, List<Alias>> aliases = new HashMap<>();

  /// With what those begin that can stand within a longer word.
  private final Set<String> heads = new HashSet<>();

  /// The first words of their keys.
  private final Set<String> first = new HashSet<>();

  private final Map<String, Brand> labels = new HashMap<>();
  private final List<Brand> all = new ArrayList<>();

  /// @param lines `name, name | domain domain`
  Brands(List<String> lines) {
    for (String line : lines) {
      read(line);
    }
  }

  static Brands builtin() {
    return BUILTIN;
  }

  private void read(String line) {
    int bar = line.indexOf('|');
    if (bar < 1) {
      throw new IllegalArgumentException("expected `names | domains` but got: " + line);
    }
    String[] names = line.substring(0, bar).strip().split("\\s*,\\s*");
    Set<String> domains = new HashSet<>();
    Set<String> anywhere = new HashSet<>();
    List<Brand.Shape> shapes = new ArrayList<>();
    boolean carried = false;
    for (String domain : line.substring(bar + 1).strip().split("\\s+")) {
      if (domain.equals(CARRIED)) {
        carried = true;
        continue;
      }
      int star = domain.indexOf('*');
      if (star < 0) {
        domains.add(domain);
      } else if (domain.endsWith(".*")) {
        anywhere.add(domain.substring(0, domain.length() - 2));
      } else {
        shapes.add(new Brand.Shape(domain.substring(0, star), domain.substring(star + 1)));
      }
    }
    Brand brand = new Brand(names[0].replace("~", ""), domains, anywhere, shapes, carried);
    all.add(brand);
    for (String name : names) {
      boolean ordinary = name.startsWith("~");
      add(ordinary ? name.substring(1) : name, ordinary, brand);
    }
    brand.labels().forEach(label -> labels.putIfAbsent(label, brand));
  }

  private void add(String name, boolean ordinary, Brand brand) {
    NameWords words = NameWords.of(name);
    Alias alias = new Alias(name, words.plain(), ordinary, brand);
    put(String.join(" ", words.looks()), alias);
    if (words.looks().size() > 1) {
      put(String.join("", words.looks()), alias);
    }
  }

  private void put(String looks, Alias alias) {
    aliases.computeIfAbsent(looks, _ -> new ArrayList<>()).add(alias);
    int blank = looks.indexOf(' ');
    first.add(blank < 0 ? looks : looks.substring(0, blank));
    if (blank < 0 && looks.length() >= SHORTEST_WITHIN) {
      heads.add(looks.substring(0, SHORTEST_WITHIN));
    }
  }

  /// The brands that are written like that.
  ///
  /// @param looks words as they look, with single blanks
  List<Alias> named(String looks) {
    return aliases.getOrDefault(looks, List.of());
  }

  /// Whether the name of a brand begins with that word; most words begin none, which saves to look
  /// for all that could follow.
  boolean begin(String looks) {
    return first.contains(looks);
  }

  /// Whether a name of [#SHORTEST_WITHIN] letters and more may begin there in a longer word.
  boolean beginWithin(String looks, int at) {
    return heads.contains(looks.substring(at, at + SHORTEST_WITHIN));
  }

  /// How many words the longest name has that is looked for.
  int longest() {
    return WORDS;
  }

  /// The brand whose domain a host is below.
  Optional<Brand> at(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    String registrable = RegistrableDomain.of(lower);
    int dot = registrable.indexOf('.');
    Brand labelled = dot < 0 ? null : labels.get(registrable.substring(0, dot));
    return labelled != null && labelled.owns(lower, registrable)
        ? Optional.of(labelled)
        : Optional.empty();
  }

  /// All brands.
  List<Brand> all() {
    return all;
  }

  /// Labels of domains and the brands they stand for.
  Map<String, Brand> labels() {
    return labels;
  }
}
