package org.postern.gateway.app;

import java.io.IOException;
import java.util.List;
import org.postern.gateway.admit.Outbreaks;
import org.postern.gateway.gate.Release;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.store.Held;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows from a release: filters learn that the message is ham, and its wave is withdrawn.
record Released(Teacher teacher, Outbreaks outbreaks) implements Release.Heard {

  private static final Logger LOG = LoggerFactory.getLogger(Released.class);

  @Override
  public void released(Held held, byte[] message) {
    boolean remembered = outbreaks.wanted(held.ref());
    teacher.released(held, message);
    if (!remembered) {
      try {
        outbreaks.wanted(Teacher.wave(message, List.of(held.rcpt())));
      } catch (IOException | RuntimeException e) { // an edge: the message is on its way
        LOG.error("id={} event=wave-not-withdrawn", held.ref(), e);
      }
    }
  }
}
