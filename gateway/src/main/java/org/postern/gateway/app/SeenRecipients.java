package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Path;
import org.postern.gateway.recipients.RecipientCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The recipients that are known to exist, between two runs: `recipients.seen` below the data. Only
/// a memory: where the file cannot be read or written, that is told and next hops are asked again.
record SeenRecipients(RecipientCheck check, Path data) {

  private static final Logger LOG = LoggerFactory.getLogger(SeenRecipients.class);

  void restore() {
    try {
      check.restore(file());
    } catch (IOException | RuntimeException e) {
      LOG.warn("event=recipients-not-restored file={}", file(), e);
    }
  }

  void save() {
    try {
      check.save(file());
    } catch (IOException | RuntimeException e) {
      LOG.warn("event=recipients-not-saved file={}", file(), e);
    }
  }

  private Path file() {
    return data.resolve("recipients.seen");
  }
}
