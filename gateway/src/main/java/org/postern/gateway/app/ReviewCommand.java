package org.postern.gateway.app;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.store.Review;
import org.postern.gateway.tenant.TenantId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern review`: refusals that senders ask to be looked at.
final class ReviewCommand {

  private static final int ANSWER_LIMIT = 2_000;

  private ReviewCommand() {}

  @Command(name = "list", description = "Lists the open requests, newest first.")
  static final class Listing extends DataCommand {
    @Option(names = "--json", description = "One JSON object a line, as when no screen is there.")
    boolean json;

    @Option(names = "--all", description = "Closed ones too.")
    boolean all;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only those of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "The newest N at most (${DEFAULT-VALUE}).",
        defaultValue = "10000")
    int limit = 10_000;

    Listing(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      try (Stores stores = stores()) {
        List<Review> reviews = stores.reviews().list(tenant, all, Math.max(1, limit));
        if (json || !terminal.outIsScreen()) {
          reviews.forEach(review -> terminal.line(json(review)));
        } else if (reviews.isEmpty()) {
          terminal.say("nobody asks for a review");
        } else {
          Shown.table(
                  List.of("REF", "TIME", "TENANT", "STATE", "SENDER", "TEXT"),
                  reviews.stream().map(Listing::row).toList())
              .forEach(terminal::line);
        }
        return 0;
      }
    }

    private static List<String> row(Review review) {
      String text = review.text().replace('\n', ' ');
      return List.of(
          review.ref(),
          JsonObject.moment(review.time()),
          review.tenant().name(),
          review.open() ? "open" : "closed",
          review.email().isEmpty() ? "-" : review.email(),
          text.length() > 60 ? text.substring(0, 60) + "…" : text);
    }
  }

  @Command(
      name = "show",
      description = "Shows a request; `postern explain REF` tells why the message was refused.")
  static final class Show extends DataCommand {
    @Parameters(paramLabel = "REF", description = "The reference of the refusal.")
    String ref = "";

    @Mixin Common.Narrowed narrowed = new Common.Narrowed();

    Show(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String wanted = Refs.valid(ref);
      try (Stores stores = stores()) {
        List<Review> reviews = stores.reviews().find(narrowed.tenant, wanted);
        if (reviews.isEmpty()) {
          throw new CommandFailed("nobody asked for a review of " + wanted);
        }
        for (Review review : reviews) {
          if (narrowed.json) {
            terminal.line(json(review));
          } else {
            show(review);
          }
        }
        return 0;
      }
    }

    private void show(Review review) {
      terminal.line("reference  " + review.ref());
      terminal.line("tenant     " + review.tenant());
      terminal.line("asked      " + JsonObject.moment(review.time()));
      terminal.line(
          "sender     "
              + (review.email().isEmpty() ? "-" : Shown.text(review.email()))
              + "  (nobody verified it)");
      terminal.line(
          "state      "
              + review.closed().map(at -> "closed " + JsonObject.moment(at)).orElse("open"));
      if (!review.answer().isEmpty()) {
        terminal.line("answer     " + Shown.text(review.answer()));
      }
      review.text().lines().forEach(line -> terminal.line("  " + Shown.text(line)));
    }
  }

  @Command(name = "close", description = "Closes a request.")
  static final class Close extends DataCommand {
    private final Clock clock;

    @Parameters(paramLabel = "REF", description = "The reference of the refusal.")
    String ref = "";

    @Option(
        names = "--answer",
        paramLabel = "TEXT",
        description = "What the page tells the sender. Everybody who has the reference reads it.")
    String answer = "";

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    Close(Program program, Terminal terminal, Clock clock) {
      super(program, terminal);
      this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String wanted = Refs.valid(ref);
      if (answer.length() > ANSWER_LIMIT) {
        throw new WrongUse("an answer has at most " + ANSWER_LIMIT + " characters");
      }
      try (Stores stores = stores()) {
        int closed = stores.reviews().close(tenant, wanted, clock.instant(), answer);
        if (closed == 0) {
          throw new CommandFailed("there is no open request for a review of " + wanted);
        }
        terminal.line(
            json
                ? new JsonObject().with("ref", wanted).with("closed", closed)
                : "closed " + wanted);
        return 0;
      }
    }
  }

  @Command(
      name = "wanted",
      description = {
        "Says that a message which was refused as one of a wave is wanted.",
        "Copies of it are not refused as a wave any more. Only the gateway that runs knows it, and"
            + " only the latest refusals; a held message is released instead."
      })
  static final class Wanted extends DataCommand {
    @Parameters(paramLabel = "REF", description = "The reference of the refusal.")
    String ref = "";

    @Option(names = "--json", description = "One JSON object.")
    boolean json;

    Wanted(Program program, Terminal terminal) {
      super(program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      String wanted = Refs.valid(ref);
      if (!ask(operations -> operations.wanted(wanted))) {
        throw new CommandFailed("the gateway does not remember " + wanted);
      }
      terminal.line(
          json ? new JsonObject().with("ref", wanted).with("wanted", true) : "wanted " + wanted);
      return 0;
    }
  }

  static JsonObject json(Review review) {
    JsonObject json =
        new JsonObject()
            .with("ref", review.ref())
            .with("tenant", review.tenant().name())
            .with("time", review.time())
            .with("open", review.open())
            .with("email", review.email())
            .with("text", review.text())
            .with("answer", review.answer());
    return review.closed().map(at -> json.with("closed", at)).orElse(json);
  }
}
