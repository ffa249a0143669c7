package org.postern.mail.dkim;

/// Which key a signature names, both parts in A-labels.
public record KeyName(String domain, String selector) {

  /// Where it stands in the DNS.
  public String text() {
    return PublicKeys.name(domain, selector);
  }
}
