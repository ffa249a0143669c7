/// ARC (RFC 8617): what hosts before us found, verified along their chain of seals, and one more
/// link for mail that is changed and passed on.
///
/// A pass says that the chain is whole, never that its makers tell the truth: it turns no failure
/// of another method into a pass. Start reading at [org.postern.mail.arc.ArcVerifier] and
/// [org.postern.mail.arc.ArcSealer].
package org.postern.mail.arc;
