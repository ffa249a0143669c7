package org.postern.engine.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

/// One collection of labelled messages, in the order of time: a folder with an `index.tsv` of lines
/// `class TAB path`, where `spam` is spam and every other class is not; `infomail` is newsletters.
record Corpus(String name, List<Sample> samples, boolean newsletters) {

  /// One message as the model sees it.
  record Sample(String corpus, boolean spam, int[] features) {}

  Corpus {
    samples = List.copyOf(samples);
  }

  static Corpus read(Path folder) throws IOException {
    MimeParser parser = new MimeParser(MimeLimits.DEFAULT);
    String name = String.valueOf(folder.getFileName());
    boolean newsletters = false;
    List<Sample> samples = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("index.tsv"))) {
      String[] columns = line.split("\t");
      newsletters |= columns[0].equals("infomail");
      Message message = parser.parse(Files.readAllBytes(folder.resolve(columns[1])));
      String subject = HeaderFacts.of(message.headers()).subject();
      String text = withoutFooter(ContentFacts.of(message).visible());
      samples.add(
          new Sample(name, columns[0].equals("spam"), TextFeatures.of(subject, text).toArray()));
    }
    return new Corpus(name, samples, newsletters);
  }

  /// Whether it holds spam, or mail that is not.
  boolean has(boolean spam) {
    return samples.stream().anyMatch(sample -> sample.spam() == spam);
  }

  /// Leaves out the footer that list software adds and the signature, in the last third of the
  /// text: they tell where a message came from.
  private static String withoutFooter(String text) {
    int start = text.length() * 2 / 3;
    for (String mark : List.of("\n-- ", "\n__________", "\n----------", "\n==========")) {
      int at = text.indexOf(mark, start);
      if (at >= 0) {
        return text.substring(0, at);
      }
    }
    return text;
  }
}
