package org.postern.engine.facts;

import java.util.List;
import org.postern.mail.mime.Part;

/// A part that a mail client offers as a file: every name that is declared for it and its declared
/// media type.
public record Attachment(Part part, List<String> names, String type) {

  public Attachment {
    names = List.copyOf(names);
  }
}
