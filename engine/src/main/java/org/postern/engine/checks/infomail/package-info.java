/// What kind of wanted or half-wanted mail a message is: newsletters and marketing, which are
/// infomail; mailing lists, notifications and transactional mail, which are never held for their
/// kind; and whether the same went to many.
///
/// Start reading at [org.postern.engine.checks.infomail.InfomailCheck].
package org.postern.engine.checks.infomail;
