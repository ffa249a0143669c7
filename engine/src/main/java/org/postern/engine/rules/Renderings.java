package org.postern.engine.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.mail.mime.AddressList;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Mailbox;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// One message as rules see it, each rendering made at its first use. One thread.
public final class Renderings {

  private static final int MOST_RAW_OF_PART = 500_000;
  private static final int MOST_RAW = 4 << 20;
  private static final int MOST_FULL = 1 << 20;
  private static final int PIECE = 2_048;

  private final Message message;
  private final String envelopeFrom;
  private final Optional<String> visible;
  private final HeaderTexts header;
  private final Map<HeaderSelector, Optional<String>> fields = new HashMap<>();
  private List<String> further = List.of();
  private @Nullable List<Part> leaves;
  private @Nullable List<HtmlRendering> html;
  private @Nullable Lines body;
  private @Nullable Lines raw;
  private @Nullable Lines full;
  private @Nullable Lines links;
  private @Nullable Relays relays;

  /// As SpamAssassin renders it.
  ///
  /// @param envelopeFrom the address in MAIL FROM; empty where it is null or not known
  public Renderings(Message message, String envelopeFrom) {
    this(message, envelopeFrom, Optional.empty());
  }

  /// With a text for body rules that is known already.
  ///
  /// @param visible what a reader sees of the body
  public Renderings(Message message, String envelopeFrom, String visible) {
    this(message, envelopeFrom, Optional.of(visible));
  }

  private Renderings(Message message, String envelopeFrom, Optional<String> visible) {
    this.visible = visible;
    this.message = message;
    this.envelopeFrom = envelopeFrom;
    this.header = new HeaderTexts(message.headers(), message.octets(), true);
  }

  /// The message itself.
  public Message message() {
    return message;
  }

  /// The address in MAIL FROM.
  public String envelopeFrom() {
    return envelopeFrom;
  }

  /// What a rule is searched in; empty where there is no such field.
  Optional<Lines> of(Target target) {
    return switch (target) {
      case Target.Body _ -> Optional.of(body());
      case Target.RawBody _ -> Optional.of(raw());
      case Target.Full _ -> Optional.of(full());
      case Target.Uri _ -> Optional.of(links());
      case Target.Header field ->
          header(field.selector()).map(text -> Lines.of(text.getBytes(StandardCharsets.UTF_8)));
      case Target.PartHeader field -> partHeader(field.selector());
    };
  }

  /// A field of the header; empty where it is missing.
  public Optional<String> header(HeaderSelector selector) {
    return fields.computeIfAbsent(selector, this::field);
  }

  private Optional<String> field(HeaderSelector selector) {
    return switch (selector.name()) {
      case "envelopefrom" -> envelopeFrom.isEmpty() ? Optional.empty() : Optional.of(envelopeFrom);
      case "x-spam-relays-external", "x-spam-relays-untrusted" -> Optional.of(relays().external());
      case "x-spam-relays-internal", "x-spam-relays-trusted" -> Optional.of(relays().internal());
      default -> header.text(selector);
    };
  }

  /// The first author.
  Optional<Mailbox> from() {
    return fields("From").stream()
        .flatMap(value -> AddressList.parse(value).mailboxes().stream())
        .findFirst();
  }

  /// All fields of a name, unfolded.
  List<String> fields(String name) {
    return message.headers().all(name).stream().map(Field::value).toList();
  }

  Relays relays() {
    Relays known = relays;
    if (known == null) {
      known = new Relays(fields("Received").stream().map(String::strip).toList());
      relays = known;
    }
    return known;
  }

  private Optional<Lines> partHeader(HeaderSelector selector) {
    Lines.Builder lines = new Lines.Builder(200);
    boolean any = false;
    for (Part part : message.parts()) {
      Optional<String> text =
          new HeaderTexts(part.headers(), message.octets(), part.depth() == 0).text(selector);
      if (text.isPresent()) {
        any = true;
        lines.startLine();
        lines.add(text.get());
      }
    }
    return any ? Optional.of(lines.build()) : Optional.empty();
  }

