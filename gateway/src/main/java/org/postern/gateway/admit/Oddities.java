package org.postern.gateway.admit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.engine.facts.SenderFacts.Observation;
import org.postern.engine.verdict.GateTest;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Oddity;
import org.postern.mail.smtp.Recipient;

/// What mail servers do not do: speaking before the greeting, sending ahead where that is not
/// allowed, lines that end with LF alone. Another protocol ends the session; the rest waits for
/// RCPT, where the domain decides. Thread-safe.
///
/// @param quiet how long the greeting is held back to see who does not wait; zero for not at all
public record Oddities(Duration quiet) implements Admission {

  @Override
  public Visit open(Client client) {
    return new Watched(quiet);
  }

  private static GateTest test(Oddity.Kind kind) {
    return switch (kind) {
      case TALKED_EARLY -> GateTest.EARLY_TALKER;
      case PIPELINED_TOO_SOON -> GateTest.PIPELINING;
      case BARE_LINE_FEED -> GateTest.BARE_LINE_FEED;
      case NOT_SMTP -> GateTest.NOT_SMTP;
    };
  }

  private static Refused refused(Oddity.Kind kind) {
    return switch (kind) {
      case TALKED_EARLY -> refused(kind, "You spoke before you were greeted");
      case PIPELINED_TOO_SOON -> refused(kind, "You sent commands ahead of replies to wait for");
      case BARE_LINE_FEED -> refused(kind, "Your lines do not end with CR LF");
      // RFC 7504: 521 is the word of a host that takes no mail from this client.
      case NOT_SMTP -> new Refused(GateTest.NOT_SMTP, 521, "5.5.0", "This is a mail server");
    };
  }

  private static Refused refused(Oddity.Kind kind, String text) {
    return new Refused(test(kind), 550, "5.5.1", text);
  }

  private static final class Watched implements Visit {

    private final Duration quiet;
    private final Map<Oddity.Kind, String> seen = new EnumMap<>(Oddity.Kind.class);

    Watched(Duration quiet) {
      this.quiet = quiet;
    }

    @Override
    public Duration quiet() {
      return quiet;
    }

    @Override
    public Optional<Refused> noticed(Oddity oddity) {
      seen.putIfAbsent(oddity.kind(), oddity.evidence());
      return oddity.kind() == Oddity.Kind.NOT_SMTP
          ? Optional.of(refused(oddity.kind()))
          : Optional.empty();
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
      return seen.keySet().stream()
          .filter(kind -> domain.settings().refuseOn().contains(test(kind)))
          .findFirst()
          .map(Oddities::refused);
    }

    @Override
    public List<Observation> learnt() {
      return seen.entrySet().stream()
          .map(one -> new Observation(test(one.getKey()), 1, List.of(one.getValue())))
          .toList();
    }
  }
}
