package org.postern.engine.rules;

import java.time.Instant;

/// A rule that is left out for a while, because it cost too much.
///
/// @param file where it was defined
/// @param line where in the file, from 1 on
/// @param reason what it used more of than a rule may
/// @param until when it comes back
public record SwitchedOff(String name, String file, int line, String reason, Instant until) {}
