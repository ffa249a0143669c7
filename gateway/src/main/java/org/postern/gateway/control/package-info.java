/// How commands talk to the gateway that runs on the same data: JSON lines over a Unix domain
/// socket that only its owner may open.
///
/// Start reading at [org.postern.gateway.control.Operations], which is what can be asked for.
package org.postern.gateway.control;
