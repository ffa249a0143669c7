package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.learn.Lesson;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.learning.Word;
import org.postern.gateway.store.Held;
import org.postern.gateway.tenant.TenantId;
import org.postern.mail.smtp.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `postern report`: what users say about messages of theirs.
final class ReportCommand {

  private ReportCommand() {}

  /// One word about some messages.
  static class Report extends TeachCommand {
    @Parameters(
        paramLabel = "REF|PATH",
        arity = "1..*",
        description = "References of held messages, files, folders, or - for standard input.")
    List<String> what = List.of();

    @Option(
        names = "--user",
        paramLabel = "ADDR",
        description = "Who says so; for a held message its recipients, where this is left out.")
    Optional<String> user = Optional.empty();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only messages of this tenant.")
    Optional<TenantId> tenant = Optional.empty();

    Report(Word word, Program program, Terminal terminal) {
      super(word, program, terminal);
    }

    @Override
    public Integer call() throws IOException, ConfigException {
      List<Said> said = new ArrayList<>();
      try (Stores stores = stores()) {
        for (String one : what) {
          said.addAll(isHeld(one) ? held(stores, Refs.valid(one)) : files(one));
        }
      }
      return teach(
          true,
          hearing -> {
            for (Said one : said) {
              hearing.hear(one.what(), one.user(), one.lesson(), one.wave());
            }
          });
    }

    private record Said(String what, String user, Lesson lesson, List<Long> wave) {}

    private Said said(String what, String who, byte[] octets) throws IOException {
      return new Said(what, who, Teacher.lesson(octets), wave(octets, who));
    }

    private static boolean isHeld(String one) {
      return !one.equals("-") && Reference.parse(one).isPresent() && !Files.exists(Path.of(one));
    }

    private List<Said> held(Stores stores, String ref) throws IOException {
      List<Said> said = new ArrayList<>();
      for (Held entry : stores.quarantine().entries(tenant, ref)) {
        Optional<byte[]> message =
            user.isEmpty() || user.get().equalsIgnoreCase(entry.rcpt())
                ? stores.quarantine().message(entry.tenant(), ref)
                : Optional.empty();
        if (message.isPresent()) {
          said.add(said(ref, entry.rcpt(), message.get()));
        }
      }
      if (said.isEmpty()) {
        throw new CommandFailed(
            ref + " is not held" + user.map(who -> " for " + Shown.text(who)).orElse(""));
      }
      return said;
    }

    private List<Said> files(String path) throws IOException {
      String who = user.orElseThrow(() -> new WrongUse("say who reports a file: --user ADDRESS"));
      if (who.startsWith("@") || who.indexOf('@') < 0) {
        throw new WrongUse("'" + Shown.text(who) + "' is not an address");
      }
      List<Said> said = new ArrayList<>();
      for (String file : MessageFiles.below(List.of(path))) {
        said.add(said(file, who, LearnCommand.octets(terminal, file)));
      }
      return said;
    }
  }

  @Command(name = "spam", description = "Says that messages are spam: teaches user and domain.")
  static final class Spam extends Report {
    Spam(Program program, Terminal terminal) {
      super(Word.SPAM, program, terminal);
    }
  }

  @Command(name = "ham", description = "Says that messages are wanted: teaches user and domain.")
  static final class Ham extends Report {
    Ham(Program program, Terminal terminal) {
      super(Word.HAM, program, terminal);
    }
  }

  @Command(name = "forget", description = "Takes back what was said of messages.")
  static final class Forget extends Report {
    Forget(Program program, Terminal terminal) {
      super(Word.FORGET, program, terminal);
    }
  }
}
