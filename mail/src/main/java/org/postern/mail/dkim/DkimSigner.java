package org.postern.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Signs messages for one domain: relaxed/relaxed, with an RSA key of 1024 to 8192 bits or an
/// Ed25519 key (RFC 6376 section 5, RFC 8301, RFC 8463).
///
/// Thread-safe.
public final class DkimSigner {

  /// Fields signed as often as they are there and once more, so that nobody can add one.
  public static final List<String> OVERSIGNED =
      List.of(
          "From",
          "To",
          "Cc",
          "Subject",
          "Date",
          "Reply-To",
          "Sender",
          "Message-ID",
          "In-Reply-To",
          "References",
          "MIME-Version",
          "Content-Type",
          "Content-Transfer-Encoding");

  /// Fields signed as often as they are there.
  public static final List<String> SIGNED =
      List.of(
          "Resent-From",
          "Resent-To",
          "Resent-Cc",
          "Resent-Date",
          "Resent-Message-ID",
          "List-Id",
          "List-Unsubscribe",
          "List-Unsubscribe-Post",
          "Content-Disposition",
          "Content-ID");

  /// What came of it.
  public sealed interface Outcome {

    /// The field to put on top of the message, CRLF at its end.
    record Signed(byte[] field) implements Outcome {
      /// The field as text.
      public String text() {
        return new String(field, StandardCharsets.US_ASCII);
      }
    }

    /// Not signed, and why.
    record Refused(Refusal why) implements Outcome {}
  }

  /// Messages that a signature would vouch for wrongly.
  public enum Refusal {
    /// RFC 5322 section 3.6: a message has a From field.
    NO_FROM,
    /// A reader may show either.
    SEVERAL_FROM,
    /// A line that is no field, or a field name that others read differently.
    MALFORMED_HEADER,
    /// Line ends that others may change.
    BARE_LINE_END
  }

  private static final int WIDTH = 76;

  private final PrivateKey key;
  private final Algorithm algorithm;
  private final String domain;
  private final String selector;
  private final List<String> oversigned;
  private final List<String> signed;
  private final Optional<Duration> lifetime;
  private final InstantSource clock;

  /// A signer with the standard fields and no expiry.
  public DkimSigner(PrivateKey key, String domain, String selector, InstantSource clock) {
    this(key, domain, selector, OVERSIGNED, SIGNED, Optional.empty(), clock);
  }

  /// A signer with fields of its own; From is oversigned whatever the lists say.
  public DkimSigner(
      PrivateKey key,
      String domain,
      String selector,
      List<String> oversigned,
      List<String> signed,
      Optional<Duration> lifetime,
      InstantSource clock) {
    this.key = key;
    this.algorithm = Algorithm.of(key);
    this.domain = ascii(domain, 2);
    this.selector = ascii(selector, 1);
    this.oversigned = withFrom(oversigned);
    this.signed = List.copyOf(signed);
    this.lifetime = lifetime;
    this.clock = clock;
  }

  private static String ascii(String name, int labels) {
    return DomainNames.ascii(name, labels)
        .orElseThrow(() -> new IllegalArgumentException("not a domain name: " + name));
  }

  private static List<String> withFrom(List<String> names) {
    List<String> all = new ArrayList<>(names);
    all.removeIf("from"::equalsIgnoreCase);
    all.add(0, "From");
    return List.copyOf(all);
  }

  /// Signs a message as it will be sent.
  public Outcome sign(byte[] octets) {
    RawHeader header = RawHeader.of(octets);
    Optional<Refusal> refusal = refusal(header);
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    BodyHash.Sum body =
        BodyHash.of(
            octets, header.body(), Canonicalization.RELAXED, algorithm, OptionalLong.empty());
    List<String> names = names(header);
    String field = unsigned(names, Base64.getEncoder().encodeToString(body.hash()));
    byte[] own = field.getBytes(StandardCharsets.US_ASCII);
    byte[] text =
        SignedHeader.of(
            header, header.select(names, RawHeader.Place.NONE), Canonicalization.RELAXED, own);
    String whole =
        field + folded(Base64.getEncoder().encodeToString(algorithm.sign(key, text))) + "\r\n";
    return new Outcome.Signed(whole.getBytes(StandardCharsets.US_ASCII));
  }

  /// Why a message should not be signed, if so.
  public static Optional<Refusal> refusal(RawHeader header) {
    int from = 0;
    for (RawHeader.Place place : header.places()) {
      String name = place.name();
      from += name.strip().equals("from") ? 1 : 0;
      boolean plain = !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 127);
      boolean close = header.octets()[place.start() + Math.max(0, name.length())] == ':';
      if (!plain || !close) {
        return Optional.of(Refusal.MALFORMED_HEADER);
      }
    }
    if (from != 1) {
      return Optional.of(from == 0 ? Refusal.NO_FROM : Refusal.SEVERAL_FROM);
    }
    return bareLineEnd(header.octets()) ? Optional.of(Refusal.BARE_LINE_END) : Optional.empty();
  }

  private static boolean bareLineEnd(byte[] octets) {
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] == '\r' && (i + 1 == octets.length || octets[i + 1] != '\n')) {
        return true;
      }
      if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) {
        return true;
      }
    }
    return false;
  }

  private List<String> names(RawHeader header) {
    List<String> names = new ArrayList<>();
    for (String name : oversigned) {
      int count = header.count(name.toLowerCase(Locale.ROOT)) + 1;
      for (int i = 0; i < count; i++) {
        names.add(name);
      }
    }
    for (String name : signed) {
      int count = header.count(name.toLowerCase(Locale.ROOT));
      for (int i = 0; i < count; i++) {
        names.add(name);
      }
    }
    return names;
  }

  /// The field up to and with `b=`, folded.
  private String unsigned(List<String> names, String bodyHash) {
    Instant now = clock.instant();
    StringBuilder field = new StringBuilder(512);
    field.append("DKIM-Signature: v=1; a=").append(algorithm.label());
    field.append("; c=relaxed/relaxed;\r\n\td=").append(domain);
    field.append("; s=").append(selector).append(";\r\n\tt=").append(now.getEpochSecond());
    lifetime.ifPresent(time -> field.append("; x=").append(now.plus(time).getEpochSecond()));
    field.append(";\r\n\th=");
    int column = 10;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i) + (i + 1 < names.size() ? ":" : ";");
      if (column + name.length() > WIDTH) {
        field.append("\r\n\t ");
        column = 9;
      }
      field.append(name);
      column += name.length();
    }
    return field.append("\r\n\tbh=").append(bodyHash).append(";\r\n\tb=").toString();
  }

  private static String folded(String base64) {
    StringBuilder lines = new StringBuilder();
    int at = 0;
    int room = WIDTH - 10;
    while (at < base64.length()) {
      int end = Math.min(base64.length(), at + room);
      lines.append(at == 0 ? "" : "\r\n\t ").append(base64, at, end);
      at = end;
    }
    return lines.toString();
  }
}
