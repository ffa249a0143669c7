/// Delivery to the next hop: attempts, retries over days, notifications (RFC 3461-3464, 6533).
///
/// Start reading at [org.postern.gateway.relay.Queue] (what is due, and what follows from a result)
/// and [org.postern.gateway.relay.Relay] (one attempt, and the live session of proxy mode).
package org.postern.gateway.relay;
