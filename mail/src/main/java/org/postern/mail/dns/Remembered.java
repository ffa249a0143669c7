package org.postern.mail.dns;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What one message was told: a question that comes again has the answer it had, whatever that was,
/// and costs neither time nor budget. Thread-safe; equal questions at the same time may both be
/// asked.
public final class Remembered implements Resolver {

  private record Asked(String name, RecordType type) {}

  private final Resolver resolver;
  private final ConcurrentMap<Asked, Answer> answers = new ConcurrentHashMap<>();

  /// @param resolver sets the bound on how much there is to remember, such as a [Budgeted]
  public Remembered(Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public Answer lookup(String name, RecordType type, Duration atMost) {
    Asked asked = new Asked(DnsName.canonical(name), type);
    Answer known = answers.get(asked);
    if (known != null) {
      return known;
    }
    Answer answer = resolver.lookup(name, type, atMost);
    answers.put(asked, answer);
    return answer;
  }
}
