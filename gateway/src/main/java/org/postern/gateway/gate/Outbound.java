package org.postern.gateway.gate;

import org.postern.gateway.spool.Spooled;

/// The way on: takes a judged message that is in the spool and delivers it, now and for days if
/// need be.
public interface Outbound {

  /// Does not wait for the delivery.
  void submit(Spooled judged);
}
