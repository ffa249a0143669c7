/// What several checks need to know about a message, derived once: what its header says and what a
/// reader sees of its body.
///
/// Start reading at [org.postern.engine.facts.HeaderFacts] and
/// [org.postern.engine.facts.ContentFacts].
package org.postern.engine.facts;