  /// Parts without parts of their own, those found inside of a text not counted.
  private List<Part> leaves() {
    List<Part> known = leaves;
    if (known == null) {
      known = new ArrayList<>();
      for (Part part : message.parts()) {
        if (part.leaf()) {
          known.add(part);
        }
      }
      leaves = known;
    }
    return known;
  }

  /// The parts of HTML.
  List<HtmlRendering> html() {
    List<HtmlRendering> known = html;
    if (known == null) {
      known = new ArrayList<>();
      for (Part part : leaves()) {
        if (BodyText.isHtml(part)) {
          known.add(HtmlRendering.of(part.text()));
        }
      }
      html = known;
    }
    return known;
  }

  /// Whether a text stands in the source of HTML, its letters in any case.
  ///
  /// @param text starts with what is no letter
  boolean htmlHolds(String text) {
    return leaves().stream()
        .filter(BodyText::isHtml)
        .map(Part::text)
        .anyMatch(source -> holds(source, text));
  }

  private static boolean holds(String source, String text) {
    char first = text.charAt(0);
    for (int i = source.indexOf(first); i >= 0; i = source.indexOf(first, i + 1)) {
      if (source.regionMatches(true, i, text, 0, text.length())) {
        return true;
      }
    }
    return false;
  }

  /// The text.
  Lines body() {
    Lines known = body;
    if (known == null) {
      String subject = header(SUBJECT).orElse("\n");
      byte[] first = subject.getBytes(StandardCharsets.UTF_8);
      known =
          visible.isPresent()
              ? BodyText.of(first, visible.get())
              : BodyText.of(first, leaves(), html());
      body = known;
    }
    return known;
  }

  private static final HeaderSelector SUBJECT =
      new HeaderSelector("subject", false, HeaderSelector.Piece.WHOLE, HeaderSelector.Which.LAST);

  /// The same with further links for `uri` rules: where those lead that were followed. Before
  /// anything was rendered.
  public Renderings leadingTo(List<String> targets) {
    further = List.copyOf(targets);
    return this;
  }

  /// The links.
  Lines links() {
    Lines known = links;
    if (known == null) {
      known = LinkTexts.of(body(), html(), further);
      links = known;
    }
    return known;
  }

  private Lines full() {
    Lines known = full;
    if (known == null) {
      Lines.Builder lines = new Lines.Builder(message.octets().length);
      lines.startLine();
      withoutCarriageReturns(message.octets(), MOST_FULL, lines);
      known = lines.build();
      full = known;
    }
    return known;
  }

  private Lines raw() {
    Lines known = raw;
    if (known == null) {
      Lines.Builder lines = new Lines.Builder(message.octets().length);
      for (Part part : leaves()) {
        String type = part.contentType().type();
        boolean calendar = part.contentType().subtype().equals("calendar");
        if (((type.equals("text") && !calendar) || type.equals("message"))
            && lines.length() < MOST_RAW) {
          int start = lines.length();
          withoutCarriageReturns(part.content(), MOST_RAW_OF_PART, lines);
          lines.split(start, at -> pieceEnd(lines, at));
        }
      }
      known = lines.build();
      raw = known;
    }
    return known;
  }

  /// A piece ends at a line end, a `>` or a space between 2 and 4 KB, if it must.
  private static int pieceEnd(Lines.Builder lines, int start) {
    if (lines.length() - start <= 2 * PIECE) {
      return lines.length();
    }
    for (char wanted : new char[] {'\n', '>', ' '}) {
      for (int i = start + PIECE; i < start + 2 * PIECE; i++) {
        if (lines.at(i) == wanted) {
          return i + 1;
        }
      }
    }
    return start + PIECE + 1;
  }

  private static void withoutCarriageReturns(byte[] octets, int most, Lines.Builder into) {
    int end = Math.min(octets.length, most);
    for (int i = 0; i < end; i++) {
      byte c = octets[i];
      if (c != '\r' || i + 1 >= octets.length || octets[i + 1] != '\n') {
        into.add(c);
      }
    }
  }
}
