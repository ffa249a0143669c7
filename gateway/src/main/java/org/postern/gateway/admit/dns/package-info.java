/// The tests of admission that ask the DNS: lists of addresses (RFC 5782), the client's name, the
/// name in HELO, the sender's domain. While the resolver is dead they say nothing.
///
/// Start reading at [org.postern.gateway.admit.dns.SenderDomains].
package org.postern.gateway.admit.dns;
