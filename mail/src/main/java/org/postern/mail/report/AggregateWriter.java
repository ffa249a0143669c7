package org.postern.mail.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.postern.mail.dmarc.AlignmentMode;
import org.postern.mail.dmarc.Policy;

/// Writes an aggregate report in the form of RFC 9990. Extensions of others are not written.
final class AggregateWriter {

  private static final String NAMESPACE = "urn:ietf:params:xml:ns:dmarc-2.0";

  private final XMLStreamWriter out;

  private AggregateWriter(XMLStreamWriter out) {
    this.out = out;
  }

  static byte[] write(AggregateReport report) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try {
      XMLStreamWriter out =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(octets, StandardCharsets.UTF_8.name());
      new AggregateWriter(out).feedback(report);
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return octets.toByteArray();
  }

  private void feedback(AggregateReport report) throws XMLStreamException {
    out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    out.writeStartElement("feedback");
    out.writeDefaultNamespace(NAMESPACE);
    value("version", report.version());
    metadata(report.metadata());
    published(report.published());
    for (AggregateReport.Row row : report.rows()) {
      row(row);
    }
    out.writeEndElement();
    out.writeEndDocument();
  }

  private void metadata(AggregateReport.Metadata metadata) throws XMLStreamException {
    out.writeStartElement("report_metadata");
    value("org_name", metadata.organization());
    value("email", metadata.email());
    value("extra_contact_info", metadata.contact());
    value("report_id", metadata.id());
    out.writeStartElement("date_range");
    value("begin", String.valueOf(metadata.begin().getEpochSecond()));
    value("end", String.valueOf(metadata.end().getEpochSecond()));
    out.writeEndElement();
    for (String error : metadata.errors()) {
      value("error", error);
    }
    value("generator", metadata.generator());
    out.writeEndElement();
  }

  private void published(AggregateReport.Published published) throws XMLStreamException {
    out.writeStartElement("policy_published");
    value("domain", published.domain());
    value("discovery_method", published.discovery().map(AggregateReport::word));
    value("p", published.policy().map(Policy::word));
    value("sp", published.subdomains().map(Policy::word));
    value("np", published.nonexistent().map(Policy::word));
    value("fo", published.failureOptions());
    value("adkim", published.dkim().map(AggregateWriter::letter));
    value("aspf", published.spf().map(AggregateWriter::letter));
    value("testing", published.testing() ? "y" : "n");
    out.writeEndElement();
  }

  private static String letter(AlignmentMode mode) {
    return switch (mode) {
      case RELAXED -> "r";
      case STRICT -> "s";
    };
  }

  private void row(AggregateReport.Row row) throws XMLStreamException {
    out.writeStartElement("record");
    out.writeStartElement("row");
    value("source_ip", row.source().map(address -> address.getHostAddress()));
    value("count", String.valueOf(row.count()));
    out.writeStartElement("policy_evaluated");
    value("disposition", row.evaluated().disposition().map(AggregateReport::word));
    value("dkim", row.evaluated().dkim().map(AggregateReport::word));
    value("spf", row.evaluated().spf().map(AggregateReport::word));
    for (AggregateReport.Reason reason : row.evaluated().reasons()) {
      out.writeStartElement("reason");
      value("type", AggregateReport.word(reason.type()));
      value("comment", reason.comment());
      out.writeEndElement();
    }
    out.writeEndElement();
    out.writeEndElement();
    out.writeStartElement("identifiers");
    value("envelope_to", row.identifiers().envelopeTo());
    value("envelope_from", row.identifiers().envelopeFrom());
    value("header_from", row.identifiers().headerFrom());
    out.writeEndElement();
    results(row);
    out.writeEndElement();
  }

  private void results(AggregateReport.Row row) throws XMLStreamException {
    out.writeStartElement("auth_results");
    for (AggregateReport.Signature signature : row.dkim()) {
      out.writeStartElement("dkim");
      value("domain", signature.domain());
      value("selector", signature.selector());
      value("result", signature.result().map(AggregateReport::word));
      value("human_result", signature.human());
      out.writeEndElement();
    }
    for (AggregateReport.Sender sender : row.spf()) {
      out.writeStartElement("spf");
      value("domain", sender.domain());
      value("scope", sender.scope().map(AggregateReport::word));
      value("result", sender.result().map(AggregateReport::word));
      value("human_result", sender.human());
      out.writeEndElement();
    }
    out.writeEndElement();
  }

  private void value(String name, Optional<String> text) throws XMLStreamException {
    if (text.isPresent()) {
      value(name, text.get());
    }
  }

  private void value(String name, String text) throws XMLStreamException {
    out.writeStartElement(name);
    out.writeCharacters(legal(text));
    out.writeEndElement();
  }

  /// XML 1.0 has no place for most control characters, escaped or not.
  private static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints().map(c -> allowed(c) ? c : 0xFFFD).forEach(legal::appendCodePoint);
    return legal.toString();
  }

  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= ' ' && c < 0xD800)
        || (c > 0xDFFF && c < 0xFFFE)
        || c > 0xFFFF;
  }
}
