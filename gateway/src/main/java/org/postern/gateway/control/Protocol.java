package org.postern.gateway.control;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.learn.BayesStatus;
import org.postern.engine.learn.Lesson;
import org.postern.gateway.control.Operations.Status;
import org.postern.gateway.json.JsonObject;
import org.postern.gateway.learning.Taught;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.learning.Word;
import org.postern.gateway.recipients.Checked;
import org.postern.gateway.recipients.Meaning;
import org.postern.gateway.relay.QueueEntry;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.mail.smtp.Reply;

/// The lines of the control channel. A request is `{"op":"retry","ref":"…"}`; the answer is any
/// number of lines `{"item":{…}}` and then `{"ok":{…}}` or `{"error":"…"}`.
final class Protocol {

  /// No line is longer.
  private static final int LONGEST = 64 << 10;

  private Protocol() {}

  static BufferedReader reader(SocketChannel channel) {
    return new BufferedReader(
        new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
  }

  static BufferedWriter writer(SocketChannel channel) {
    return new BufferedWriter(
        new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
  }

  /// The next line; empty at the end.
  static Optional<JsonObject> read(BufferedReader in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return Optional.empty();
      }
      if (line.length() >= LONGEST) {
        throw new IOException("a line of the control channel is too long");
      }
      line.append((char) c);
    }
    return Optional.of(JsonObject.parse(line.toString()));
  }

  static void write(BufferedWriter out, JsonObject line) throws IOException {
    out.write(line.toString());
    out.write('\n');
  }

  static JsonObject json(QueueEntry entry) {
    return new JsonObject()
        .with("ref", entry.ref())
        .with("mail_from", entry.mailFrom())
        .with("rcpt", entry.rcpt())
        .with("size", entry.size())
        .with("received", entry.received())
        .with("next_try", entry.nextTry())
        .with("tries", entry.tries())
        .with("last_status", entry.lastStatus())
        .with("running", entry.running());
  }

  static QueueEntry entry(JsonObject json) throws IOException {
    return new QueueEntry(
        text(json, "ref"),
        text(json, "mail_from"),
        text(json, "rcpt"),
        number(json, "size"),
        moment(json, "received"),
        moment(json, "next_try"),
        (int) number(json, "tries"),
        text(json, "last_status"),
        json.truth("running").orElseThrow(() -> missing("running")));
  }

  static Status status(JsonObject json) throws IOException {
    List<Trouble> troubles = new ArrayList<>();
    for (JsonObject trouble : json.objects("troubles")) {
      troubles.add(trouble(trouble));
    }
    return new Status(
        number(json, "pid"),
        text(json, "version"),
        moment(json, "started"),
        json.texts("smtp"),
        text(json, "http"),
        (int) number(json, "queued"),
        troubles);
  }

  private static Trouble trouble(JsonObject json) throws IOException {
    try {
      return new Trouble(
          Trouble.Kind.valueOf(text(json, "kind")),
          text(json, "what"),
          text(json, "where"),
          text(json, "why"));
    } catch (IllegalArgumentException e) {
      throw new IOException("not what a gateway answers", e);
    }
  }

  static JsonObject json(Checked checked) {
    return new JsonObject()
        .with("recipients", checked.rule().name())
        .with("listed", checked.listed())
        .with("meaning", checked.meaning().name())
        .with("code", checked.said().code())
        .with("status", checked.said().status())
        .with("lines", checked.said().lines())
        .with("host", checked.host());
  }

  static Checked checked(JsonObject json) throws IOException {
    try {
      return new Checked(
          DomainSettings.Recipients.valueOf(text(json, "recipients")),
          json.truth("listed").orElseThrow(() -> missing("listed")),
          Meaning.valueOf(text(json, "meaning")),
          new Reply((int) number(json, "code"), text(json, "status"), json.texts("lines")),
          text(json, "host"));
    } catch (IllegalArgumentException e) {
      throw new IOException("not what a gateway answers", e);
    }
  }

  static JsonObject json(JsonObject request, Teaching teaching) {
    return request
        .with("whom", teaching.whom())
        .with("report", teaching.report())
        .with("word", teaching.word().name())
        .with("lesson", Base64.getEncoder().encodeToString(teaching.lesson().encoded()))
        .with("wave", teaching.wave().stream().map(Long::toHexString).toList());
  }

  static Teaching teaching(JsonObject json) throws IOException {
    try {
      return new Teaching(
          text(json, "whom"),
          json.truth("report").orElseThrow(() -> missing("report")),
          Word.valueOf(text(json, "word")),
          Lesson.decode(Base64.getDecoder().decode(text(json, "lesson"))),
          json.texts("wave").stream().map(key -> Long.parseUnsignedLong(key, 16)).toList());
    } catch (IllegalArgumentException e) {
      throw new IOException("not what a filter learns", e);
    }
  }

  static JsonObject json(Taught taught) {
    return new JsonObject().with("owner", taught.owner()).with("outcome", taught.outcome().name());
  }

  static Taught taught(JsonObject json) throws IOException {
    try {
      return new Taught(text(json, "owner"), Taught.Outcome.valueOf(text(json, "outcome")));
    } catch (IllegalArgumentException e) {
      throw new IOException("not what a gateway answers", e);
    }
  }

  static JsonObject json(BayesStatus filter) {
    JsonObject json =
        new JsonObject()
            .with("kind", filter.owner().kind().name())
            .with("name", filter.owner().name())
            .with("spam", filter.spam())
            .with("ham", filter.ham())
            .with("tokens", filter.tokens())
            .with("octets", filter.octets())
            .with("expired", filter.expired())
            .with("speaks", filter.speaks());
    return filter.lastExpiry().map(day -> json.with("last_expiry", day.toString())).orElse(json);
  }

  static BayesStatus filter(JsonObject json) throws IOException {
    try {
      return new BayesStatus(
          new BayesOwner(BayesOwner.Kind.valueOf(text(json, "kind")), text(json, "name")),
          (int) number(json, "spam"),
          (int) number(json, "ham"),
          (int) number(json, "tokens"),
          number(json, "octets"),
          (int) number(json, "expired"),
          json.text("last_expiry").map(LocalDate::parse),
          json.truth("speaks").orElseThrow(() -> missing("speaks")));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new IOException("not what a gateway answers", e);
    }
  }

  static String text(JsonObject json, String name) throws IOException {
    return json.text(name).orElseThrow(() -> missing(name));
  }

  static long number(JsonObject json, String name) throws IOException {
    return json.number(name).orElseThrow(() -> missing(name)).longValue();
  }

  private static Instant moment(JsonObject json, String name) throws IOException {
    try {
      return Instant.parse(text(json, name));
    } catch (DateTimeParseException e) {
      throw new IOException(name + " is not a time", e);
    }
  }

  private static IOException missing(String name) {
    return new IOException("the control channel lacks " + name);
  }
}
