package org.postern.gateway.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.postern.engine.evaluate.Label;
import org.postern.engine.evaluate.Source;
import org.postern.engine.evaluate.SourceReader;
import org.postern.engine.evaluate.WrongSource;
import org.postern.engine.learn.Lesson;
import org.postern.engine.scan.LineEnds;
import org.postern.gateway.control.Operations;
import org.postern.gateway.learning.Teacher;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.learning.Word;

/// Teaches a Bayesian filter with labelled mail, as `postern learn` does: infomail is mail that is
/// wanted.
///
/// One thread: that of the command.
final class FilterTraining {

  private final String whom;
  private final Terminal terminal;
  private final TaughtMessages results;

  /// @param whom a user's address, `@` and a domain, or nothing for the filter of everybody
  FilterTraining(String whom, Terminal terminal) {
    this.whom = whom;
    this.terminal = terminal;
    this.results = new TaughtMessages(terminal, false);
  }

  /// Says what became of the messages.
  ///
  /// @return the exit code
  int teach(List<Source> sources, Operations operations) throws IOException {
    List<String> unreadable = new ArrayList<>();
    ScanProgress progress = new ScanProgress(terminal);
    try {
      for (Source source : sources) {
        SourceReader.read(source, taking(operations, unreadable, progress));
      }
    } catch (WrongSource wrong) {
      throw new CommandFailed(String.valueOf(wrong.getMessage()), wrong);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      progress.end();
    }
    results.end();
    return LabelledMail.unreadable(terminal, unreadable);
  }

  private SourceReader.Taking taking(
      Operations operations, List<String> unreadable, ScanProgress progress) {
    return new SourceReader.Taking() {
      @Override
      public void message(String name, Label label, byte[] octets) {
        Word word = label == Label.SPAM ? Word.SPAM : Word.HAM;
        Lesson lesson;
        try {
          lesson = Teacher.lesson(LineEnds.crlf(octets));
        } catch (IOException late) {
          unreadable(name, String.valueOf(late.getMessage()));
          return;
        }
        Teaching teaching = new Teaching(whom, false, word, lesson);
        try {
          results.take(name, operations.teach(teaching));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        progress.step();
      }

      @Override
      public void unreadable(String name, String why) {
        unreadable.add(name + ": " + why);
      }
    };
  }
}
