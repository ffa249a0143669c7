package org.postern.engine.rules;

import java.util.List;
import java.util.Optional;
import org.postern.engine.pattern.PerlPattern;

/// What a rule asks.
public sealed interface RuleTest {

  /// Whether an expression is found in a text.
  ///
  /// @param negative whether it must not be found
  /// @param ifUnset the text where the field is missing
  /// @param template what stands in for the expression once other rules have captured something;
  ///   then the pattern is wider
  record Search(
      Target target,
      PerlPattern pattern,
      boolean negative,
      Optional<String> ifUnset,
      Optional<Template> template)
      implements RuleTest {}

  /// Whether a field is there.
  record Exists(HeaderSelector selector, boolean negative) implements RuleTest {}

  /// What follows from other rules.
  record Meta(Expression expression) implements RuleTest {}

  /// Whether an expression is found in one of the texts of a kind that HTML holds beside what is
  /// shown: comments, anchors, titles, scripts.
  ///
  /// @param negative whether it must be missing in one of them
  record HtmlText(String kind, PerlPattern pattern, boolean negative) implements RuleTest {}

  /// A function of ours.
  record Eval(String function, List<String> arguments) implements RuleTest {
    public Eval {
      arguments = List.copyOf(arguments);
    }
  }
}
