package org.postern.mail.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.mail.authres.MethodResult;
import org.postern.mail.authres.Property;

/// What DMARC says of a message: the worst of what it says of its authors.
///
/// `policy` is what is to be done, test mode taken off; what the owner publishes stands in
/// `decisive`, the verdict that gave the status (empty where no author domain was found). `author`
/// tells whether all readers see the same author at all.
public record DmarcResult(
    DmarcStatus status,
    Policy policy,
    AuthorDomains author,
    Optional<DomainVerdict> decisive,
    List<DomainVerdict> domains,
    String reason) {

  public DmarcResult {
    domains = List.copyOf(domains);
  }

  /// The result for Authentication-Results (RFC 8601; RFC 9091 section 4 has the properties), the
  /// reason in it where it is no pass.
  public MethodResult authenticationResult() {
    List<Property> properties = new ArrayList<>();
    decisive.ifPresent(verdict -> {
      properties.add(new Property("header", "from", verdict.domain()));
      if (verdict.record().isPresent()) {
        properties.add(new Property("polrec", "p", verdict.policy().word()));
        properties.add(new Property("polrec", "domain", verdict.recordDomain()));
      }
    });
    return new MethodResult(
        "dmarc", 1, status.word(), status == DmarcStatus.PASS ? "" : reason, properties);
  }
}
