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
/// Or a folder of templates, see [OwnMail]: such messages teach their words alone, as their form is
/// only what their writer imagined.
record Corpus(String name, List<Sample> samples, boolean newsletters) {

  /// The name of all messages that were written for training.
  static final String OWN = "own";

  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);

  /// One message as the model sees it.
  ///
  /// @param sender the domain of its author
  record Sample(String corpus, boolean spam, String sender, int[] features, int[] marks) {}

  Corpus {
    samples = List.copyOf(samples);
  }

  static Corpus read(Path folder) throws IOException {
    if (OwnMail.isIn(folder)) {
      return own(folder);
    }
    String name = String.valueOf(folder.getFileName());
    boolean newsletters = false;
    List<Sample> samples = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("index.tsv"))) {
      String[] columns = line.split("\t");
      newsletters |= columns[0].equals("infomail");
      byte[] octets = Files.readAllBytes(folder.resolve(columns[1]));
      samples.add(sample(name, columns[0].equals("spam"), octets));
    }
    return new Corpus(name, samples, newsletters);
  }

  private static Corpus own(Path folder) throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (OwnMail.Made made : OwnMail.read(folder)) {
      Sample sample = sample(OWN, made.spam(), made.octets());
      samples.add(new Sample(OWN, sample.spam(), sample.sender(), sample.features(), new int[0]));
    }
    return new Corpus(OWN, samples, false);
  }

  static Sample sample(String corpus, boolean spam, byte[] octets) {
    Message message = PARSER.parse(octets);
    HeaderFacts header = HeaderFacts.of(message.headers());
    ContentFacts content = ContentFacts.of(message);
    String text = withoutFooter(content.visible());
    int[] features = TextFeatures.of(header.subject(), text).toArray();
    int[] marks = Marks.of(header, content).toArray();
    return new Sample(corpus, spam, header.fromDomain(), features, marks);
  }

  boolean own() {
    return name.equals(OWN);
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
