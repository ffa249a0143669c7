package org.postern.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postern.engine.bulk.Fingerprints;
import org.postern.engine.facts.Contacts;
import org.postern.engine.facts.ContentFacts;
import org.postern.engine.facts.Forwarded;
import org.postern.engine.facts.HeaderFacts;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.facts.LanguageFacts;
import org.postern.engine.facts.Link;
import org.postern.engine.facts.LinkTargets;
import org.postern.engine.facts.NormalText;
import org.postern.engine.facts.Quotation;
import org.postern.engine.facts.SenderFacts;
import org.postern.engine.facts.SenderRelations;
import org.postern.engine.follow.Resolutions;
import org.postern.engine.image.DrawnText;
import org.postern.engine.image.DrawnTextReader;
import org.postern.engine.image.PictureFacts;
import org.postern.engine.image.PictureReader;
import org.postern.engine.image.PictureReading;
import org.postern.engine.learn.BayesTokens;
import org.postern.engine.learn.Beside;
import org.postern.engine.office.OfficeFacts;
import org.postern.engine.office.OfficeReader;
import org.postern.engine.unpack.PackedPages;
import org.postern.engine.unpack.Unpacked;
import org.postern.engine.unpack.Unpacker;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Report;
import org.postern.mail.mime.Message;
import org.postern.mail.smtp.Envelope;

/// One message under examination: what SMTP said, the parsed message, and the facts that several
/// checks need, derived at the first use and kept. Use the same case for both stages.
///
/// Thread-safe: facts are immutable; two threads that ask for the same one at the same moment may
/// both derive it, with the same result. What is still being derived when a deadline comes is given
/// up: whoever asks for it later meets [org.postern.engine.facts.Abandoned].
public final class Case {

  /// So many points of one sign of impersonation leave no doubt.
  private static final double FEIGNED = 2;

  private final Envelope envelope;
  private final Message message;
  private final SenderFacts sender;
  private final Fact<HeaderFacts, RuntimeException> header =
      new Fact<>(() -> HeaderFacts.of(message().headers()));
  private final Fact<ContentFacts, RuntimeException> content =
      new Fact<>(() -> ContentFacts.of(message()));
  private final Fact<NormalText, RuntimeException> normal =
      new Fact<>(() -> NormalText.of(content().visible()));
  private final Fact<Optional<Forwarded>, RuntimeException> forwarded =
      new Fact<>(() -> Forwarded.of(header().subject(), content().visible()));
  private final Fact<Optional<Case>, RuntimeException> asking = new Fact<>(() -> Asking.of(this));
  private final Fact<Contacts, RuntimeException> contacts =
      new Fact<>(() -> Contacts.of(content().visible(), content().links()));
  private final Fact<LanguageFacts, RuntimeException> language =
      new Fact<>(() -> LanguageFacts.of(content().visible()));
  private final Fact<SenderRelations, RuntimeException> relations =
      new Fact<>(() -> SenderRelations.of(envelope(), message().headers(), header(), sender()));
  private final Fact<Quotation, RuntimeException> quotation =
      new Fact<>(() -> Quotation.of(envelope(), message(), header(), content(), relations()));
  private final Fact<LinkTargets, InterruptedException> targets = new Fact<>(this::lead);
  private final Fact<LinkTargets, InterruptedException> coded = new Fact<>(this::lead);
  private final Fact<Unpacked, InterruptedException> unpacked =
      new Fact<>(() -> Unpacker.STANDARD.unpack(message()));
  private final Fact<List<String>, RuntimeException> telling =
      new Fact<>(() -> PictureReader.STANDARD.telling(message(), content()));
  private final Fact<PictureReading, InterruptedException> reading =
      new Fact<>(() -> PictureReader.STANDARD.begin(message(), content()));
  private final Fact<PictureFacts, InterruptedException> pictures =
      new Fact<>(() -> reading().all());
  private final Fact<OfficeFacts, InterruptedException> office =
      new Fact<>(() -> OfficeReader.read(message(), unpacked()));
  private final Fact<List<HtmlFacts>, InterruptedException> pages = new Fact<>(this::shown);
  private final Fact<Fingerprints, RuntimeException> prints =
      new Fact<>(
          () -> Fingerprints.of(message(), header(), content(), normal().text(), recipients()));
  private final Fact<DrawnText, InterruptedException> drawn =
      new Fact<>(() -> DrawnTextReader.STANDARD.read(message(), pictures()));
  private volatile @Nullable Tokens tokens;
  private volatile boolean codesPending;
  private volatile boolean drawnWanted;
  private volatile boolean linksLeft;
  private volatile Report before = Report.EMPTY;
  private volatile Resolutions followed = Resolutions.NONE;

