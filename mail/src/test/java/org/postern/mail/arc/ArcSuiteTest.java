package org.postern.mail.arc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.KeyLookup;
import org.postern.mail.dkim.RawHeader;
import org.postern.mail.mime.Json;
import org.postern.mail.mime.Suites;

/// ARC suites of other projects. Their keys have 1024 bits, so the product's policy is scored.
class ArcSuiteTest {

  private final List<String> misses = new ArrayList<>();
  private int total;

  private void count(boolean ok, String what) {
    total++;
    if (!ok) {
      misses.add(what);
    }
  }

  private void report(String suite) {
    System.out.println(suite + ": " + (total - misses.size()) + " of " + total);
    misses.forEach(miss -> System.out.println("  differs: " + miss));
  }

  private static List<Map<String, Object>> cases(String kind) throws Exception {
    Path file = Suites.folder("arc/cases.jsonl");
    return Files.readAllLines(file).stream()
        .map(line -> Json.object(Json.parse(line)))
        .filter(test -> Json.string(test, "id").startsWith(kind))
        .toList();
  }

  private static KeyLookup zone(Map<String, Object> zone) {
    return name ->
        zone.get(name) instanceof String text
            ? new KeyLookup.Answer.Found(List.of(text.replace("\n", "")))
            : new KeyLookup.Answer.None();
  }

  private static byte[] wire(String text) {
    return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private static ArcVerifier verifier(Map<String, Object> zone, long now) {
    return new ArcVerifier(
        zone(zone),
        InstantSource.fixed(Instant.ofEpochSecond(now)),
        ArcLimits.STANDARD,
        DkimPolicy.PRODUCT);
  }

  @Test
  void chains_are_judged_alike() throws Exception {
    for (Map<String, Object> test : cases("validation/")) {
      Map<String, Object> zone = new HashMap<>(Json.object(Json.member(test, "txt")));
      ArcResult result = verifier(zone, 1_500_000_000).verify(wire(Json.string(test, "message")));
      String wanted = Json.string(test, "cv").toLowerCase(Locale.ROOT);
      // One is left blank: a seal "pass" on top of one that says "fail", which RFC 8617 section
      // 5.2,
      // step 3, fails.
      boolean ok = result.status().word().equals(wanted.isEmpty() ? "fail" : wanted);
      count(ok, Json.string(test, "id") + " wants " + wanted + ", not " + result);
    }
    report("arc_test_suite, validation");
    assertThat(misses).isEmpty();
  }

  /// With the message signature in one line, as the suite seals it; we fold it.
  @Test
  void seals_are_the_same_to_the_octet() throws Exception {
    for (Map<String, Object> test : cases("sign/")) {
      Map<String, Object> zone = new HashMap<>(Json.object(Json.member(test, "txt")));
      long now = Long.parseLong(Json.string(test, "t"));
      byte[] octets = wire(Json.string(test, "message"));
      ArcResult received = verifier(zone, now).verify(octets);
      List<String> names = List.of(Json.string(test, "sig-headers").split(":", -1));
      ArcSealer sealer =
          new ArcSealer(
              key(Json.string(test, "privatekey")),
              Json.string(test, "domain"),
              Json.string(test, "sel"),
              InstantSource.fixed(Instant.ofEpochSecond(now)));
      String results = merged(RawHeader.of(octets), Json.string(test, "srv-id"));
      String id = Json.string(test, "id");
      switch (sealer.seal(octets, received, results, _ -> names, false)) {
        case ArcSealer.Outcome.Refused(var why) ->
            count(Json.string(test, "AS").isBlank(), id + " refused: " + why);
        case ArcSealer.Outcome.Sealed made -> {
          boolean same =
              same(made.seal(), Json.string(test, "AS"))
                  && same(made.messageSignature(), Json.string(test, "AMS"))
                  && same(made.results(), Json.string(test, "AAR"));
          count(same, id + " made " + made);
          ByteArrayOutputStream whole = new ByteArrayOutputStream();
          whole.writeBytes(made.fields());
          whole.writeBytes(octets);
          ArcResult after = verifier(zone, now).verify(whole.toByteArray());
          count(after.passed() == (received.status() != ArcStatus.FAIL), id + " verifies " + after);
        }
      }
    }
    report("arc_test_suite, signing");
    assertThat(misses).isEmpty();
  }

  /// The same but for folding.
  private static boolean same(String field, String wanted) {
    String value = field.substring(field.indexOf(':') + 1);
    return value.replaceAll("\\s", "").equals(wanted.replaceAll("\\s", ""));
  }

  /// The results of one authority in all of its fields, in order.
  private static String merged(RawHeader header, String authority) {
    StringBuilder all = new StringBuilder(authority);
    for (RawHeader.Place place : header.places()) {
      String value = header.value(place).strip();
      if (place.name().equals("authentication-results") && value.startsWith(authority + ";")) {
        all.append("; ").append(value.substring(authority.length() + 1).strip());
      }
    }
    return all.toString();
  }

  /// PKCS #1 within PKCS #8, as Java wants it.
  private static PrivateKey key(String pem) throws Exception {
    byte[] inner = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new BigInteger("020100300d06092a864886f70d0101010500", 16).toByteArray());
    body.writeBytes(der(0x04, inner));
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(der(0x30, body.toByteArray())));
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    out.write(0x82);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  @Test
  void chains_of_mail_auth_pass() {
    Path folder = Suites.folder("dkim/mail-auth/resources/arc");
    for (Path file : Suites.files(folder, ".txt")) {
      String text =
          new String(Suites.read(file), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
      int blank = text.indexOf("\n\n");
      Map<String, Object> zone = new HashMap<>();
      for (String line : text.substring(0, blank).split("\n", -1)) {
        int space = line.indexOf(' ');
        zone.put(line.substring(0, space), line.substring(space + 1));
      }
      byte[] octets =
          text.substring(blank + 2).replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
      ArcResult result = verifier(zone, 1_667_843_664).verify(octets);
      count(result.passed(), file.getFileName() + " " + result);
    }
    report("mail-auth arc");
    assertThat(misses).isEmpty();
  }
}
