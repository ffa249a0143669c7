/// The checks: many small files, one idea each, in a package for each group of symbols.
///
/// Start reading at [org.postern.engine.checks.BuiltinChecks], the list of them all.
package org.postern.engine.checks;
