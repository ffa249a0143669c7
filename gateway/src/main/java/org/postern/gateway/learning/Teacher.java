package org.postern.gateway.learning;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.postern.engine.BesideTheText;
import org.postern.engine.bulk.Fingerprints;
import org.postern.engine.facts.Abandoned;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.NormalText;
import org.postern.engine.learn.Lesson;
import org.postern.engine.verdict.Category;
import org.postern.gateway.store.Held;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes lessons of messages. Thread-safe.
public final class Teacher {

  private static final Logger LOG = LoggerFactory.getLogger(Teacher.class);
  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);
  private static final LessonReader<byte[], Lesson> READER = new LessonReader<>(Teacher::tokens);
  private static final LessonReader<Copy, List<Long>> WAVES = new LessonReader<>(Teacher::keys);

  /// Of what was held for something else, as a virus or because a check was blind, a release does
  /// not say that it is no spam.
  private static final Set<Category> HELD_AS_SPAM =
      EnumSet.of(
          Category.INFOMAIL,
          Category.BULK,
          Category.SUSPECTED_SPAM,
          Category.FALSE_BOUNCE,
          Category.CONFIRMED_SPAM,
          Category.PHISHING);

  private final Learning learning;

  public Teacher(Learning learning) {
    this.learning = learning;
  }

  /// What a filter learns of a message.
  ///
  /// @throws IOException where it cannot be read in time
  public static Lesson lesson(byte[] octets) throws IOException {
    return READER.read(octets);
  }

  private static Lesson tokens(byte[] octets) {
    try {
      return BesideTheText.lesson(PARSER.parse(octets));
    } catch (InterruptedException late) {
      throw new Abandoned("interrupted");
    }
  }

  /// What it shares with the other copies of its wave, [Fingerprints#whole].
  ///
  /// @param recipients to whom it went; where there is none, those its header names
  /// @throws IOException where it cannot be read in time
  public static List<Long> wave(byte[] octets, List<String> recipients) throws IOException {
    return WAVES.read(new Copy(octets, recipients));
  }

  private record Copy(byte[] octets, List<String> recipients) {}

  private static List<Long> keys(Copy copy) {
    Message message = PARSER.parse(copy.octets);
    HeaderFacts header = HeaderFacts.of(message.headers());
    ContentFacts content = ContentFacts.of(message);
    List<String> recipients =
        copy.recipients.isEmpty()
            ? header.to().stream().map(Mailbox::address).toList()
            : copy.recipients;
    String text = NormalText.of(content.visible()).text();
    return Fingerprints.of(message, header, content, text, recipients).whole();
  }

  /// A held message was released to its recipient: for the filters of the user and the domain it is
  /// ham, whatever they took it for. The release is done in any case.
  public void released(Held held, byte[] octets) {
    if (!HELD_AS_SPAM.contains(held.category())) {
      return;
    }
    try {
      EmailAddress user =
          EmailAddress.parse(held.rcpt())
              .orElseThrow(() -> new IOException("not an address: " + held.rcpt()));
      var _ = learning.report(held.tenant(), user, Word.HAM, lesson(octets));
    } catch (IOException | RuntimeException e) { // an edge: the message is on its way
      LOG.error("id={} event=release-not-learnt", held.ref(), e);
    }
  }
}
