package org.postern.mail.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// One element with all below it, namespaces dropped.
record XmlNode(
    String name, String nameAttribute, String definition, String text, List<XmlNode> children) {

  private static final int DEEPEST = 20;
  private static final int MOST_NODES = 5_000;

  /// Counts down what one subtree may hold.
  private static final class Room {
    private int nodes = MOST_NODES;
  }

  /// Reads the element at whose start the reader stands, to its end.
  static XmlNode read(XMLStreamReader reader, ReportLimits limits) throws XMLStreamException {
    return read(reader, limits, 0, new Room());
  }

  private static XmlNode read(XMLStreamReader reader, ReportLimits limits, int depth, Room room)
      throws XMLStreamException {
    if (depth > DEEPEST || room.nodes-- <= 0) {
      throw new XMLStreamException("too many elements");
    }
    String name = reader.getLocalName();
    String nameAttribute = attribute(reader, "name");
    String definition = attribute(reader, "definition");
    StringBuilder text = new StringBuilder();
    List<XmlNode> children = new ArrayList<>();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT ->
            children.add(read(reader, limits, depth + 1, room));
        case XMLStreamConstants.END_ELEMENT -> {
          return new XmlNode(name, nameAttribute, definition, text.toString().strip(), children);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (text.length() + reader.getTextLength() > limits.text()) {
            throw new XMLStreamException("a text is too long");
          }
          text.append(reader.getText());
        }
        case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
            throw new XMLStreamException("an entity");
        default -> {} // Comments and processing instructions say nothing.
      }
    }
  }

  private static String attribute(XMLStreamReader reader, String name) {
    String value = reader.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  /// The first child of that name, or an empty one.
  XmlNode child(String wanted) {
    return children.stream()
        .filter(child -> child.name.equals(wanted))
        .findFirst()
        .orElse(new XmlNode(wanted, "", "", "", List.of()));
  }

  List<XmlNode> all(String wanted) {
    return children.stream().filter(child -> child.name.equals(wanted)).toList();
  }

  /// The text of a child; empty where it is missing or empty.
  Optional<String> value(String wanted) {
    return Optional.of(child(wanted).text).filter(value -> !value.isEmpty());
  }
}
