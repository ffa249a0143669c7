package org.postern.mail.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The header of a message or part: its fields in order, none lost, names compared without case.
///
/// `start` is the offset of the first field and `end` that of the octet behind the empty line that
/// closes the header.
public record Headers(List<Field> fields, int start, int end) {

  public Headers {
    fields = List.copyOf(fields);
  }

  /// The first field of that name.
  public Optional<Field> first(String name) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /// The value of the first field of that name, encoded words not decoded.
  public Optional<String> value(String name) {
    return first(name).map(Field::value);
  }

  /// The value of the first field of that name as a reader sees it: encoded words decoded (RFC
  /// 2047).
  public Optional<String> text(String name) {
    return first(name).map(field -> EncodedWords.decode(field.value()));
  }

  /// All fields of that name.
  public List<Field> all(String name) {
    List<Field> all = new ArrayList<>(2);
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        all.add(field);
      }
    }
    return List.copyOf(all);
  }
}
