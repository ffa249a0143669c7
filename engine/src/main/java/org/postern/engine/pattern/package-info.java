/// Many regular expressions over octets: Perl's syntax is read and written for java.util.regex, one
/// pass tells which expressions may match at all, and a step limit ends those that never would.
///
/// Start reading at [org.postern.engine.pattern.PerlPattern] and
/// [org.postern.engine.pattern.PatternSet].
package org.postern.engine.pattern;
