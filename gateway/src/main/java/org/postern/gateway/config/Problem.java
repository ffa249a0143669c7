package org.postern.gateway.config;

/// One thing that is wrong with the configuration, and where. Lines and columns count from 1.
public record Problem(
    String file, int line, int column, String key, String found, String expected) {

  @Override
  public String toString() {
    return file
        + ":"
        + line
        + ":"
        + column
        + ": "
        + (key.isEmpty() ? "" : key + ": ")
        + "found "
        + found
        + ", expected "
        + expected;
  }
}
