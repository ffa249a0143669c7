package org.postern.engine.unpack;

import java.util.List;

/// What lay in the archives of one message, and what could not be read of them.
public record Unpacked(List<Member> members, List<Obstacle> obstacles) {

  public static final Unpacked NOTHING = new Unpacked(List.of(), List.of());

  public Unpacked {
    members = List.copyOf(members);
    obstacles = List.copyOf(obstacles);
  }

  /// One file: its path through the archives (`a.zip / b.tar / c.exe`), how many archives lie
  /// around it, and its content.
  public record Member(String path, int depth, byte[] content) {}
}