  /// A message of whose sender nothing was learnt.
  public Case(Envelope envelope, Message message) {
    this(envelope, message, SenderFacts.UNKNOWN);
  }

  public Case(Envelope envelope, Message message, SenderFacts sender) {
    this.envelope = envelope;
    this.message = message;
    this.sender = sender;
  }

  /// A deadline has come: nobody waits for what is being derived.
  void abandon() {
    for (Fact<?, ?> fact :
        List.of(
            header, content, normal, forwarded, asking, contacts, language, relations, quotation,
            targets, coded, unpacked, telling, reading, pictures, drawn, office, pages, prints)) {
      fact.abandon();
    }
  }

  /// What earlier stages found.
  public Report before() {
    return before;
  }

  /// Whether an earlier stage is certain that the sender pretends to be somebody: a sign of
  /// impersonation of two points or more, at its full strength.
  public boolean feigned() {
    for (Finding one : before.findings()) {
      if (one.strength() == 1
          && one.points() >= FEIGNED
          && one.symbol().kind().equals(Optional.of(Category.PHISHING))) {
        return true;
      }
    }
    return false;
  }

  void examined(Report report) {
    before = before.and(report);
  }

  /// Until [#seekCodes] nobody sees codes, unless they were read already.
  void postponeCodes() {
    codesPending = pictures.known().isEmpty();
  }

  /// From now on codes are read; whether there are any.
  boolean seekCodes() throws InterruptedException {
    codesPending = false;
    return !pictures().codes().isEmpty();
  }

  /// From now on text in pictures is read where somebody asks for it; whether there may be any.
  boolean wantDrawn() {
    drawnWanted = pictures.known().filter(facts -> !facts.wordy().isEmpty()).isPresent();
    return drawnWanted;
  }

  /// What SMTP said.
  public Envelope envelope() {
    return envelope;
  }

  /// To whom it goes, in lower case.
  public List<String> recipients() {
    return envelope.to().stream()
        .map(recipient -> recipient.address().toString().toLowerCase(Locale.ROOT))
        .toList();
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
    return header.get();
  }

  /// What a reader sees of the body.
  public ContentFacts content() {
    return content.get();
  }

  /// The text a reader sees as it was meant to be read.
  public NormalText normal() {
    return normal.get();
  }

  /// The message that this one passes on.
  public Optional<Forwarded> forwarded() {
    return forwarded.get();
  }

  /// The same message with nothing but the words of its sender, where he shows another message and
  /// doubts it, and nothing speaks against him; and where a site shows words that wait for a
  /// decision of its owner; see [Asking].
  public Optional<Case> asking() {
    return asking.get();
  }

  /// By what the sender wants to be reached or paid.
  public Contacts contacts() {
    return contacts.get();
  }

  /// What it has in common with its copies for others.
  public Fingerprints fingerprints() {
    return prints.get();
  }

  /// The same, where somebody asked for it before.
  public Optional<Fingerprints> knownFingerprints() {
    return prints.known();
  }

  /// In which language and letters the text is written.
  public LanguageFacts language() {
    return language.get();
  }

  /// Which domains take part.
  public SenderRelations relations() {
    return relations.get();
  }

  /// Which links it only shows.
  public Quotation quotation() {
    return quotation.get();
  }

  /// Where the links lead that a reader follows, those of codes and PDF files included. Only for
  /// checks of the active stage.
  public LinkTargets targets() throws InterruptedException {
    return pictures().codes().isEmpty() ? targets.get() : coded.get();
  }

