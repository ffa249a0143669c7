/// Rules as data, in the format of SpamAssassin's `.cf` files: read, checked, swapped as a whole,
/// and run over a message in one pass for each of its renderings.
///
/// Start reading at [org.postern.engine.rules.RuleSet]; docs/rules.md says what of the format is
/// read.
package org.postern.engine.rules;
