package org.postern.mail.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the JSON of a TLS report: values as text, what is unknown passed over.
final class TlsReader {

  private static final int DEEPEST = 20;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_NUMBER = 18;

  private final ReportLimits limits;
  private int room;

  TlsReader(ReportLimits limits) {
    this.limits = limits;
    this.room = 20 * limits.records();
  }

  Reading<TlsReport> read(byte[] json) {
    if (json.length > limits.octets()) {
      return new Reading.Broken<>("more than " + limits.octets() + " octets");
    }
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(limits.text())
            .maxNumberLength(LONGEST_NUMBER)
            .maxNameLength(LONGEST_NAME)
            .build();
    JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    try (JsonParser parser = factory.createParser(json)) {
      parser.nextToken();
      Object value = value(parser);
      return parser.nextToken() == null && value instanceof Map<?, ?> members
          ? report(new Members(members))
          : new Reading.Broken<>("no JSON object");
    } catch (IOException e) {
      return new Reading.Broken<>("not readable as JSON");
    }
  }

  /// Strings, lists and maps; what is no such thing is its text.
  private Object value(JsonParser parser) throws IOException {
    if (room-- <= 0) {
      throw new IOException("too many values");
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> members = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        members.put(name, value(parser));
      }
      return members;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> items = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        items.add(value(parser));
      }
      return items;
    }
    if (token == null) {
      throw new IOException("the end");
    }
    return token == JsonToken.VALUE_NULL ? "" : parser.getText();
  }

  private static Reading<TlsReport> report(Members report) {
    Members range = report.object("date-range");
    if (report.list("policies").isEmpty() && report.text("report-id").isEmpty()) {
      return new Reading.Broken<>("no report-id and no policies");
    }
    List<TlsReport.PolicyResult> policies = new ArrayList<>();
    for (Object each : report.list("policies")) {
      if (each instanceof Map<?, ?> members) {
        policies.add(policy(new Members(members)));
      }
    }
    return new Reading.Ok<>(
        new TlsReport(
            report.text("organization-name").orElse(""),
            instant(range.text("start-datetime")),
            instant(range.text("end-datetime")),
            report.text("contact-info").orElse(""),
            report.text("report-id").orElse(""),
            policies));
  }

  private static TlsReport.PolicyResult policy(Members result) {
    Members policy = result.object("policy");
    Members summary = result.object("summary");
    List<TlsReport.Failure> failures = new ArrayList<>();
    for (Object each : result.list("failure-details")) {
      if (each instanceof Map<?, ?> members) {
        failures.add(failure(new Members(members)));
      }
    }
    return new TlsReport.PolicyResult(
        policy.text("policy-type").orElse(""),
        policy.texts("policy-string"),
        policy.text("policy-domain"),
        policy.texts("mx-host"),
        summary.number("total-successful-session-count"),
        summary.number("total-failure-session-count"),
        failures);
  }

  private static TlsReport.Failure failure(Members failure) {
    return new TlsReport.Failure(
        failure.text("result-type").orElse(""),
        failure.text("sending-mta-ip"),
        failure.text("receiving-mx-hostname"),
        failure.text("receiving-mx-helo"),
        failure.text("receiving-ip"),
        failure.number("failed-session-count"),
        failure.text("additional-information"),
        failure.text("failure-reason-code"));
  }

  private static Instant instant(Optional<String> text) {
    try {
      return OffsetDateTime.parse(text.orElse("")).toInstant();
    } catch (DateTimeException e) {
      return Instant.EPOCH; // As an aggregate report without a time.
    }
  }

  /// The members of an object, none where the value is another.
  private record Members(Map<?, ?> members) {

    Optional<String> text(String name) {
      return members.get(name) instanceof String text && !text.isEmpty()
          ? Optional.of(text)
          : Optional.empty();
    }

    long number(String name) {
      return text(name).filter(t -> t.matches("[0-9]{1,18}")).map(Long::parseLong).orElse(0L);
    }

    Members object(String name) {
      return members.get(name) instanceof Map<?, ?> map ? new Members(map) : new Members(Map.of());
    }

    List<Object> list(String name) {
      return members.get(name) instanceof List<?> list ? List.copyOf(list) : List.of();
    }

    // Some write a single mx-host without a list.
    List<String> texts(String name) {
      return text(name)
          .map(List::of)
          .orElseGet(() -> list(name).stream().map(Object::toString).toList());
    }
  }
}
