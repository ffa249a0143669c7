/// Questions to the DNS and their answers as values: RFC 1035, RFC 2308 for negative answers.
///
/// Everything that asks the DNS takes a [org.postern.mail.dns.Resolver]; the one that goes to the
/// network is [org.postern.mail.dns.DnsResolver], [org.postern.mail.dns.Guarded] keeps dead servers
/// from hurting, [org.postern.mail.dns.Budgeted] puts the limits of one message around them.
package org.postern.mail.dns;
