/// Rules as checks: those that come with Postern, and those of the administrators' folder.
///
/// Start reading at [org.postern.engine.checks.rules.RulesCheck].
package org.postern.engine.checks.rules;
