package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.postern.engine.url.Confusables;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;

/// Domains that are made to be taken for others.
///
/// Thread-safe: what is kept of the last answers changes nothing but the time.
final class LookAlikes {

  private static final int KEPT = 2_048;
  private static final int SHORTEST = 5;
  private static final int SHORTEST_SEEN = 6;
  private static final int SHORTEST_CHANGED = 8;
  private static final int LONGEST = 40;

  /// How a domain looks like another.
  enum Way {
    /// The same letters to the eye, or one letter more, less or changed.
    SPELLING("looks like"),
    /// The same name below another top-level domain.
    TOP_LEVEL("is the name of"),
    /// The name with words of business: `example-secure-login`.
    WORDS("is made of words and"),
    /// The whole name in front of another domain: `example.com.elsewhere.example`.
    BELOW("shows in front");

    private final String words;

    Way(String words) {
      this.words = words;
    }
  }

  /// @param host the domain
  /// @param brand what it is taken for
  record Seeming(String host, Way way, Brand brand) {
    String evidence() {
      return host + " " + way.words + " " + brand.name();
    }
  }

  private record Answer(String host, Optional<Seeming> seeming) {}

  private final AtomicReferenceArray<Answer> answers = new AtomicReferenceArray<>(KEPT);
  private final Brands brands;
  private final Map<String, Brand> looks = new HashMap<>();

  /// With what these begin.
  private final Set<String> heads = new HashSet<>();

  private final Map<String, Set<String>> shortened = new HashMap<>();
  private final Map<String, Brand> written = new HashMap<>();

  LookAlikes(Brands brands) {
    this.brands = brands;
    brands
        .labels()
        .forEach((label, brand) -> {
          String plain = label.replace("-", "");
          if (plain.length() >= SHORTEST && telling(plain, brands)) {
            written.put(plain, brand);
            String seen = Confusables.skeleton(plain);
            looks.put(seen, brand);
            heads.add(seen.substring(0, SHORTEST));
            for (int i = 0; i < seen.length(); i++) {
              shortened.computeIfAbsent(without(seen, i), _ -> new HashSet<>()).add(seen);
            }
          }
        });
  }

  /// Whether a label is a name that no ordinary word and no other name is.
  private static boolean telling(String label, Brands brands) {
    List<Brands.Alias> named = brands.named(Confusables.skeleton(label));
    return !named.isEmpty() && named.stream().noneMatch(Brands.Alias::ordinary);
  }

  private static String without(String text, int at) {
    return text.substring(0, at) + text.substring(at + 1);
  }

  /// What a host is made to be taken for. The answers of the last hosts are kept.
  Optional<Seeming> of(String host) {
    int slot = (host.hashCode() * 31) >>> 7 & (KEPT - 1);
    Answer known = answers.get(slot);
    if (known != null && known.host().equals(host)) {
      return known.seeming();
    }
    Optional<Seeming> seeming = look(host);
    answers.set(slot, new Answer(host, seeming));
    return seeming;
  }

  private Optional<Seeming> look(String host) {
    String registrable = RegistrableDomain.of(host);
    if (registrable.isEmpty() || known(host, registrable)) {
      return Optional.empty();
    }
    String label = RegistrableDomain.name(registrable);
    Optional<Seeming> found =
        label.length() > LONGEST ? Optional.empty() : label(host, registrable, label);
    return found.isPresent() ? found : below(host, registrable);
  }

  /// Whether a host is a brand's, or belongs to those who only bear a similar name.
  private boolean known(String host, String registrable) {
    return brands.at(host).isPresent()
        || HostKind.FREE_MAIL.contains(host)
        || HostKind.SENDING_PLATFORM.contains(registrable);
  }

  private Optional<Seeming> label(String host, String registrable, String label) {
    String plain = label.replace("-", "");
    Brand same = written.get(plain);
    if (same != null) {
      return Brand.official(registrable.substring(registrable.indexOf('.') + 1))
          ? Optional.empty()
          : unlessOwn(host, registrable, Way.TOP_LEVEL, same);
    }
    String seen = Confusables.skeleton(plain);
    Brand alike = looks.get(seen);
    if (alike != null && plain.length() >= SHORTEST_SEEN) {
      return unlessOwn(host, registrable, Way.SPELLING, alike);
    }
    Optional<Seeming> words = words(host, registrable, seen);
    if (words.isPresent()) {
      return words;
    }
    return changed(seen).flatMap(brand -> unlessOwn(host, registrable, Way.SPELLING, brand));
  }

  private static Optional<Seeming> unlessOwn(
      String host, String registrable, Way way, Brand brand) {
    return brand.owns(host, registrable)
        ? Optional.empty()
        : Optional.of(new Seeming(host, way, brand));
  }

  /// One letter more, less, changed, or two swapped; the first stays.
  private Optional<Brand> changed(String seen) {
    if (seen.length() < SHORTEST_CHANGED) {
      return Optional.empty();
    }
    Set<String> candidates = new HashSet<>(shortened.getOrDefault(seen, Set.of()));
    for (int i = 1; i < seen.length(); i++) {
      String less = without(seen, i);
      if (looks.containsKey(less)) {
        candidates.add(less);
      }
      candidates.addAll(shortened.getOrDefault(less, Set.of()));
    }
    return candidates.stream()
        .filter(one -> one.length() >= SHORTEST_CHANGED && one.charAt(0) == seen.charAt(0))
        .map(looks::get)
        .filter(java.util.Objects::nonNull)
        .findFirst();
  }

  /// A name and words around it that are to reassure: one side may be empty.
  private Optional<Seeming> words(String host, String registrable, String seen) {
    for (int start = 0; start + SHORTEST <= seen.length(); start++) {
      if (!heads.contains(seen.substring(start, start + SHORTEST))) {
        continue;
      }
      String before = seen.substring(0, start);
      boolean dressed = ClaimWords.dressing(before);
      if (!dressed && !ClaimWords.allBusiness(before)) {
        continue;
      }
      for (int end = seen.length(); end >= start + SHORTEST; end--) {
        Brand brand = looks.get(seen.substring(start, end));
        String after = seen.substring(end);
        if (brand != null
            && (ClaimWords.dressing(after) || (dressed && ClaimWords.allBusiness(after)))) {
          return unlessOwn(host, registrable, Way.WORDS, brand);
        }
      }
    }
    return Optional.empty();
  }

  /// A name and its top-level domain in front of another domain.
  private Optional<Seeming> below(String host, String registrable) {
    if (host.length() == registrable.length()) {
      return Optional.empty();
    }
    String front = host.substring(0, host.length() - registrable.length() - 1);
    List<String> labels = new ArrayList<>(List.of(front.split("[.-]+")));
    for (int i = 0; i + 1 < labels.size(); i++) {
      Brand brand = written.get(labels.get(i));
      String next = labels.get(i + 1);
      if (brand != null && (next.equals("com") || next.equals("net") || next.equals("org"))) {
        return unlessOwn(host, registrable, Way.BELOW, brand);
      }
    }
    return Optional.empty();
  }
}
