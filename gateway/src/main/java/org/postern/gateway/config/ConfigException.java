package org.postern.gateway.config;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used; tells everything that is wrong with it.
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// In the order of the file; at least one.
  public List<Problem> problems() {
    return problems;
  }
}
