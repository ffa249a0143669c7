package org.postern.gateway.relay;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.postern.gateway.spool.Spooled;
import org.postern.mail.smtp.Payload;

/// Puts together what the next hop gets. Thread-safe.
public interface Composer {

  /// The header fields before the message as it came.
  Composer PREPEND =
      (_, header, body) -> {
        byte[] fields = header.getBytes(StandardCharsets.UTF_8);
        return new Payload(
            List.of(
                new Payload.Slice(fields, 0, fields.length),
                new Payload.Slice(body, 0, body.length)));
      };

  /// @param header of the recipients this goes to, see [org.postern.gateway.spool.Progress.Pending]
  /// @param body the message in the spool, not to be changed
  Payload compose(Spooled message, String header, byte[] body);
}
