package org.postern.gateway.web;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;

/// One request. Nothing in it is decoded: what is compared with it must be plain ASCII.
///
/// @param target path and query as they were sent, beginning with a slash
/// @param fields header fields by their names in lower case
public record WebRequest(
    InetAddress client, String method, String target, Map<String, String> fields, Body body) {

  /// The octets behind the header fields.
  public record Body(byte[] octets) {
    public static final Body NONE = new Body(new byte[0]);
  }

  public WebRequest {
    fields = Map.copyOf(fields);
  }

  /// The target without its query.
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /// A header field, by its name in lower case.
  public Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }
}
