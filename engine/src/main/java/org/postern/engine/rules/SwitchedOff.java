package org.postern.engine.rules;

/// A rule that is left out from now on, because it cost too much.
///
/// @param file where it was defined
/// @param line where in the file, from 1 on
/// @param reason what it used more of than a rule may
public record SwitchedOff(String name, String file, int line, String reason) {}
