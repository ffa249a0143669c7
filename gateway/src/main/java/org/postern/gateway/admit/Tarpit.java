package org.postern.gateway.admit;

import java.time.Duration;
import java.util.Optional;
import org.postern.gateway.store.Counters;
import org.postern.gateway.tenant.Domain;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Oddity;
import org.postern.mail.smtp.Recipient;

/// Slows a client down that asked for recipients that do not exist, or did what mail servers do
/// not: each RCPT waits a step longer, known recipients like unknown ones. To begin anew does not
/// help: where [Harvest] counted more unknown recipients than known ones of its network, what is
/// beyond counts like those of the session. Thread-safe: [Counters]; what waits is the thread of
/// the session alone.
public final class Tarpit implements Admission {

  private final Settings settings;
  private final Counters counters;
  private final Pause pause;

  /// @param after how many unknown recipients and oddities cost no time
  /// @param step the first wait, and how much longer each further one is; zero for none
  /// @param longest the longest wait
  public record Settings(int after, Duration step, Duration longest) {}

  /// Lets time pass.
  public interface Pause {

    /// With the clock of the machine.
    Pause SLEEP = Thread::sleep;

    void of(Duration time) throws InterruptedException;
  }

  /// @param counters those of [Harvest]
  public Tarpit(Settings settings, Counters counters, Pause pause) {
    this.settings = settings;
    this.counters = counters;
    this.pause = pause;
  }

  @Override
  public Visit open(Client client) {
    return settings.step.isZero() ? new Visit() {} : new Slowed(Origin.of(client).network());
  }

  private final class Slowed implements Visit {

    private final String network;
    private int counted;

    Slowed(String network) {
      this.network = network;
    }

    @Override
    public Optional<Refused> noticed(Oddity oddity) {
      counted++;
      return Optional.empty();
    }

    @Override
    public void unknown(Recipient recipient, Domain domain) {
      counted++;
    }

    @Override
    public Optional<Refused> rcpt(MailFrom from, Recipient recipient, Domain domain) {
      int beyond = (int) Math.round(Harvest.beyondKnown(counters, Harvest.key(network, domain)));
      int most = Math.max(counted, beyond);
      if (most >= settings.after) {
        Duration wait = settings.step.multipliedBy(most - settings.after + 1L);
        try {
          pause.of(wait.compareTo(settings.longest) < 0 ? wait : settings.longest);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return Optional.empty();
    }
  }
}
