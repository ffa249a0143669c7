package org.postern.engine.facts;

import java.util.Locale;
import java.util.Optional;
import org.postern.engine.url.WebAddress;

/// Gathers the fields of a form.
final class FormFields {

  private final String action;
  private final Optional<WebAddress> address;
  private boolean password;
  private int entries;
  private boolean submits;

  FormFields(String action, Optional<WebAddress> address) {
    this.action = action;
    this.address = address;
  }

  /// Takes a field by the type of its `input`.
  void input(String type) {
    switch (type.strip().toLowerCase(Locale.ROOT)) {
      case "password" -> {
        password = true;
        entries++;
      }
      case "submit", "button", "image" -> submits = true;
      case "hidden", "reset", "checkbox", "radio", "range", "color" -> {}
      default -> entries++;
    }
  }

  boolean any() {
    return entries > 0 || submits;
  }

  /// Where it sends what was entered; what has nothing to click on is not seen.
  Optional<Link> link(boolean seen) {
    return action.isBlank()
        ? Optional.empty()
        : Optional.of(new Link(action.strip(), "", Link.Kind.FORM, address, seen && submits));
  }

  HtmlFacts.Form form() {
    return new HtmlFacts.Form(action, address, password, entries, submits);
  }
}
