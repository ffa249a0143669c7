package org.postern.mail.report;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.postern.mail.mime.DateTime;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.mime.Part;

/// Reads the fields of a `message/feedback-report`.
final class FeedbackReader {

  private static final int MOST_VALUES = 100;

  private final Headers fields;
  private final ReportLimits limits;

  private FeedbackReader(Headers fields, ReportLimits limits) {
    this.fields = fields;
    this.limits = limits;
  }

  /// Reads the fields, and what stands beside them in the report.
  static Reading<FeedbackReport> read(byte[] octets, List<Part> beside, ReportLimits limits) {
    if (octets.length > limits.octets()) {
      return new Reading.Broken<>("more than " + limits.octets() + " octets");
    }
    MimeLimits small = new MimeLimits(1, 1, 1 << 20, 1_000);
    Headers fields = new MimeParser(small).parse(octets).headers();
    if (fields.first("Feedback-Type").isEmpty()) {
      return new Reading.Broken<>("no Feedback-Type");
    }
    return new Reading.Ok<>(new FeedbackReader(fields, limits).report(beside));
  }

  private FeedbackReport report(List<Part> beside) {
    return new FeedbackReport(
        type(),
        text("User-Agent").orElse(""),
        arrival(),
        texts("Authentication-Results"),
        text("Incidents").map(value -> number(value, 1L)).orElse(1L),
        text("Original-Envelope-Id"),
        text("Original-Mail-From"),
        texts("Original-Rcpt-To"),
        texts("Reported-Domain"),
        texts("Reported-URI"),
        text("Reporting-MTA").map(value -> value.substring(value.indexOf(';') + 1).strip()),
        text("Source-IP").flatMap(value -> AggregateReader.address(value.split("[ \\t(]", 2)[0])),
        text("Source-Port").map(value -> (int) Math.min(65_535, number(value, 0))).orElse(0),
        failure(),
        first(beside, "text/rfc822-headers")
            .map(part -> new String(part.content(), StandardCharsets.UTF_8)),
        first(beside, "message/rfc822"));
  }

  private static Optional<Part> first(List<Part> beside, String type) {
    return beside.stream().filter(part -> Reports.type(part).equals(type)).findFirst();
  }

  private FeedbackReport.FeedbackType type() {
    return word("Feedback-Type", FeedbackReport.FeedbackType.OTHER);
  }

  private FeedbackReport.Failure failure() {
    return new FeedbackReport.Failure(
        word("Auth-Failure", FeedbackReport.AuthFailure.UNSPECIFIED),
        word("Delivery-Result", FeedbackReport.Delivery.UNSPECIFIED),
        alignment(),
        text("DKIM-Domain"),
        text("DKIM-Identity"),
        text("DKIM-Selector"),
        text("DKIM-Selector-DNS"),
        text("DKIM-ADSP-DNS"),
        text("DKIM-Canonicalized-Header"),
        text("DKIM-Canonicalized-Body"),
        text("SPF-DNS"));
  }

  private FeedbackReport.Alignment alignment() {
    String value = text("Identity-Alignment").orElse("").toLowerCase(Locale.ROOT);
    boolean dkim = value.contains("dkim");
    boolean spf = value.contains("spf");
    if (dkim || spf) {
      return dkim && spf
          ? FeedbackReport.Alignment.DKIM_SPF
          : dkim ? FeedbackReport.Alignment.DKIM : FeedbackReport.Alignment.SPF;
    }
    return value.equals("none")
        ? FeedbackReport.Alignment.NONE
        : FeedbackReport.Alignment.UNSPECIFIED;
  }

  // RFC 5965 section 3.2 has Arrival-Date, and Received-Date for the same in older reports.
  private Optional<Instant> arrival() {
    return text("Arrival-Date")
        .or(() -> text("Received-Date"))
        .flatMap(DateTime::parse)
        .map(date -> date.time().toInstant());
  }

  private <E extends Enum<E>> E word(String field, E otherwise) {
    String value = text(field).orElse("").replace('-', '_');
    for (E each : otherwise.getDeclaringClass().getEnumConstants()) {
      if (each.name().equalsIgnoreCase(value)) {
        return each;
      }
    }
    return otherwise;
  }

  private static long number(String text, long otherwise) {
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
  }

  private Optional<String> text(String name) {
    return fields.value(name).map(this::bounded).filter(value -> !value.isEmpty());
  }

  private List<String> texts(String name) {
    return fields.all(name).stream()
        .limit(MOST_VALUES)
        .map(Field::value)
        .map(this::bounded)
        .toList();
  }

  private String bounded(String value) {
    return value.length() > limits.text() ? value.substring(0, limits.text()) : value;
  }
}
