package org.postern.gateway.app;

import java.io.IOException;
import org.postern.engine.learn.Lesson;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.learning.Word;
import picocli.CommandLine.Option;

/// A command that says one word about many messages to the Bayesian filters.
abstract class TeachCommand extends DataCommand {

  private final Word word;

  @Option(names = "--json", description = "One JSON object for each message and filter.")
  boolean json;

  TeachCommand(Word word, Program program, Terminal terminal) {
    super(program, terminal);
    this.word = word;
  }

  /// Names the messages one after the other.
  interface Naming {
    void name(Hearing hearing) throws IOException;
  }

  /// Is told of one message.
  interface Hearing {
    /// @param what its name
    /// @param whom whose filters it teaches
    void hear(String what, String whom, Lesson lesson) throws IOException;
  }

  /// Teaches, and says what became of the messages.
  ///
  /// @param report whether users say it, not the operator
  /// @return the exit code
  int teach(boolean report, Naming naming) throws IOException, ConfigException {
    TaughtMessages taught = new TaughtMessages(terminal, json);
    ask(operations -> {
      naming.name((what, whom, lesson) ->
          taught.take(what, operations.teach(new Teaching(whom, report, word, lesson))));
      return taught;
    });
    taught.end();
    return 0;
  }
}
