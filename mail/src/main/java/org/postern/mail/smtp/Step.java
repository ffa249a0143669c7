package org.postern.mail.smtp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What the session does next, as the dialogue decided.
sealed interface Step {

  /// Say it and read the next command.
  record Say(Reply reply) implements Step {}

  /// Say these, then do the last.
  record SayAll(List<Reply> first, Step last) implements Step {}

  /// Begin the banner with the teaser, if there is one, and watch for `limit` whether the client
  /// speaks; then say the banner.
  record Quiet(Optional<Reply> teaser, Duration limit, Step banner) implements Step {}

  /// Say it and close the connection.
  record Close(Reply reply) implements Step {}

  /// Say 354 and read the content of DATA into `reader`.
  record Receive(Reply reply, DataReader reader) implements Step {}

  /// Read the `size` octets behind BDAT into `reader`.
  record Chunk(long size, boolean last, DataReader reader) implements Step {}

  /// Say 220 and begin TLS.
  record Encrypt(Reply reply) implements Step {}

  /// The client is gone.
  record Lost() implements Step {}
}
