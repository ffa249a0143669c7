package org.postern.engine.train;

import java.util.List;
import java.util.Map;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.Share;
import org.postern.engine.verdict.Weights;

/// What came out of a training.
///
/// @param symbols those that were fitted, in the order of their names
/// @param leftOut what the weights of the other sources are worth on each source
/// @param doubted the doubted sources
/// @param fitted what the weights are worth on all mail, that of doubted sources that they were not
///   fitted on included
public record Trained(
    Weights weights,
    List<FittedSymbol> symbols,
    List<LeftOut> leftOut,
    List<Doubt> doubted,
    List<Tally> fitted) {

  public Trained {
    symbols = List.copyOf(symbols);
    leftOut = List.copyOf(leftOut);
    doubted = List.copyOf(doubted);
    fitted = List.copyOf(fitted);
  }

  /// A symbol before and after.
  ///
  /// @param hits how many messages of each label have it
  public record FittedSymbol(
      String symbol, double declared, double points, Map<Label, Integer> hits) {

    public FittedSymbol {
      hits = Map.copyOf(hits);
    }
  }

  /// A doubted source.
  ///
  /// @param ham how much ham it has
  /// @param left the names of ham that nothing was fitted on, being suspect with declared points
  public record Doubt(String source, int ham, List<String> left) {

    public Doubt {
      left = List.copyOf(left);
    }
  }

  /// How much of each label of a source is suspect.
  public record Tally(String source, Share ham, Share infomail, Share spam) {

    static Tally of(String source, Map<Label, int[]> counts) {
      return new Tally(
          source,
          share(counts, Label.HAM),
          share(counts, Label.INFOMAIL),
          share(counts, Label.SPAM));
    }

    private static Share share(Map<Label, int[]> counts, Label label) {
      int[] count = counts.getOrDefault(label, new int[2]);
      return new Share(count[0], count[1]);
    }
  }

  /// A source that was left out, with the declared points and with those fitted on the others.
  public record LeftOut(Tally declared, Tally fitted) {}
}
