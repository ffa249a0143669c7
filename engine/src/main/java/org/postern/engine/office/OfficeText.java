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
  private static final int MOST_CELLS = 2_000;
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

  /// A cell of plain text that a workbook program takes for a formula.
  private static final Pattern CELL =
      Pattern.compile(
          "(?:^|[\\n,;\\t\"])\\s{0,5}[=+@-][=+@\\s-]{0,5}([a-z0-9_.]{2,40}\\|'[^'\\n]{1,300}'![^,;\\s]{0,40})",
          Pattern.CASE_INSENSITIVE);

  /// Names of cells at which Excel 4 macros begin by themselves.
  static final Pattern AUTOMATIC =
      Pattern.compile(
          "(?:_xlnm\\.)?auto_?(?:open|close|activate|deactivate).{0,100}",
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
  private final MacroWords macros = new MacroWords();
  private boolean encrypted;
  private boolean inText;
  private boolean inField;
  private boolean onMacroSheet;

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
        commands.stream().toList(),
        macros.macros(),
        encrypted);
  }

  /// More text.
  void say(CharSequence more) {
    int room = TEXT - text.length();
    if (room > 0) {
      text.append(more, 0, Math.min(room, more.length()));
    }
  }

  /// The end of a line.
  void endLine() {
    if (!text.isEmpty() && text.length() < TEXT) {
      text.append('\n');
    }
  }

  /// A whole field or formula.
  void field(CharSequence code) {
    field.setLength(0);
    field.append(code, 0, Math.min(TEXT, code.length()));
    endField();
  }

  /// The cells of a table of plain text that ask another program.
  void cells(String lines) {
    int left = MOST_CELLS;
    for (int at = lines.indexOf("|'"); at >= 0 && left > 0; at = lines.indexOf("|'", at + 2)) {
      left--;
      int start = Math.max(0, at - 60);
      Matcher asked = CELL.matcher(lines.substring(start, Math.min(lines.length(), at + 400)));
      if (asked.find()) {
        command(asked.group(1));
      }
    }
  }

  /// Words of programs.
  MacroWords macros() {
    return macros;
  }

  /// It needs a password.
  void encrypted() {
    encrypted = true;
  }

  /// Reads a sheet of Excel 4 macros.
  ///
  /// @return as [#page]
  boolean macroSheet(byte[] content) {
    macros.sheet();
    onMacroSheet = true;
    try {
      return page(content);
    } finally {
      onMacroSheet = false;
    }
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
      case "hlink" -> link(attribute(xml, "dest"));
      case "Cell" -> {
        field(attribute(xml, "Formula"));
        link(attribute(xml, "HRef"));
      }
      case "Data" -> open(false);
      case "Path" -> open(true); // of another program, in Excel 2003
      case "tab", "s" -> text.append(' ');
      case "br", "line-break" -> text.append('\n');
      case "definedName" -> {
        if (AUTOMATIC.matcher(attribute(xml, "name")).matches()) {
          macros.start(attribute(xml, "name"));
        }
      }
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
      case "Data" -> {
        inText = false;
        endLine();
      }
      case "Path" -> {
        inText = false;
        if (field.indexOf("|") > 0) {
          command(field.toString());
        }
        field.setLength(0);
        inField = false;
      }
      case "instrText" -> inText = false; // a field goes on over several of these
      case "f" -> {
        inText = false;
        endField();
      }
      case "p", "si", "tr" -> {
        inText = false;
        endField();
        endLine();
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
      if (onMacroSheet) {
        macros.formula(field.toString());
      }
      field.setLength(0);
    }
    inField = false;
  }

  private void relation(XMLStreamReader xml) {
    String type = attribute(xml, "Type");
    String kind = type.substring(type.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (kind.equals("xlmacrosheet") || kind.equals("xlintlmacrosheet")) {
      macros.sheet();
    }
    if (!attribute(xml, "TargetMode").equalsIgnoreCase("External")) {
      return;
    }
    String target = attribute(xml, "Target").strip();
    if (LOADING.contains(kind)) {
      if (loaded.size() < LINKS && target.length() <= ADDRESS) {
        loaded.add(target);
      }
    } else if (kind.equals("hyperlink")) {
      link(target);
    }
  }

  /// A link, as written.
  void link(String target) {
    String stripped = target.strip();
    if (!stripped.isEmpty()
        && !stripped.startsWith("#")
        && stripped.length() <= ADDRESS
        && links.size() < LINKS) {
      links.add(stripped);
    }
  }

  /// A command to another program.
  void command(String asked) {
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
