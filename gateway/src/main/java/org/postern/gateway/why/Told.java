package org.postern.gateway.why;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.postern.gateway.store.LogRow;

/// What a sender is told of one refusal.
///
/// @param time to the minute
/// @param reply as it was given, without any address
record Told(Instant time, Reason reason, String reply) {

  private static final int MOST = 5;
  private static final Set<String> BEFORE_THE_REPLY =
      Set.of("connect", "hello", "mail", "rcpt", "command", "data");
  private static final Set<String> REFUSED = Set.of("refused", "reject", "defer");
  private static final Pattern CODE =
      Pattern.compile("[45][0-9]{2}( [45]\\.[0-9]{1,3}\\.[0-9]{1,3})?");

  /// Of the rows of one reference, oldest first: the last refusals, each different from the others.
  /// What became of a message that was accepted is nobody's business but the recipient's.
  static List<Told> of(List<LogRow> rows) {
    Set<Told> told = new LinkedHashSet<>();
    for (LogRow row : rows.reversed()) {
      if (wasSaid(row) && told.size() < MOST) {
        told.add(of(row));
      }
    }
    return List.copyOf(told);
  }

  static boolean wasSaid(LogRow row) {
    return REFUSED.contains(row.disposition())
        && (BEFORE_THE_REPLY.contains(row.stage()) || row.stage().equals("deliver"));
  }

  // Our own replies name their reference and no recipient. Of others only the codes are shown: a
  // next hop's words may hold anything. Where it was asked about a recipient its words come with
  // our
  // reference, so those count as its own unless a test of ours refused.
  private static Told of(LogRow row) {
    boolean ours = row.status().contains("(ref " + row.ref());
    boolean perhapsPassedOn = row.stage().equals("rcpt") && row.symbol().isEmpty();
    Instant minute = row.time().truncatedTo(ChronoUnit.MINUTES);
    return new Told(
        minute,
        Reason.of(row, ours),
        ours && !perhapsPassedOn ? withoutAddresses(row.status()) : code(row.status()));
  }

  private static String code(String status) {
    var code = CODE.matcher(status);
    return code.lookingAt() ? code.group() : "";
  }

  private static String withoutAddresses(String text) {
    StringBuilder clean = new StringBuilder();
    for (String word : text.split(" ")) {
      clean.append(clean.isEmpty() ? "" : " ").append(word.indexOf('@') >= 0 ? "…" : word);
    }
    return clean.toString();
  }
}
