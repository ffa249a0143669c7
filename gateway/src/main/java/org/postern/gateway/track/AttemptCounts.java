package org.postern.gateway.track;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.postern.gateway.store.LogRow;

/// Counts delivery attempts in rows of the mail log: how much of the spam was refused at which
/// step. What is counted, and what not, stands in docs/log.md.
///
/// Rows come oldest first. One thread. Memory has a limit however many rows come: see [#MOST_KEYS].
public final class AttemptCounts {

  /// So many unfinished attempts are remembered of each kind. Beyond it the oldest are forgotten,
  /// and what follows on them counts as new.
  public static final int MOST_KEYS = 200_000;

  static final Duration RETRY = Duration.ofDays(1);
  private static final int MOST_GROUPS = 200;
  private static final String MORE = "others";

  private static final List<String> BEFORE_DATA = List.of("connect", "hello", "mail", "rcpt");
  private static final Set<String> SPAM =
      Set.of(
          "SUSPECTED_SPAM",
          "CONFIRMED_SPAM",
          "PHISHING",
          "SUSPECTED_VIRUS",
          "CONFIRMED_VIRUS",
          "FALSE_BOUNCE");
  private static final Pattern STATUS =
      Pattern.compile("[45][0-9]{2} ([45]\\.([0-9]{1,3})\\.[0-9]{1,3})\\b.*", Pattern.DOTALL);

  private final Map<Group, Long> spam = new TreeMap<>();
  private final Recent deferred = new Recent();
  private final Recent accepted = new Recent();
  private long rows;
  private long clean;
  private long others;
  private long abandoned;
  private long temporary;
  private long open;
  private long retries;
  private long followed;

  /// Where in the way of a message spam ended, and why.
  ///
  /// @param when `before_data`, `data` or `after`
  /// @param stage of the mail log
  /// @param why the test at the gate, the category, or the enhanced code where there was neither;
  ///   for what was accepted the category
  public record Group(String when, String stage, String why) implements Comparable<Group> {
    private static final Comparator<Group> ORDER =
        Comparator.comparing(Group::when).thenComparing(Group::stage).thenComparing(Group::why);

    @Override
    public int compareTo(Group other) {
      return ORDER.compare(this, other);
    }
  }

  /// The figures.
  ///
  /// @param rows that were looked at
  /// @param spam of the spam attempts, by group
  /// @param clean accepted, and not of a category that is spam
  /// @param others refused for other reasons than spam or policy
  /// @param abandoned taken recipients of clients that sent no message
  /// @param temporary 4xx refusals, each
  /// @param open attempts that ended with a 4xx so far
  /// @param retries 4xx refusals that were a repetition within a day
  /// @param followed attempts that were answered for good within a day of a 4xx
  public record Result(
      long rows,
      Map<Group, Long> spam,
      long clean,
      long others,
      long abandoned,
      long temporary,
      long open,
      long retries,
      long followed) {

    public Result {
      spam = Map.copyOf(spam);
    }

    /// All spam attempts.
    public long spamAttempts() {
      return spam.values().stream().mapToLong(Long::longValue).sum();
    }

    /// Spam attempts that ended at `before_data`, `data` or `after`.
    public long spamAttempts(String when) {
      return spam.entrySet().stream()
          .filter(one -> one.getKey().when().equals(when))
          .mapToLong(Map.Entry::getValue)
          .sum();
    }

    /// Different attempts of any kind.
    public long attempts() {
      return spamAttempts() + clean + others + abandoned + open;
    }

    /// In percent of the spam attempts; empty without any.
    public Optional<Double> share(String when) {
      long all = spamAttempts();
      return all == 0 ? Optional.empty() : Optional.of(100.0 * spamAttempts(when) / all);
    }
  }

  /// Counts the next row.
  public void add(LogRow row) {
    rows++;
    switch (row.disposition()) {
      case "refused", "reject", "defer" -> refused(row);
      case "abandoned" -> finish(row, () -> abandoned++);
      case "delivered", "bounced", "expired", "deferred", "hold", "discard" -> taken(row);
      default -> {} // a release, or a word of a newer program
    }
  }

