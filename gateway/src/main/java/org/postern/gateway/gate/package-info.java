/// The SMTP way of a message: admission, examination, plan, commitment, disposal.
///
/// Start reading at [org.postern.gateway.gate.Gate].
package org.postern.gateway.gate;
