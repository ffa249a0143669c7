package org.postern.engine.follow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.engine.url.WebAddress;

/// Where the shortened links of one message lead, in the order of the message.
///
/// Immutable.
public final class Resolutions {

  /// Nothing was followed.
  public static final Resolutions NONE = new Resolutions(List.of());

  private final Map<WebAddress, Resolution> byLink = new LinkedHashMap<>();

  public Resolutions(List<Resolution> all) {
    all.forEach(one -> byLink.putIfAbsent(one.link(), one));
  }

  /// All, one a link.
  public List<Resolution> all() {
    return List.copyOf(byLink.values());
  }

  /// What came of following an address; empty where it was not followed.
  public Optional<Resolution> of(WebAddress link) {
    return byLink.isEmpty() ? Optional.empty() : Optional.ofNullable(byLink.get(link));
  }

  /// Where an address leads in the end: behind redirectors that carry it, then behind those that
  /// were followed.
  public WebAddress destination(WebAddress address) {
    WebAddress carried = address.destination();
    return of(carried).map(Resolution::target).orElse(carried);
  }
}
