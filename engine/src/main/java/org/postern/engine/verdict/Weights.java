package org.postern.engine.verdict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What symbols are worth: points that stand in for those a symbol was declared with, and for some
/// groups a cap on what their findings may add together.
///
/// A file of weights has lines `symbol TAB points` and `cap TAB group TAB points`; `#` begins a
/// comment. [WeightsFile] reads and writes it.
///
/// @param id a digest of the content, by which a verdict names the weights it was made with
/// @param points by the name of the symbol
/// @param caps the most that the positive points of a group may sum up to
public record Weights(String id, Map<String, Double> points, Map<Group, Double> caps) {

  /// Every symbol is worth what it was declared with, without caps.
  public static final Weights DECLARED = of(Map.of(), Map.of());

  private static final String RESOURCE = "weights.tsv";

  public Weights {
    // in the order of the names, and found by hash: every verdict asks for all that was found
    points = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(points)));
    Map<Group, Double> sorted = new EnumMap<>(Group.class);
    sorted.putAll(caps);
    caps = java.util.Collections.unmodifiableMap(sorted);
  }

  /// With the id that belongs to the content.
  public static Weights of(Map<String, Double> points, Map<Group, Double> caps) {
    StringBuilder content = new StringBuilder();
    new TreeMap<>(points)
        .forEach((name, value) -> content.append(name).append(' ').append(value).append('\n'));
    new TreeMap<>(caps)
        .forEach((group, value) -> content.append(group).append(' ').append(value).append('\n'));
    return new Weights(digest(content.toString()), points, caps);
  }

  /// These, and from others what is not among them. Weights of stored reports name the symbols that
  /// were found alone: parts of the same weights keep their id.
  Weights and(Weights others) {
    Map<String, Double> allPoints = new TreeMap<>(others.points);
    allPoints.putAll(points);
    Map<Group, Double> allCaps = new EnumMap<>(Group.class);
    allCaps.putAll(others.caps);
    allCaps.putAll(caps);
    return id.equals(others.id) ? new Weights(id, allPoints, allCaps) : of(allPoints, allCaps);
  }

  private static String digest(String content) {
    try {
      byte[] whole =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(whole, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /// Those that come with Postern, read anew.
  static Weights builtin() {
    try (InputStream in = Weights.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("there is no resource " + RESOURCE);
      }
      return WeightsFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    } catch (WeightsFile.Wrong e) {
      throw new IllegalStateException(RESOURCE + " " + e.getMessage(), e);
    }
  }

  /// What a symbol is worth at full strength.
  public double points(Symbol symbol) {
    Double known = points.get(symbol.name());
    return known == null ? symbol.points() : known;
  }

  /// What a finding adds before caps.
  public double points(Finding finding) {
    return points(finding.symbol()) * finding.strength();
  }

  /// What each finding adds, in the order given. Where the positive points of a group sum up to
  /// more than its cap, each of them is scaled down alike.
  List<Verdict.Scored> score(List<Finding> findings) {
    Map<Group, Double> sums = new EnumMap<>(Group.class);
    for (Finding finding : findings) {
      double worth = points(finding);
      if (worth > 0) {
        sums.merge(finding.symbol().group(), worth, Double::sum);
      }
    }
    return findings.stream().map(finding -> scored(finding, sums)).toList();
  }

  private Verdict.Scored scored(Finding finding, Map<Group, Double> sums) {
    double worth = points(finding);
    Group group = finding.symbol().group();
    double sum = sums.getOrDefault(group, 0.0);
    double cap = caps.getOrDefault(group, Double.POSITIVE_INFINITY);
    return worth > 0 && sum > cap
        ? new Verdict.Scored(finding, worth * cap / sum, worth)
        : new Verdict.Scored(finding, worth, worth);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Weights weights
            && id.equals(weights.id)
            && points.equals(weights.points)
            && caps.equals(weights.caps));
  }

  // policies are keys, and there are hundreds of symbols
  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /// For people: `weights 1a2b3c4d`.
  @Override
  public String toString() {
    return "weights " + id;
  }
}
