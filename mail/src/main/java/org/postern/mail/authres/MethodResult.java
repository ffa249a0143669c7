package org.postern.mail.authres;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What one method found, method and result in lower case; the reason is empty where none is given.
public record MethodResult(
    String method, int version, String result, String reason, List<Property> properties) {

  public MethodResult {
    method = Keywords.checked(method).toLowerCase(Locale.ROOT);
    result = Keywords.checked(result).toLowerCase(Locale.ROOT);
    properties = List.copyOf(properties);
  }

  /// A result of the first version, without a reason.
  public MethodResult(String method, String result, List<Property> properties) {
    this(method, 1, result, "", properties);
  }

  /// The value of the first such property.
  public Optional<String> property(String type, String name) {
    return properties.stream()
        .filter(property -> property.type().equals(type) && property.name().equals(name))
        .map(Property::value)
        .findFirst();
  }
}
