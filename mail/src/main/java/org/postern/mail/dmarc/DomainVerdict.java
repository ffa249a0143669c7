package org.postern.mail.dmarc;

import java.util.Optional;

/// What DMARC says of one author domain.
///
/// `policy` is what its owner publishes for it, taken from `source` in `record`, which stands at
/// `recordDomain` (empty where there is none). `organization` is its organizational domain. `spf`
/// and `dkim` say whether an identifier passed in alignment. `reason` is for the log.
public record DomainVerdict(
    String domain,
    DmarcStatus status,
    Policy policy,
    PolicySource source,
    String organization,
    Optional<DmarcRecord> record,
    String recordDomain,
    boolean spf,
    boolean dkim,
    String reason) {

  static DomainVerdict without(
      String domain, String organization, DmarcStatus status, String reason) {
    return new DomainVerdict(
        domain,
        status,
        Policy.NONE,
        PolicySource.NOWHERE,
        organization,
        Optional.empty(),
        "",
        false,
        false,
        reason);
  }

  /// Whether the owner only tests the policy: t=y.
  public boolean testing() {
    return record.map(DmarcRecord::testing).orElse(false);
  }

  /// What is to be done: the policy of a fail, one level lower in test mode; else nothing.
  public Policy applied() {
    if (status != DmarcStatus.FAIL) {
      return Policy.NONE;
    }
    return testing() ? policy.lowered() : policy;
  }

  /// How bad this is, among several authors: what is to be refused first.
  int badness() {
    return switch (status) {
      case PASS -> 0;
      case NONE -> 1;
      case FAIL ->
          switch (applied()) {
            case NONE -> 2;
            case QUARANTINE -> 5;
            case REJECT -> 6;
          };
      case PERMERROR -> 3;
      case TEMPERROR -> 4;
    };
  }
}
