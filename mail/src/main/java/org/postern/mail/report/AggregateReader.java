package org.postern.mail.report;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.postern.mail.dmarc.AlignmentMode;
import org.postern.mail.dmarc.Policy;

/// Reads the XML of an aggregate report with the JDK's StAX: no DTD, no entities but the five of
/// XML, elements in any order and namespace, unknown ones passed over.
final class AggregateReader {

  private static final int MOST_ERRORS = 100;

  private final ReportLimits limits;
  private final List<AggregateReport.Row> rows = new ArrayList<>();
  private final List<AggregateReport.Extension> extensions = new ArrayList<>();
  private Optional<String> version = Optional.empty();
  private Optional<AggregateReport.Metadata> metadata = Optional.empty();
  private Optional<AggregateReport.Published> published = Optional.empty();

  AggregateReader(ReportLimits limits) {
    this.limits = limits;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }

  Reading<AggregateReport> read(byte[] xml) {
    if (xml.length > limits.octets()) {
      return new Reading.Broken<>("more than " + limits.octets() + " octets");
    }
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      return new Reading.Broken<>("not readable as XML");
    }
  }

  private Reading<AggregateReport> read(XMLStreamReader reader) throws XMLStreamException {
    boolean root = false;
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.DTD) {
        return new Reading.Broken<>("a document type");
      }
      if (event != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      if (!root) {
        if (!reader.getLocalName().equals("feedback")) {
          return new Reading.Broken<>("no feedback element");
        }
        root = true;
        continue;
      }
      if (rows.size() >= limits.records()) {
        return new Reading.Broken<>("more than " + limits.records() + " records");
      }
      take(XmlNode.read(reader, limits));
    }
    if (metadata.isEmpty() || published.isEmpty()) {
      return new Reading.Broken<>("no report_metadata or no policy_published");
    }
    return new Reading.Ok<>(
        new AggregateReport(version, metadata.get(), published.get(), rows, extensions));
  }

  private void take(XmlNode node) {
    switch (node.name()) {
      case "version" -> version = Optional.of(node.text());
      case "report_metadata" -> metadata = Optional.of(metadata(node));
      case "policy_published" -> published = Optional.of(published(node));
      case "record" -> rows.add(row(node));
      case "extensions" -> extensions.addAll(extensions(node));
      default -> {} // RFC 9990 section 3.1: unknown elements are ignored.
    }
  }

  private static AggregateReport.Metadata metadata(XmlNode node) {
    XmlNode range = node.child("date_range");
    return new AggregateReport.Metadata(
        node.value("org_name").orElse(""),
        node.value("email").orElse(""),
        node.value("extra_contact_info"),
        node.value("report_id").orElse(""),
        instant(range.value("begin")),
        instant(range.value("end")),
        node.all("error").stream().limit(MOST_ERRORS).map(XmlNode::text).toList(),
        node.value("generator"));
  }

  private static AggregateReport.Published published(XmlNode node) {
    return new AggregateReport.Published(
        node.value("domain").orElse(""),
        mode(node.value("adkim")),
        mode(node.value("aspf")),
        word(Policy.class, node.value("p")),
        word(Policy.class, node.value("sp")),
        word(Policy.class, node.value("np")),
        node.value("testing").map(value -> value.equalsIgnoreCase("y")).orElse(false),
        word(AggregateReport.Discovery.class, node.value("discovery_method")),
        node.value("fo"));
  }

  private static AggregateReport.Row row(XmlNode node) {
    XmlNode row = node.child("row");
    XmlNode evaluated = row.child("policy_evaluated");
    XmlNode identifiers = node.child("identifiers");
    XmlNode results = node.child("auth_results");
    return new AggregateReport.Row(
        row.value("source_ip").flatMap(AggregateReader::address),
        row.value("count").map(AggregateReader::number).orElse(0L),
        new AggregateReport.Evaluated(
            word(AggregateReport.Disposition.class, evaluated.value("disposition")),
            word(AggregateReport.Result.class, evaluated.value("dkim")),
            word(AggregateReport.Result.class, evaluated.value("spf")),
            evaluated.all("reason").stream().map(AggregateReader::reason).toList()),
        new AggregateReport.Identifiers(
            identifiers.value("envelope_to"),
            identifiers.value("envelope_from"),
            identifiers.value("header_from").orElse("")),
        results.all("dkim").stream().map(AggregateReader::signature).toList(),
        results.all("spf").stream().map(AggregateReader::sender).toList(),
        extensions(node.child("extensions")));
  }

  private static AggregateReport.Reason reason(XmlNode node) {
    return new AggregateReport.Reason(
        word(AggregateReport.ReasonType.class, node.value("type"))
            .orElse(AggregateReport.ReasonType.OTHER),
        node.value("comment"));
  }

  private static AggregateReport.Signature signature(XmlNode node) {
    return new AggregateReport.Signature(
        node.value("domain").orElse(""),
        node.value("selector"),
        word(AggregateReport.Result.class, node.value("result")),
        node.value("human_result"));
  }

  private static AggregateReport.Sender sender(XmlNode node) {
    return new AggregateReport.Sender(
        node.value("domain").orElse(""),
        word(AggregateReport.Scope.class, node.value("scope")),
        word(AggregateReport.Result.class, node.value("result")),
        node.value("human_result"));
  }

  private static List<AggregateReport.Extension> extensions(XmlNode node) {
    return node.all("extension").stream()
        .map(each -> new AggregateReport.Extension(each.nameAttribute(), each.definition()))
        .toList();
  }

  private static Optional<AlignmentMode> mode(Optional<String> value) {
    return switch (value.orElse("").toLowerCase(Locale.ROOT)) {
      case "r" -> Optional.of(AlignmentMode.RELAXED);
      case "s" -> Optional.of(AlignmentMode.STRICT);
      default -> Optional.empty();
    };
  }

  private static <E extends Enum<E>> Optional<E> word(Class<E> type, Optional<String> value) {
    for (E each : type.getEnumConstants()) {
      if (value.isPresent() && each.name().equalsIgnoreCase(value.get())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // The library's answer for "no address".
    }
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
  }

  private static Instant instant(Optional<String> seconds) {
    long number = seconds.map(AggregateReader::number).orElse(0L);
    return Instant.ofEpochSecond(Math.min(number, Instant.MAX.getEpochSecond()));
  }
}
