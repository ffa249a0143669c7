/// What was found, and what follows from it: symbols, findings, reports, policies, verdicts.
/// Records, sealed types and pure functions.
///
/// Start reading at [org.postern.engine.verdict.Policy], which turns a report into a verdict.
package org.postern.engine.verdict;
