package org.postern.gateway.lists;

import java.util.Optional;

/// For whom an entry is: all recipients of its tenant, those of one domain, or one. The narrower
/// decides before the wider. Entries for everybody of the tenant `platform` are for all tenants.
public sealed interface ListScope {

  /// All recipients of the tenant.
  record Everybody() implements ListScope {}

  /// The recipients of one domain, in lower-case A-labels.
  record OfDomain(String domain) implements ListScope {}

  /// One recipient, in the form of [SenderPattern#address].
  record OfRecipient(String address) implements ListScope {}

  /// A domain, or an address; empty where it is neither.
  static Optional<ListScope> parse(String text) {
    return switch (SenderPattern.parse(text).orElse(null)) {
      case SenderPattern.Address address -> Optional.of(new OfRecipient(address.text()));
      case SenderPattern.OneDomain domain -> Optional.of(new OfDomain(domain.text()));
      case SenderPattern.Below _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  /// The form in which it is kept and shown: nothing, a domain, an address.
  default String text() {
    return switch (this) {
      case Everybody _ -> "";
      case OfDomain(var domain) -> domain;
      case OfRecipient(var address) -> address;
    };
  }
}
