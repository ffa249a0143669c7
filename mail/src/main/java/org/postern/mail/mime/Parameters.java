package org.postern.mail.mime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The value of a structured MIME field taken apart: `head; name=value; name="value"` (RFC 2045
/// section 5.1), with all that mail clients forgive: missing separators, comments anywhere, quotes
/// that do not close, blanks around the equals sign.
///
/// @param head what stands before the first semicolon, comments and quotes removed
/// @param list the parameters in the order written, doubles included
/// @param malformed whether a reader must guess anywhere
record Parameters(String head, List<Parameter> list, boolean malformed) {

  private static final int LONGEST = 32_000;

  /// One parameter as written. `readings` are the values that readers may see, the usual one first.
  /// The name is lower case, with the asterisks of RFC 2231.
  record Parameter(String name, List<String> readings) {
    String value() {
      return readings.getFirst();
    }
  }

  static Parameters parse(String value) {
    return value.length() > LONGEST
        ? new ParameterParser(value.substring(0, LONGEST), true).parse()
        : new ParameterParser(value, false).parse();
  }

  /// Every value that a reader may see for this parameter, the usual one first: RFC 2231 before
  /// plain, encoded words decoded.
  List<String> values(String name) {
    Readings readings = new Readings();
    for (String extended : ExtendedParameters.values(name, list)) {
      readings.add(extended);
    }
    for (Parameter parameter : list) {
      if (parameter.name().equals(name)) {
        parameter.readings().forEach(reading -> readings.add(EncodedWords.decode(reading)));
      }
    }
    return readings.list();
  }

  /// Whether the parameter is declared more than once with different values.
  boolean conflicting(String name) {
    Readings values = new Readings();
    for (Parameter parameter : list) {
      if (parameter.name().equals(name)) {
        values.add(parameter.value());
      }
    }
    List<String> extended = ExtendedParameters.values(name, list);
    if (!extended.isEmpty()) {
      values.add(extended.getFirst());
    }
    return values.list().size() > 1 || extended.size() > 1;
  }

  /// The usual value of each parameter, by its name without asterisks.
  Map<String, String> merged() {
    Map<String, String> merged = new LinkedHashMap<>();
    for (Parameter parameter : list) {
      int star = parameter.name().indexOf('*');
      String name = star < 0 ? parameter.name() : parameter.name().substring(0, star);
      if (!name.isEmpty() && !merged.containsKey(name)) {
        List<String> values = values(name);
        merged.put(name, values.isEmpty() ? "" : values.getFirst());
      }
    }
    return merged;
  }
}
