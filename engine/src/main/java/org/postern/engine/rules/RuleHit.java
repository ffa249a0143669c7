package org.postern.engine.rules;

/// A rule that hit.
///
/// @param count how often, for a meta rule its value
/// @param evidence a short piece of what was matched; empty where nothing is
public record RuleHit(Rule rule, double count, String evidence) {}
