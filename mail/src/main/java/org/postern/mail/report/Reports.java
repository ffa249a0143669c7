package org.postern.mail.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// Finds the reports that a message carries, as an attachment, as its only body or as the parts of
/// a multipart/report. Thread-safe.
public final class Reports {

  private final ReportLimits limits;

  public Reports(ReportLimits limits) {
    this.limits = limits;
  }

  /// Every report found, and what looked like one and is broken; none in ordinary mail.
  public List<Reading<? extends Report>> in(Message message) {
    List<Reading<? extends Report>> found = new ArrayList<>();
    List<Part> parts = message.parts();
    int looked = 0;
    for (Part part : parts) {
      String type = type(part);
      if (looked >= limits.attachments()) {
        break;
      }
      if (type.equals("message/feedback-report")) {
        looked++;
        found.add(FeedbackReader.read(octets(message, part), parts, limits));
      } else if (part.children().isEmpty() && mayBeReport(part, type)) {
        looked++;
        report(part, type).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  static String type(Part part) {
    return part.contentType().type() + "/" + part.contentType().subtype();
  }

  /// The content of a part that the MIME reader may have taken for a message of its own.
  private static byte[] octets(Message message, Part part) {
    byte[] content = part.content();
    return content.length > 0
        ? content
        : Arrays.copyOfRange(message.octets(), part.bodyStart(), part.bodyEnd());
  }

  private static boolean mayBeReport(Part part, String type) {
    return switch (type) {
      case "application/tlsrpt", "application/tlsrpt+gzip", "application/tlsrpt+json" -> true;
      case "application/gzip", "application/x-gzip", "application/zip" -> true;
      case "application/x-zip-compressed", "text/xml", "application/xml" -> true;
      default -> part.names().stream().anyMatch(Reports::mayBeReport);
    };
  }

  private static boolean mayBeReport(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".xml")
        || lower.endsWith(".xml.gz")
        || lower.endsWith(".json.gz")
        || (lower.endsWith(".zip") && lower.contains("!"));
  }

  /// A report, or something that is broken although it is said to be one. Archives and XML of other
  /// kinds are no report.
  private Optional<Reading<? extends Report>> report(Part part, String type) {
    boolean named = part.names().stream().anyMatch(name -> name.contains("!"));
    boolean tls = type.startsWith("application/tlsrpt");
    Optional<byte[]> octets = Unpacking.unpack(part.content(), limits.octets());
    if (octets.isEmpty()) {
      return named || tls
          ? Optional.of(new Reading.Broken<AggregateReport>("cannot be unpacked, or is too large"))
          : Optional.empty();
    }
    Reading<? extends Report> reading =
        tls || firstOctet(octets.get()) == '{'
            ? TlsReport.read(octets.get(), limits)
            : AggregateReport.read(octets.get(), limits);
    boolean ok = reading instanceof Reading.Ok;
    return ok || named || tls ? Optional.of(reading) : Optional.empty();
  }

  private static int firstOctet(byte[] octets) {
    for (byte octet : octets) {
      if (octet > ' ') {
        return octet;
      }
    }
    return -1;
  }
}
