package org.postern.engine.learn;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Whose filter it is.
///
/// @param kind how far it reaches
/// @param name unique among those of its kind; the writer puts into it what keeps tenants apart,
///   parts divided by slashes, and of a user the two widest parts first
public record BayesOwner(Kind kind, String name) {

  private static final int MASK = 8;

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

  /// As a log may name it: of a user the two widest parts of the name and the mask, but not the
  /// user.
  public String masked() {
    if (kind != Kind.USER) {
      return toString();
    }
    int first = name.indexOf('/');
    int second = name.indexOf('/', first + 1);
    return "user " + name.substring(0, second + 1) + mask();
  }

  /// What stands for the owner where it is not to be named: always the same, and the beginning of
  /// the name of its file. Who guesses an owner can try whether it is that.
  public String mask() {
    return fileName().substring(0, MASK);
  }

  /// Names may hold anything, so files are called by their hash.
  String fileName() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
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
