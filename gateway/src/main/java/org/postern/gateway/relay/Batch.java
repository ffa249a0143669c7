package org.postern.gateway.relay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recipients of one message that go in one transaction.
///
/// @param header the lines that stand before the message for them
record Batch(Route route, String header, List<Job.Slot> slots) {

  private record Key(Route route, String header) {}

  /// All that are to be delivered now.
  ///
  /// @param lost those whose domain has no route
  record Division(List<Batch> batches, List<Job.Slot> lost) {}

  /// @param most recipients in one transaction
  static Division divide(List<Job.Slot> slots, Routes routes, int most) {
    var lost = new ArrayList<Job.Slot>();
    var groups = new LinkedHashMap<Key, List<Job.Slot>>();
    for (Job.Slot slot : slots) {
      Optional<Route> route = routes.to(Targets.of(slot.pending()).domain());
      if (route.isPresent()) {
        groups
            .computeIfAbsent(new Key(route.get(), slot.pending().header()), _ -> new ArrayList<>())
            .add(slot);
      } else {
        lost.add(slot);
      }
    }
    var batches = new ArrayList<Batch>(groups.size());
    for (Map.Entry<Key, List<Job.Slot>> group : groups.entrySet()) {
      List<Job.Slot> all = group.getValue();
      for (int at = 0; at < all.size(); at += most) {
        List<Job.Slot> some = all.subList(at, Math.min(all.size(), at + most));
        batches.add(new Batch(group.getKey().route(), group.getKey().header(), some));
      }
    }
    return new Division(batches, lost);
  }
}
