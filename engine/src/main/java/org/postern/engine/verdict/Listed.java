package org.postern.engine.verdict;

import java.util.List;

/// An entry of a list of senders that decides for a recipient. Lists belong to tenants and people,
/// so it is no part of a report; [Policy#listed] says what follows from it.
///
/// @param entry which one, in words for administrators
public record Listed(Kind kind, String entry) {

  /// What stands in a verdict where an entry let a message through.
  public static final Symbol ALLOWED =
      symbol("SENDER_ALLOWED", "an entry of the recipient's lists lets the sender through");

  /// What stands in a verdict, and in the log, where an entry shut a sender out.
  public static final Symbol BLOCKED =
      symbol("SENDER_BLOCKED", "an entry of the recipient's lists shuts the sender out");

  private static Symbol symbol(String name, String meaning) {
    return Symbol.scored(name, Group.SENDER, 0, Stage.PRELIMINARY, meaning);
  }

  /// What an entry is for.
  public enum Kind {
    ALLOW,
    BLOCK
  }

  /// The symbols that only lists give.
  public static List<Symbol> symbols() {
    return List.of(ALLOWED, BLOCKED);
  }

  /// What stands in the verdict.
  public Finding finding() {
    return switch (kind) {
      case ALLOW -> ALLOWED.found(entry);
      case BLOCK -> BLOCKED.found(entry);
    };
  }
}
