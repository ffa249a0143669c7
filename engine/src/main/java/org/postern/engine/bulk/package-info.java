/// The mass mail criterion: the same message, or nearly the same, goes to many different recipients
/// within a short time, possibly from various senders.
///
/// [org.postern.engine.bulk.Fingerprints] are what is the same in the copies of a message;
/// [org.postern.engine.bulk.BulkCounts] counts to how many recipients each went, and from where.
/// Bulk is not spam: what it means is said by who asks.
package org.postern.engine.bulk;
