/// Sender Policy Framework: RFC 7208, with RFC 8616 section 4 for addresses beyond US-ASCII.
///
/// [org.postern.mail.spf.Spf] answers one [org.postern.mail.spf.SpfQuery]. A policy is read by
/// `RecordParser` into an `SpfRecord` and judged by `Evaluation`; both ask nothing but the resolver
/// they were given.
package org.postern.mail.spf;