  private LinkTargets lead() throws InterruptedException {
    return LinkTargets.of(links(), relations(), followed, quotation());
  }

  /// No link of the message is to be followed, whatever the engine was told.
  public void leaveLinks() {
    linksLeft = true;
  }

  /// Whether links of the message may be followed.
  boolean mayFollow() {
    return !linksLeft;
  }

  /// Where those shortened links lead that were followed before the active stage; none unless the
  /// engine was told to follow them.
  public Resolutions followed() {
    return followed;
  }

  void followed(Resolutions all) {
    followed = all;
  }

  /// What lies in the archives of the message.
  public Unpacked unpacked() throws InterruptedException {
    return unpacked.get();
  }

  /// What the Bayesian filters see; of pictures, PDF files and documents, what was read so far. Ask
  /// when all checks have looked.
  public BayesTokens tokens() {
    Beside now =
        BesideTheText.all(
            telling.get(),
            content(),
            pictures.known().orElse(PictureFacts.NONE),
            drawn.known().orElse(DrawnText.NONE),
            office.known().orElse(OfficeFacts.NONE));
    Tokens known = tokens;
    if (known == null || !known.beside.equals(now)) {
      known = new Tokens(now, BayesTokens.of(message, header(), content(), now));
      tokens = known;
    }
    return known.all;
  }

  private record Tokens(Beside beside, BayesTokens all) {}

  private PictureReading reading() throws InterruptedException {
    return reading.get();
  }

  /// What pictures and PDF files say, text that is drawn left out, and codes as long as the engine
  /// does not want them. Only for checks of the active stage: it can cost a second.
  public PictureFacts pictures() throws InterruptedException {
    PictureReading begun = reading();
    return codesPending ? begun.files() : pictures.get();
  }

  /// Whether pictures that may hold codes were not searched for them.
  public boolean codesUnread() throws InterruptedException {
    return codesPending && reading().drawn();
  }

  /// The text in pictures, where the engine wanted it to be read; nothing before. Only for checks
  /// of the active stage that say so, see [Check#reads].
  public DrawnText drawn() throws InterruptedException {
    return drawnWanted ? drawn.get() : DrawnText.NONE;
  }

  /// Whether pictures that may hold text are left unread.
  public boolean drawnUnread() throws InterruptedException {
    return !drawnWanted && !pictures().wordy().isEmpty();
  }

  /// Attached files that a browser shows, those in small archives included. Only for checks of the
  /// active stage.
  public List<HtmlFacts> pages() throws InterruptedException {
    return content().attachments().isEmpty() ? content().attachedPages() : pages.get();
  }

  private List<HtmlFacts> shown() throws InterruptedException {
    List<HtmlFacts> packed = PackedPages.read(content().attachments(), unpacked());
    return packed.isEmpty()
        ? content().attachedPages()
        : Stream.concat(content().attachedPages().stream(), packed.stream()).toList();
  }

  /// What office documents say. Only for checks of the active stage.
  public OfficeFacts office() throws InterruptedException {
    return office.get();
  }

  /// All a reader sees: the visible text, then that of attached notes, of pictures that was read,
  /// of PDF files and office documents. Only for checks of the active stage.
  public String text() throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(content().visible()));
    all.add(content().notes());
    all.add(drawn().text());
    all.add(pictures().text());
    all.add(office().text());
    all.subList(1, all.size()).removeIf(String::isEmpty);
    return all.size() == 1 ? all.getFirst() : String.join("\n", all);
  }

  /// All links a reader can follow: those of the text, names of hosts in it included, of codes, of
  /// PDF files and office documents. Only for checks of the active stage.
  public List<Link> links() throws InterruptedException {
    List<Link> bare = content().bare();
    List<Link> pictured = pictures().links();
    List<Link> written = office().links();
    List<Link> noted = content().noteLinks();
    return bare.isEmpty() && pictured.isEmpty() && written.isEmpty() && noted.isEmpty()
        ? content().links()
        : Stream.of(content().links(), bare, noted, pictured, written)
            .flatMap(List::stream)
            .toList();
  }
}
