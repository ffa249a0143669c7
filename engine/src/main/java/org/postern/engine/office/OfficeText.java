package org.postern.engine.office;

import java.io.ByteArrayInputStream;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Gathers what the files of one document say. The names of elements are those of ECMA-376
/// (WordprocessingML, SpreadsheetML, DrawingML) and ISO 26300, whatever prefix they have.
///
/// Not thread-safe.
final class OfficeText {

  private static final int TEXT = 40_000;
  private static final int LINKS = 200;
  private static final int ADDRESS = 8_192;

  /// A field or a formula that leads somewhere: HYPERLINK "…", also with its quotes doubled.
  private static final Pattern HYPERLINK =
      Pattern.compile(
          "HYPERLINK\\s{0,20}\\(?\\s{0,20}\"{1,2}([^\"]{4,8192})\"", Pattern.CASE_INSENSITIVE);

  /// A field that asks another program: DDE, DDEAUTO; a formula that does: `cmd|'/c calc'!A1`.
  private static final Pattern COMMAND =
      Pattern.compile(
          "\\bDDE(?:AUTO)?\\s.{1,300}|[a-z0-9_.]{2,40}\\|'[^']{1,300}'!.{0,40}",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /// Kinds of relations whose target is fetched without a click.
  private static final Set<String> LOADING =
      Set.of("attachedtemplate", "oleobject", "frame", "subdocument");

  private final XMLInputFactory factory = hardened();

  private final StringBuilder text = new StringBuilder();
  private final Set<String> links = new LinkedHashSet<>();
  private final Set<String> loaded = new LinkedHashSet<>();
  private final Set<String> commands = new LinkedHashSet<>();
  private final StringBuilder field = new StringBuilder();
  private boolean inText;
  private boolean inField;

  private static XMLInputFactory hardened() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }

  OfficeDocument document(String name) {
    String all = text.toString().strip();
    int letters = (int) all.codePoints().filter(Character::isLetter).count();
    return new OfficeDocument(
        name,
        all,
        letters,
        links.stream().toList(),
        loaded.stream().toList(),
        commands.stream().toList());
  }

  /// Reads a file of pages.
  ///
  /// @return whether it was well-formed; what stood before an error counts
  boolean page(byte[] content) {
    return walk(content, this::pageElement);
  }

  /// Reads a file of relations (ECMA-376 part 2, clause 9).
  ///
  /// @return whether it was well-formed; what stood before an error counts
  boolean relations(byte[] content) {
    return walk(content, this::relation);
  }

  private interface Visitor {
    void element(XMLStreamReader xml) throws XMLStreamException;
  }

  private boolean walk(byte[] content, Visitor visitor) {
    field.setLength(0);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(content));
      try {
        while (xml.hasNext()) {
          int event = xml.next();
          if (event == XMLStreamConstants.START_ELEMENT) {
            visitor.element(xml);
          } else if (event == XMLStreamConstants.END_ELEMENT) {
            ended(xml.getLocalName());
          } else if (inText && xml.isCharacters()) {
            characters(xml);
          }
        }
      } finally {
        xml.close();
      }
      return true;
    } catch (XMLStreamException | RuntimeException _) {
      return false; // RuntimeException: the parser throws some on damaged input
    } finally {
      endField();
      inText = false;
    }
  }

  private void characters(XMLStreamReader xml) {
    StringBuilder out = inField ? field : text;
    int room = TEXT - out.length();
    if (room > 0) {
      out.append(xml.getTextCharacters(), xml.getTextStart(), Math.min(room, xml.getTextLength()));
    }
  }

  private void pageElement(XMLStreamReader xml) {
    switch (xml.getLocalName()) {
      case "t", "h", "span" -> open(false);
      case "instrText", "f" -> open(true);
      case "fldSimple" -> {
        endField();
        field.append(attribute(xml, "instr"));
        endField();
      }
      case "a" -> {
        open(false);
        link(attribute(xml, "href"));
      }
      case "tab", "s" -> text.append(' ');
      case "br", "line-break" -> text.append('\n');
      case "ddeLink" ->
          command(attribute(xml, "ddeService") + "|'" + attribute(xml, "ddeTopic") + "'!");
      case "p" -> {
        if (xml.getNamespaceURI() != null && xml.getNamespaceURI().contains("opendocument")) {
          open(false);
        }
      }
      default -> {
        // styles, places, numbers
      }
    }
  }

  private void open(boolean ofField) {
    inText = true;
    inField = ofField;
  }

  private void ended(String name) {
    switch (name) {
      case "t", "h" -> inText = false;
      case "instrText" -> inText = false; // a field goes on over several of these
      case "f" -> {
        inText = false;
        endField();
      }
      case "p", "si", "tr" -> {
        inText = false;
        endField();
        if (!text.isEmpty() && text.length() < TEXT) {
          text.append('\n');
        }
      }
      default -> {
        // goes on
      }
    }
  }

  private void endField() {
    if (!field.isEmpty()) {
      Matcher link = HYPERLINK.matcher(field);
      while (link.find()) {
        link(link.group(1));
      }
      Matcher asked = COMMAND.matcher(field);
      if (asked.find()) {
        command(asked.group());
      }
      field.setLength(0);
    }
    inField = false;
  }

  private void relation(XMLStreamReader xml) {
    if (!attribute(xml, "TargetMode").equalsIgnoreCase("External")) {
      return;
    }
    String type = attribute(xml, "Type");
    String kind = type.substring(type.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String target = attribute(xml, "Target").strip();
    if (LOADING.contains(kind)) {
      if (loaded.size() < LINKS && target.length() <= ADDRESS) {
        loaded.add(target);
      }
    } else if (kind.equals("hyperlink")) {
      link(target);
    }
  }

  private void link(String target) {
    String stripped = target.strip();
    if (!stripped.isEmpty()
        && !stripped.startsWith("#")
        && stripped.length() <= ADDRESS
        && links.size() < LINKS) {
      links.add(stripped);
    }
  }

  private void command(String asked) {
    if (commands.size() < LINKS) {
      commands.add(asked);
    }
  }

  private static String attribute(XMLStreamReader xml, String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i);
      }
    }
    return "";
  }
}
