package org.postern.gateway.app;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.postern.engine.scan.Scanned;
import org.postern.engine.scan.Scanner;
import org.postern.engine.scan.Transaction;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern scan`: examines messages in files, as the gateway would.
@Command(
    name = "scan",
    description = "Examines messages in files, as the gateway would. Nothing is sent or stored.")
final class ScanCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Files, folders with all files below, or - for standard input.")
  List<String> paths = List.of();

  @Option(names = "--json", description = "One JSON object a line.")
  boolean json;

  @Option(
      names = "--client-ip",
      paramLabel = "IP",
      description = "The address of the client that sent it.")
  Optional<String> clientIp = Optional.empty();

  @Option(names = "--helo", paramLabel = "NAME", description = "The name the client gave itself.")
  Optional<String> helo = Optional.empty();

  @Option(names = "--from", paramLabel = "ADDR", description = "MAIL FROM; <> for the null sender.")
  Optional<String> from = Optional.empty();

  @Option(
      names = "--rcpt",
      paramLabel = "ADDR",
      description = "RCPT TO. May be given several times.")
  List<String> rcpts = List.of();

  @Mixin ModelOptions models = new ModelOptions();

  ScanCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Transaction transaction = transaction();
    List<String> files = MessageFiles.below(paths);
    int workers = Math.max(1, Math.min(files.size(), Runtime.getRuntime().availableProcessors()));
    try (Scanner scanner = models.scanner().get();
        ExecutorService executor = Executors.newFixedThreadPool(workers)) {
      return scan(files, workers, file -> executor.submit(() -> scan(scanner, file, transaction)));
    }
  }

  /// Keeps a few files under way and prints in the order of the files.
  private int scan(List<String> files, int workers, Submitting submit) throws InterruptedException {
    Consumer<Object> out = terminal.lines();
    ScanProgress progress = new ScanProgress(terminal, files.size());
    Queue<Future<Result>> underWay = new ArrayDeque<>();
    int failures = 0;
    int next = 0;
    while (next < files.size() || !underWay.isEmpty()) {
      while (next < files.size() && underWay.size() < 4 * workers) {
        underWay.add(submit.submit(files.get(next++)));
      }
      switch (result(underWay.remove())) {
        case Result.Done done -> out.accept(json ? done.scanned().json(done.file()) : shown(done));
        case Result.Unreadable unreadable -> {
          failures++;
          terminal.say("postern: " + Shown.text(unreadable.file() + ": " + unreadable.why()));
        }
      }
      progress.step();
    }
    progress.end();
    return failures == 0 ? 0 : 1;
  }

  private static Result result(Future<Result> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Result scan(Scanner scanner, String file, Transaction transaction) {
    try {
      return new Result.Done(file, scanner.scan(MessageFiles.read(terminal, file), transaction));
    } catch (IOException e) {
      return new Result.Unreadable(file, Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    }
  }

  private Transaction transaction() {
    return new Transaction(
        clientIp.map(ScanCommand::address).orElse(Transaction.UNKNOWN.client()),
        helo.orElse(Transaction.UNKNOWN.helo()),
        from.map(ScanCommand::reversePath).orElse(Transaction.UNKNOWN.from()),
        rcpts.stream().map(ScanCommand::mailbox).toList());
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new WrongUse("'" + Shown.text(text) + "' is not an IP address", e);
    }
  }

  private static ReversePath reversePath(String text) {
    return text.isEmpty() || text.equals("<>")
        ? ReversePath.NULL
        : new ReversePath.Sender(mailbox(text));
  }

  private static EmailAddress mailbox(String text) {
    return EmailAddress.parse(text)
        .orElseThrow(() -> new WrongUse("'" + Shown.text(text) + "' is not a mail address"));
  }

  private static String shown(Result.Done done) {
    String symbols =
        done.scanned().verdict().because().stream()
            .map(scored ->
                scored.finding().symbol().name() + "(" + Shown.points(scored.points()) + ")")
            .collect(Collectors.joining(" "));
    return Shown.text(
            "%s: %s %s %s"
                .formatted(
                    done.file(),
                    done.scanned().verdict().category(),
                    Shown.points(done.scanned().verdict().score()),
                    symbols))
        .stripTrailing();
  }

  private interface Submitting {
    Future<Result> submit(String file);
  }

  private sealed interface Result {
    record Done(String file, Scanned scanned) implements Result {}

    record Unreadable(String file, String why) implements Result {}
  }
}
