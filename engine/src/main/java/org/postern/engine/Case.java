package org.postern.engine;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.engine.facts.Contacts;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.LanguageFacts;
import org.postern.engine.facts.Link;
import org.postern.engine.facts.LinkTargets;
import org.postern.engine.facts.NormalText;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.facts.SenderRelations;
import org.postern.engine.image.PictureFacts;
import org.postern.engine.image.PictureReader;
import org.postern.engine.learn.BayesTokens;
import org.postern.engine.unpack.Unpacked;
import org.postern.engine.unpack.Unpacker;
import org.postern.mail.mime.Message;
import org.postern.mail.smtp.Envelope;

/// One message under examination: what SMTP said, the parsed message, and the facts that several
/// checks need, derived at the first use and kept. Use the same case for both stages.
///
/// Thread-safe: facts are immutable; two threads that ask for the same one at the same moment may
/// both derive it, with the same result.
public final class Case {

  private final Envelope envelope;
  private final Message message;
  private final SenderFacts sender;
  private volatile @Nullable HeaderFacts header;
  private volatile @Nullable ContentFacts content;
  private volatile @Nullable NormalText normal;
  private volatile @Nullable Contacts contacts;
  private volatile @Nullable LanguageFacts language;
  private volatile @Nullable SenderRelations relations;
  private volatile @Nullable LinkTargets targets;
  private volatile @Nullable Unpacked unpacked;
  private volatile @Nullable BayesTokens tokens;
  private volatile @Nullable PictureFacts pictures;

  /// A message of whose sender nothing was learnt.
  public Case(Envelope envelope, Message message) {
    this(envelope, message, SenderFacts.UNKNOWN);
  }

  public Case(Envelope envelope, Message message, SenderFacts sender) {
    this.envelope = envelope;
    this.message = message;
    this.sender = sender;
  }

  /// What SMTP said.
  public Envelope envelope() {
    return envelope;
  }

  /// The parsed message.
  public Message message() {
    return message;
  }

  /// What the gate learnt of the sender.
  public SenderFacts sender() {
    return sender;
  }

  /// What the header says, as a reader sees it.
  public HeaderFacts header() {
    HeaderFacts known = header;
    if (known == null) {
      known = HeaderFacts.of(message.headers());
      header = known;
    }
    return known;
  }

  /// What a reader sees of the body.
  public ContentFacts content() {
    ContentFacts known = content;
    if (known == null) {
      known = ContentFacts.of(message);
      content = known;
    }
    return known;
  }

  /// The text a reader sees as it was meant to be read.
  public NormalText normal() {
    NormalText known = normal;
    if (known == null) {
      known = NormalText.of(content().visible());
      normal = known;
    }
    return known;
  }

  /// By what the sender wants to be reached or paid.
  public Contacts contacts() {
    Contacts known = contacts;
    if (known == null) {
      known = Contacts.of(content().visible(), content().links());
      contacts = known;
    }
    return known;
  }

  /// In which language and letters the text is written.
  public LanguageFacts language() {
    LanguageFacts known = language;
    if (known == null) {
      known = LanguageFacts.of(content().visible());
      language = known;
    }
    return known;
  }

  /// Which domains take part.
  public SenderRelations relations() {
    SenderRelations known = relations;
    if (known == null) {
      known = SenderRelations.of(envelope, message.headers(), header(), sender);
      relations = known;
    }
    return known;
  }

  /// Where the links of the body lead that a reader follows.
  public LinkTargets targets() {
    LinkTargets known = targets;
    if (known == null) {
      known = LinkTargets.of(content().links(), relations());
      targets = known;
    }
    return known;
  }

  /// What lies in the archives of the message.
  public Unpacked unpacked() throws InterruptedException {
    Unpacked known = unpacked;
    if (known == null) {
      known = Unpacker.STANDARD.unpack(message);
      unpacked = known;
    }
    return known;
  }

  /// What the Bayesian filters see.
  public BayesTokens tokens() {
    BayesTokens known = tokens;
    if (known == null) {
      known = BayesTokens.of(message, header(), content());
      tokens = known;
    }
    return known;
  }

  /// What pictures and PDF files say. Only for checks of the active stage: it can cost seconds.
  public PictureFacts pictures() throws InterruptedException {
    PictureFacts known = pictures;
    if (known == null) {
      known = PictureReader.STANDARD.read(message, content());
      pictures = known;
    }
    return known;
  }

  /// All a reader sees: the visible text, then that of pictures and PDF files. Only for checks of
  /// the active stage.
  public String text() throws InterruptedException {
    String more = pictures().text();
    return more.isEmpty() ? content().visible() : content().visible() + "\n" + more;
  }

  /// All links a reader can follow: those of the text, of codes and of PDF files. Only for checks
  /// of the active stage.
  public List<Link> links() throws InterruptedException {
    List<Link> more = pictures().links();
    return more.isEmpty()
        ? content().links()
        : Stream.concat(content().links().stream(), more.stream()).toList();
  }
}
