package org.postern.engine.checks.identity;

import java.util.Set;

/// Tells which domains belong to the organisation of a recipient.
///
/// Thread-safe: asked for each message.
@FunctionalInterface
public interface OwnDomains {

  /// Where only the recipient's own domain is known.
  OwnDomains ALONE = Set::of;

  /// The domains of the organisation that a recipient's domain belongs to, itself included; lower
  /// case, few: of a hoster's thousands it is the recipient's alone.
  Set<String> beside(String domain);
}
