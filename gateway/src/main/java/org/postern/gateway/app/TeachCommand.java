package org.postern.gateway.app;

import java.io.IOException;
import java.util.List;
import org.postern.engine.learn.Lesson;
import org.postern.gateway.config.ConfigException;
import org.postern.gateway.learning.Teacher;
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

  /// What a message shares with the other copies of its wave, where it is said to be wanted.
  List<Long> wave(byte[] octets, String whom) throws IOException {
    if (word != Word.HAM) {
      return List.of();
    }
    return Teacher.wave(octets, whom.indexOf('@') > 0 ? List.of(whom) : List.of());
  }

  /// Names the messages one after the other.
  interface Naming {
    void name(Hearing hearing) throws IOException;
  }

  /// Is told of one message.
  interface Hearing {
    /// @param what its name
    /// @param whom whose filters it teaches
    /// @param wave what it shares with other copies, see [#wave]
    void hear(String what, String whom, Lesson lesson, List<Long> wave) throws IOException;
  }

  /// Teaches, and says what became of the messages.
  ///
  /// @param report whether users say it, not the operator
  /// @return the exit code
  int teach(boolean report, Naming naming) throws IOException, ConfigException {
    TaughtMessages taught = new TaughtMessages(terminal, json);
    ask(operations -> {
      naming.name((what, whom, lesson, wave) ->
          taught.take(what, operations.teach(new Teaching(whom, report, word, lesson, wave))));
      return taught;
    });
    taught.end();
    return 0;
  }
}
