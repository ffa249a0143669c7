/// Delivery to the next hop: attempts, retries over days, notifications (RFC 3461-3464).
///
/// Start reading at [org.postern.gateway.relay.Queue].
package org.postern.gateway.relay;
