package org.postern.engine.bulk;

import java.util.List;

/// One transaction in which a message came. Names are compared, never kept.
///
/// @param recipients mail addresses, lower case
/// @param organisation who sends, as far as can be told: the registrable domain of the author, one
///   name for all mailboxes that anybody can have
/// @param network where it came from: the registrable domain of the host, or a block of addresses
public record Sighting(List<String> recipients, String organisation, String network) {

  public Sighting {
    recipients = List.copyOf(recipients);
  }
}
