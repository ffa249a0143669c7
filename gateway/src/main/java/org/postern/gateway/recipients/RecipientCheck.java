package org.postern.gateway.recipients;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.postern.gateway.recipients.Questions.Question;
import org.postern.gateway.relay.RecipientResult;
import org.postern.gateway.relay.Relay;
import org.postern.gateway.relay.Route;
import org.postern.gateway.relay.Witness;
import org.postern.gateway.store.Recipients;
import org.postern.gateway.tenant.Domain;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.RecipientRules;
import org.postern.gateway.tenant.RecipientRules.WhenDown;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Knows whether a recipient exists, as its domain wants that known.
///
/// Thread-safe. `ask` blocks, for `RecipientLimits.patience` at most.
public final class RecipientCheck implements Witness, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RecipientCheck.class);
  private static final Reply NOT_LISTED =
      new Reply(550, "5.1.1", "There is no such recipient here");

  /// What a stranger is told where no next hop answers.
  public static final Reply DOWN =
      new Reply(451, "4.4.1", "The recipient's mail server cannot be reached, try again later");

  /// What a stranger is told where the next hop is this gateway.
  public static final Reply CIRCLE =
      new Reply(451, "4.4.6", "Mail for this domain leads back to this server, try again later");

  // RFC 3463 X.3.5: the system is not configured as it should be.
  private static final Reply REFUSES =
      new Reply(
          451, "4.3.5", "The recipient's mail server does not answer for it, try again later");

  private final Relay relay;
  private final Recipients lists;
  private final Function<String, Optional<Domain>> domains;
  private final Memory memory;
  private final Journal journal;
  private final Questions questions;

  /// @param relay owned by the caller
  /// @param lists who exists in domains that say so themselves
  /// @param domains the domain of that name, from the snapshot of the moment
  /// @param random thread-safe
  public RecipientCheck(
      Relay relay,
      Recipients lists,
      Function<String, Optional<Domain>> domains,
      RecipientLimits limits,
      InstantSource clock,
      RandomGenerator random) {
    this.relay = relay;
    this.lists = lists;
    this.domains = domains;
    this.memory = new Memory(limits, clock);
    this.journal = new Journal(clock);
    this.questions = new Questions(relay, limits, new Listening(), random);
  }

  /// Whether the recipient exists. Not to be called for those who are always taken.
  public Existence ask(Domain domain, EmailAddress address) {
    DomainSettings settings = domain.settings();
    return switch (settings.recipients()) {
      case OFF -> new Existence.NotAsked();
      case LIST ->
          listed(domain, address)
              ? new Existence.Exists()
              : new Existence.Refused(NOT_LISTED, true);
      // In proxy mode the session with the next hop is asked, which is there anyway.
      case PASS_THROUGH ->
          settings.mode() == DomainSettings.Mode.PROXY
              ? new Existence.NotAsked()
              : passThrough(question(domain, address), settings.recipientRules().whenDown());
    };
  }

  private boolean listed(Domain domain, EmailAddress address) {
    RecipientRules rules = domain.settings().recipientRules();
    return rules.listed(address.local()).stream()
        .anyMatch(
            local -> lists.contains(domain.tenant(), domain.name(), local, rules.exactCase()));
  }

  private static Question question(Domain domain, EmailAddress address) {
    return new Question(
        Key.of(domain, address),
        Route.of(domain),
        domain.settings().recipientRules().probeSender(),
        address);
  }

  private Existence passThrough(Question question, WhenDown whenDown) {
    Optional<Memory.Held> negative = memory.negative(question.key());
    if (negative.isPresent()) {
      // Whoever gets a mailbox must not wait until the sender's next hour.
      if (negative.get().old()) {
        questions.askBehind(question);
      }
      return existence(question, negative.get().word(), whenDown);
    }
    // While no next hop can be reached, what is remembered is for those who buffer.
    if (!relay.unreachable(question.route())) {
      if (memory.takesAll(question.key())) {
        memory.exists(question.key());
        return new Existence.Anybody();
      }
      Optional<Instant> positive = memory.positive(question.key());
      if (positive.isPresent()) {
        if (memory.old(positive.get())) {
          questions.askBehind(question);
        }
        return new Existence.Exists();
      }
    }
    return existence(question, questions.ask(question), whenDown);
  }

  private Existence existence(Question question, Word word, WhenDown whenDown) {
    return switch (word.meaning()) {
      case EXISTS -> new Existence.Exists();
      case UNKNOWN -> new Existence.Refused(word.reply(), true);
      case UNAVAILABLE, UNFIT -> new Existence.Refused(word.reply(), false);
      case LATER -> new Existence.Later(word.reply());
      case POLICY -> new Existence.Later(REFUSES);
      case SILENCE -> {
        boolean buffered = whenDown == WhenDown.BUFFER && memory.known(question.key()).isPresent();
        yield buffered
            ? new Existence.Exists()
            : new Existence.Later(word.reply().permanent() ? CIRCLE : DOWN);
      }
    };
  }

  /// Asks the next hop now, whatever is remembered and however the domain knows its recipients.
  public Checked check(Domain domain, EmailAddress address) {
    Word word = questions.ask(question(domain, address));
    return new Checked(
        domain.settings().recipients(),
        listed(domain, address),
        word.meaning(),
        word.reply(),
        word.host());
  }

  /// Forgets all answers; tells how many.
  public int flush() {
    return memory.forget(_ -> true);
  }

  /// Forgets the answers about a domain.
  public int flush(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    return memory.forget(key -> key.domain().equals(lower));
  }

  /// Forgets the answers about an address, in any case of letters.
  public int flush(EmailAddress address) {
    String folded = RecipientRules.folded(address.local());
    return memory.forget(key ->
        key.domain().equals(address.domain()) && RecipientRules.folded(key.local()).equals(folded));
  }

  /// What became of a delivery is an answer too.
  @Override
  public void delivered(EmailAddress to, RecipientResult result) {
    Optional<Key> key =
        domains
            .apply(to.domain())
            .filter(domain ->
                domain.settings().recipients() == DomainSettings.Recipients.PASS_THROUGH
                    && result.host().filter(domain.route()::contains).isPresent())
            .map(domain -> Key.of(domain, to));
    if (key.isEmpty()) {
      return;
    }
    switch (result) {
      case RecipientResult.Delivered _ -> memory.exists(key.get());
      case RecipientResult.Permanent(Reply reply, var _) -> {
        if (Meaning.of(reply) == Meaning.UNKNOWN) {
          memory.doubt(key.get());
        }
      }
      case RecipientResult.Temporary _ -> {} // says nothing new
    }
  }

  /// Takes up what an earlier run knew to exist.
  public void restore(Path file) throws IOException {
    int count = new SeenFile(file).read(memory.lasting());
    if (count > 0) {
      LOG.info("event=recipients-restored count={}", count);
    }
  }

  /// Keeps who is known to exist, for a later run.
  public void save(Path file) throws IOException {
    new SeenFile(file).write(memory.lasting());
  }

  @Override
  public void close() {
    questions.close();
    journal.close();
  }

  private final class Listening implements Questions.Listener {

    @Override
    public void heard(Question question, Word word) {
      memory.remember(question.key(), word);
      if (word.spoken()) {
        journal.spoke(question);
      }
      switch (word.meaning()) {
        case SILENCE -> journal.silent(question, word, whenDown(question));
        case POLICY -> journal.refuses(question, word);
        case EXISTS, UNKNOWN, UNAVAILABLE, LATER, UNFIT -> {}
      }
    }

    private WhenDown whenDown(Question question) {
      return domains
          .apply(question.key().domain())
          .map(domain -> domain.settings().recipientRules().whenDown())
          .orElse(WhenDown.REFUSE);
    }

    @Override
    public boolean untried(Question question) {
      return memory.untried(question.key());
    }

    @Override
    public void tried(Question question, Word word) {
      switch (word.meaning()) {
        case EXISTS -> {
          memory.tried(question.key(), true);
          journal.takesAll(question);
        }
        case UNKNOWN -> memory.tried(question.key(), false);
        case UNAVAILABLE, LATER, POLICY, UNFIT, SILENCE -> {} // another one will tell
      }
    }
  }
}
