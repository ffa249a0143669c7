package org.postern.engine.image;

/// A picture or file that was not read, or not to its end, and why.
///
/// @param name of the picture or file; empty where it has none
public record Unread(String name, String why) {}
