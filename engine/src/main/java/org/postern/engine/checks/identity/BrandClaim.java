package org.postern.engine.checks.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.url.HostKind;

/// A name that says it is a brand: the brand and words of its business, nothing else. A brand that
/// merely stands in a name (`Jane Doe (Example Corp)`, `Example Watch`) claims nothing.
///
/// @param brands those whose name it is; one name may belong to several
/// @param written the name of the brand
/// @param disguised whether the name is written so that programs do not read it: letters that look
///   alike, marks inside words
/// @param alone whether it is an ordinary word without a word of business beside it
record BrandClaim(List<Brand> brands, String written, boolean disguised, boolean alone) {

  private static final int MOST_WORDS = 16;
  private static final int SHORTEST_GLUED = Brands.SHORTEST_WITHIN;
  private static final int LONGEST_GLUED = 32;

  BrandClaim {
    brands = List.copyOf(brands);
  }

  /// Whether one of the brands answers for a host.
  boolean owned(String host, String registrable) {
    return brands.stream().anyMatch(brand -> brand.owns(host, registrable));
  }

  /// Whether a host is of another brand, and what is claimed is a network in whose name such brands
  /// write: `Zelle` of a bank.
  boolean carried(String host, Brands known) {
    return !HostKind.FREE_MAIL.contains(host)
        && !Senders.tenantOfPlatform(host)
        && brands.stream().anyMatch(Brand::carried)
        && known.at(host).isPresent();
  }

  /// What a sender's name claims.
  static Optional<BrandClaim> of(NameWords name, Brands brands) {
    return new Reading(name, brands).claim();
  }

  private static final class Reading {
    private final NameWords name;
    private final Brands brands;
    private final List<Brands.Alias> found = new ArrayList<>();
    private boolean disguised;
    private boolean business;
    private boolean country;
    private int unknown;

    Reading(NameWords name, Brands brands) {
      this.name = name;
      this.brands = brands;
    }

    Optional<BrandClaim> claim() {
      int size = name.looks().size();
      if (size > MOST_WORDS) {
        return Optional.empty();
      }
      int at = 0;
      while (at < size) {
        int taken = brandAt(at);
        if (taken == 0) {
          word(at);
          taken = 1;
        }
        at += taken;
      }
      if (found.isEmpty() || unknown > (fromBrand() ? 1 : 0)) {
        return Optional.empty();
      }
      boolean ordinary = found.stream().allMatch(Brands.Alias::ordinary);
      if (ordinary && country && !business) {
        return Optional.empty();
      }
      return Optional.of(
          new BrandClaim(
              found.stream().map(Brands.Alias::brand).toList(),
              found.getFirst().written(),
              disguised || name.marked() > 2,
              ordinary && !business && !fromBrand()));
    }

    /// `Ann from Example`: how people of a brand's support write.
    private boolean fromBrand() {
      return name.plain().size() >= 3 && name.plain().get(1).equals("from") && unknown == 1;
    }

    /// How many words from here on are the name of a brand.
    private int brandAt(int at) {
      if (!brands.begin(name.looks().get(at))) {
        return 0;
      }
      int most = Math.min(brands.longest(), name.looks().size() - at);
      for (int count = most; count > 0; count--) {
        String plain = String.join("", name.plain().subList(at, at + count));
        List<Brands.Alias> named =
            brands.named(String.join(" ", name.looks().subList(at, at + count))).stream()
                .filter(alias -> longEnough(alias, plain))
                .toList();
        if (!named.isEmpty()) {
          take(named, plain);
          return count;
        }
      }
      return 0;
    }

    /// Short names look like others by chance: `Kim` and `KLM`.
    private static boolean longEnough(Brands.Alias alias, String plain) {
      return plain.length() >= SHORTEST_GLUED || plain.equals(String.join("", alias.plain()));
    }

    private void take(List<Brands.Alias> named, String plain) {
      found.addAll(named);
      disguised |= named.stream().noneMatch(alias -> plain.equals(String.join("", alias.plain())));
    }

    private void word(int at) {
      String looks = name.looks().get(at);
      String plain = name.plain().get(at);
      if (ClaimWords.business(looks)) {
        business = true;
      } else if (ClaimWords.country(looks)) {
        country = true;
      } else if (!ClaimWords.filling(plain, looks) && !glued(plain, looks)) {
        unknown++;
      }
    }

    /// `ExampleSupportTeam`: a brand and words of business without blanks.
    private boolean glued(String plain, String looks) {
      if (looks.length() > LONGEST_GLUED || looks.length() < SHORTEST_GLUED) {
        return false;
      }
      for (int start = 0; start + SHORTEST_GLUED <= looks.length(); start++) {
        if (!brands.beginWithin(looks, start)
            || (start > 0 && !ClaimWords.allBusiness(looks.substring(0, start)))) {
          continue;
        }
        for (int end = looks.length(); end >= start + SHORTEST_GLUED; end--) {
          List<Brands.Alias> named = brands.named(looks.substring(start, end));
          boolean whole = end - start == looks.length();
          if (!named.isEmpty()
              && (!whole || named.stream().noneMatch(Brands.Alias::ordinary))
              && ClaimWords.allBusiness(looks.substring(end))) {
            found.addAll(named);
            business = true;
            disguised |=
                named.stream().noneMatch(alias -> plain.contains(String.join("", alias.plain())));
            return true;
          }
        }
      }
      return false;
    }
  }
}