  private void refused(LogRow row) {
    // Commands that nobody understood are no attempts to deliver.
    if (row.stage().equals("command")) {
      return;
    }
    if (row.disposition().equals("defer") || row.status().startsWith("4")) {
      defer(row);
      return;
    }
    Optional<Group> group = group(row);
    finish(row, () -> group.ifPresentOrElse(this::count, () -> others++));
  }

  private void defer(LogRow row) {
    temporary++;
    if (deferred.put(attempt(row), row.time().toEpochMilli())) {
      retries++;
    } else {
      open++;
    }
  }

  // What follows on a 4xx is the same attempt.
  private void finish(LogRow row, Runnable count) {
    if (deferred.remove(attempt(row), row.time().toEpochMilli())) {
      open--;
      followed++;
    }
    count.run();
  }

  // Refused by a test, by its category, or by a policy (RFC 3463 section 3.8: subject 7).
  private static Optional<Group> group(LogRow row) {
    boolean early = BEFORE_DATA.contains(row.stage());
    String when = early ? "before_data" : "data";
    if (!row.symbol().isEmpty()) {
      return Optional.of(new Group(when, row.stage(), row.symbol()));
    }
    if (SPAM.contains(row.category())) {
      return Optional.of(new Group(when, row.stage(), row.category()));
    }
    var status = STATUS.matcher(row.status());
    boolean policy =
        !row.stage().equals("deliver") && status.matches() && status.group(2).equals("7");
    return policy ? Optional.of(new Group(when, row.stage(), status.group(1))) : Optional.empty();
  }

  private void count(Group group) {
    Group known =
        spam.containsKey(group) || spam.size() < MOST_GROUPS
            ? group
            : new Group(group.when(), group.stage(), MORE);
    spam.merge(known, 1L, Long::sum);
  }

  // One message for one recipient has several rows where its delivery took several attempts, or
  // where it was held: the first counts.
  private void taken(LogRow row) {
    boolean ofNotice = row.stage().equals("discard") && row.category().isEmpty();
    boolean again = accepted.has(message(row));
    boolean more = row.disposition().equals("deferred") || row.disposition().equals("hold");
    if (more && !again) {
      accepted.put(message(row), row.time().toEpochMilli());
    }
    if (ofNotice || again) {
      return;
    }
    finish(
        row,
        () -> {
          if (SPAM.contains(row.category())) {
            count(new Group("after", row.stage(), row.category()));
          } else {
            clean++;
          }
        });
  }

  private static long message(LogRow row) {
    return hash(row.tenant().name(), row.ref(), row.rcpt());
  }

  private static long attempt(LogRow row) {
    return hash(network(row.clientIp()), row.mailFrom(), row.rcpt());
  }

  private static String network(String ip) {
    int dot = ip.lastIndexOf('.');
    if (dot > 0 && ip.indexOf(':') < 0) {
      return ip.substring(0, dot);
    }
    try {
      byte[] octets = InetAddress.ofLiteral(ip).getAddress();
      return new String(octets, 0, Math.min(8, octets.length), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException _) {
      return ip; // nothing was known
    }
  }

  // 64 bits of a hash for each text; two different attempts meet once in many millions.
  private static long hash(String... texts) {
    long hash = 0xcbf29ce484222325L;
    for (String text : texts) {
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ Character.toLowerCase(text.charAt(i))) * 0x100000001b3L;
      }
      hash = (hash ^ 0x1f) * 0x100000001b3L;
    }
    return hash;
  }

  public Result result() {
    return new Result(rows, spam, clean, others, abandoned, temporary, open, retries, followed);
  }

  /// Keys with the time when they came last; the oldest are forgotten.
  private static final class Recent {
    private final LinkedHashMap<Long, Long> times = new LinkedHashMap<>();

    boolean has(long key) {
      return times.containsKey(key);
    }

    /// Tells whether it was there, and young enough.
    boolean put(long key, long time) {
      boolean known = remove(key, time);
      times.put(key, time);
      if (times.size() > MOST_KEYS) {
        times.remove(times.firstEntry().getKey());
      }
      return known;
    }

    boolean remove(long key, long time) {
      Long before = times.remove(key);
      return before != null && time - before <= RETRY.toMillis();
    }
  }
}
