package org.postern.mail.authres;

import java.util.Locale;

/// What a method looked at: `smtp.mailfrom=a@b` has the type `smtp` and the name `mailfrom`, both
/// in lower case. The type is empty where another program left it out.
public record Property(String type, String name, String value) {

  public Property {
    type = type.isEmpty() ? "" : Keywords.checked(type).toLowerCase(Locale.ROOT);
    name = Keywords.checked(name).toLowerCase(Locale.ROOT);
  }
}
