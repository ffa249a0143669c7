/// Authentication-Results (RFC 8601): read with patience, written so that no value of a stranger
/// says more than a value.
///
/// Start reading at [org.postern.mail.authres.AuthenticationResults].
package org.postern.mail.authres;
