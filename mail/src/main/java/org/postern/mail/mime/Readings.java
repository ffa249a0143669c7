package org.postern.mail.mime;

import java.util.ArrayList;
import java.util.List;

/// Values that readers may see, without doubles, in order.
final class Readings {
  private final List<String> list = new ArrayList<>(1);

  void add(String value) {
    if (!list.contains(value)) {
      list.add(value);
    }
  }

  List<String> list() {
    return list;
  }
}
