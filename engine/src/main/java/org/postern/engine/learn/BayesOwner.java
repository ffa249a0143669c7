package org.postern.engine.learn;

/// Whose filter it is.
///
/// @param kind how far it reaches
/// @param name unique among those of its kind; the writer puts into it what keeps tenants apart
public record BayesOwner(Kind kind, String name) {

  /// How far a filter reaches: the wider, the more it may keep.
  public enum Kind {
    GLOBAL,
    DOMAIN,
    USER
  }

  /// The filter for everybody.
  public static final BayesOwner GLOBAL = new BayesOwner(Kind.GLOBAL, "");

  public BayesOwner {
    if (name.length() > 400 || name.isEmpty() != (kind == Kind.GLOBAL)) {
      throw new IllegalArgumentException("no owner of a filter: " + kind + " " + name);
    }
  }

  @Override
  public String toString() {
    return switch (kind) {
      case GLOBAL -> "global";
      case DOMAIN -> "domain " + name;
      case USER -> "user " + name;
    };
  }
}
