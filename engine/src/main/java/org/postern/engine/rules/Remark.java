package org.postern.engine.rules;

/// Something said about a line of a rules file.
///
/// @param line from 1 on; 0 for the file as a whole
public record Remark(String file, int line, String text) {

  @Override
  public String toString() {
    return line == 0 ? file + ": " + text : file + ":" + line + ": " + text;
  }
}
