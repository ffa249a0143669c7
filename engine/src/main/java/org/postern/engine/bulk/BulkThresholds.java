package org.postern.engine.bulk;

import java.util.List;
import java.util.Optional;
import org.postern.engine.bulk.Fingerprint.Kind;

/// From how many different recipients on a message is mass mail, and from how many senders it
/// cannot be the work of one.
///
/// @param tenMinutes recipients within ten minutes
/// @param hour recipients within an hour
/// @param day recipients within a day
/// @param senders different organisations, and as many different networks, within an hour
public record BulkThresholds(int tenMinutes, int hour, int day, int senders) {

  /// Above what people write by hand.
  public static final BulkThresholds STANDARD = new BulkThresholds(30, 60, 200, 10);

  private static final int OF_THE_TEXT = 2;
  private static final int SURELY = 3;

  public BulkThresholds {
    if (tenMinutes < 2 || hour < tenMinutes || day < hour || senders < 2) {
      throw new IllegalArgumentException(
          "expected 2 <= " + tenMinutes + " <= " + hour + " <= " + day + ", 2 <= " + senders);
    }
  }

  private int recipients(Window window) {
    return switch (window) {
      case TEN_MINUTES -> tenMinutes;
      case HOUR -> hour;
      case DAY -> day;
    };
  }

  /// What was reached.
  ///
  /// @param what is the same
  public record Reached(Kind what, Window window, Tally.Count count) {

    /// In plain words.
    public String text() {
      String about = count.exact() ? "" : "about ";
      return "the same "
          + what.word()
          + " went to "
          + about
          + many(count.recipients(), "recipient")
          + " from "
          + many(count.networks(), "network")
          + " within "
          + window.words();
    }

    private static String many(int count, String what) {
      return count + " " + what + (count == 1 ? "" : "s");
    }
  }

  /// Whether it is mass mail: two of the fingerprints of the text say so, or that of a short one.
  /// The shortest window tells.
  public Optional<Reached> mass(List<Tally> tallies) {
    for (Kind kind : List.of(Kind.TEXT, Kind.LETTER)) {
      Optional<Tally> tally = of(kind, tallies, OF_THE_TEXT);
      for (Window window : Window.values()) {
        Optional<Tally.Count> enough =
            tally
                .map(one -> one.in(window))
                .filter(count -> count.recipients() >= recipients(window));
        if (enough.isPresent()) {
          return Optional.of(new Reached(kind, window, enough.get()));
        }
      }
    }
    return Optional.empty();
  }

  /// Whether many who have nothing to do with each other send it, to ten minutes' worth of
  /// recipients at least: three of the fingerprints of the text say so, a file, or links and page
  /// together.
  public Optional<Reached> scattered(List<Tally> tallies) {
    return scattered(Kind.TEXT, tallies)
        .or(() -> scattered(Kind.FILE, tallies))
        .or(() ->
            scattered(Kind.PAGE, tallies).isPresent()
                ? scattered(Kind.LINKS, tallies)
                : Optional.empty());
  }

  private Optional<Reached> scattered(Kind kind, List<Tally> tallies) {
    return of(kind, tallies, kind == Kind.TEXT ? SURELY : 1)
        .map(tally -> tally.in(Window.HOUR))
        .filter(count ->
            count.recipients() >= tenMinutes
                && count.organisations() >= senders
                && count.networks() >= senders)
        .map(count -> new Reached(kind, Window.HOUR, count));
  }

  private static Optional<Tally> of(Kind kind, List<Tally> tallies, int many) {
    List<Tally> those = tallies.stream().filter(one -> one.print().kind() == kind).toList();
    return those.isEmpty() ? Optional.empty() : Optional.of(Tally.agreed(those, many));
  }
}
