package org.postern.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.mail.mime.Json;
import org.postern.mail.mime.Suites;

/// DKIM suites of other projects: the cryptography and the policy are scored apart.
class DkimSuiteTest {

  static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z"));

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

  static KeyLookup zone(Map<String, Object> zone) {
    return name -> {
      Object record = zone.get(name);
      if (record == null || "NXDOMAIN".equals(record)) {
        return new KeyLookup.Answer.None();
      }
      String text = String.valueOf(record);
      boolean broken = text.isEmpty() || text.startsWith("~~");
      return broken ? new KeyLookup.Answer.Failed(text) : new KeyLookup.Answer.Found(List.of(text));
    };
  }

  static List<DkimResult> verify(
      byte[] octets, KeyLookup keys, DkimPolicy policy, InstantSource clock) {
    return new DkimVerifier(keys, clock, DkimLimits.STANDARD, policy).verify(octets);
  }

  private static boolean passes(List<DkimResult> results) {
    return results.stream().anyMatch(DkimResult::passed);
  }

  static byte[] wire(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
    String lines = text.replace('\r', '\n').replace("\n", "\r\n");
    return lines.getBytes(StandardCharsets.ISO_8859_1);
  }

  static List<Map<String, Object>> lines(Path file) throws Exception {
    return Files.readAllLines(file).stream().map(line -> Json.object(Json.parse(line))).toList();
  }

  @Test
  void mail_dkim_messages_verify_and_the_policy_lets_no_historic_one_pass() throws Exception {
    Path folder = Suites.folder("dkim/mail-dkim");
    KeyLookup keys = zone(Json.object(Json.parse(Files.readString(folder.resolve("dns.json")))));
    // These fail there for g=, which RFC 6376 section 3.6.1 took out of the key record.
    List<String> obsolete =
        List.of("badkey_8.txt", "badkey_9.txt", "badkey_12.txt", "badkey_13.txt");
    for (Map<String, Object> test : lines(folder.resolve("manifest.jsonl"))) {
      Path file = folder.resolve(Json.string(test, "file"));
      String name = file.getFileName().toString();
      boolean old = Json.string(test, "domainkeys_only").equals("true");
      boolean expected =
          (Json.string(test, "expect_original").equals("pass") && !old) || obsolete.contains(name);
      byte[] octets = wire(Suites.read(file));
      List<DkimResult> core = verify(octets, keys, DkimPolicy.CRYPTO_ONLY, NOW);
      // Drafts before RFC 4871: -00 hashes the body into b=, which no RFC does.
      boolean readable = !name.startsWith("good_ietf00");
      count(passes(core) == (expected && readable), "core " + name + " " + core);
      boolean historic =
          Json.string(test, "rfc8301_must_not_pass").equals("true")
              || obsolete.contains(name)
              || name.equals("multiple_2.txt") // All of its signatures are rsa-sha1.
              || name.startsWith("mine_ietf01"); // No v=, which RFC 6376 section 3.5 requires.
      List<DkimResult> product = verify(octets, keys, DkimPolicy.PRODUCT, NOW);
      count(passes(product) == (expected && !historic), "product " + name + " " + product);
    }
    report("mail-dkim (79 messages, core and policy)");
    assertThat(misses).isEmpty();
  }

  @Test
  void open_dkim_signatures_hash_alike() throws Exception {
    Path folder = Suites.folder("dkim/opendkim");
    // With the public key of that project in this variable the signatures are verified too.
    Optional<String> key = Optional.ofNullable(System.getenv("POSTERN_OPENDKIM_KEY"));
    KeyLookup keys =
        _ ->
            key.<KeyLookup.Answer>map(text -> new KeyLookup.Answer.Found(List.of("p=" + text)))
                .orElse(new KeyLookup.Answer.None());
    InstantSource then = InstantSource.fixed(Instant.ofEpochSecond(1_172_620_939));
    for (Map<String, Object> test : lines(folder.resolve("manifest.jsonl"))) {
      String expected = Json.string(test, "expected_sig_header");
      if (!expected.startsWith("v=1") || Json.string(test, "has_loop").equals("true")) {
        continue; // Without a header, or with a body that a program makes.
      }
      byte[] message = wire(Suites.read(folder.resolve(Json.string(test, "file"))));
      byte[] field = ("DKIM-Signature: " + expected + "\r\n").getBytes(StandardCharsets.UTF_8);
      byte[] whole = Arrays.copyOf(field, field.length + message.length);
      System.arraycopy(message, 0, whole, field.length, message.length);
      if (key.isPresent()) {
        List<DkimResult> results = verify(whole, keys, DkimPolicy.CRYPTO_ONLY, then);
        count(results.getFirst().passed(), Json.string(test, "id") + " " + results.getFirst());
      } else {
        count(sameBody(whole, expected), Json.string(test, "id"));
      }
    }
    report("opendkim sign (with key: " + key.isPresent() + ")");
    assertThat(misses).isEmpty();
  }

  private static boolean sameBody(byte[] whole, String expected) {
    if (!(DkimSignature.read(" " + expected, DkimLimits.STANDARD, DkimPolicy.PRODUCT)
        instanceof DkimSignature.Read.Ok(DkimSignature signature))) {
      return false;
    }
    BodyHash.Sum sum =
        BodyHash.of(
            whole,
            RawHeader.of(whole).body(),
            signature.body(),
            signature.algorithm(),
            signature.length());
    return Arrays.equals(sum.hash(), signature.bodyHash());
  }

  @Test
  void mail_auth_messages_pass() {
    Path folder = Suites.folder("dkim/mail-auth/resources/dkim");
    InstantSource then = InstantSource.fixed(Instant.ofEpochSecond(1_667_843_664));
    for (Path file : Suites.files(folder, ".txt")) {
      String text =
          new String(Suites.read(file), StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
      int blank = text.indexOf("\n\n");
      Map<String, Object> zone = new HashMap<>();
      for (String line : text.substring(0, blank).split("\n", -1)) {
        int space = line.indexOf(' ');
        zone.put(line.substring(0, space), line.substring(space + 1));
      }
      byte[] octets = wire(text.substring(blank + 2).getBytes(StandardCharsets.ISO_8859_1));
      List<DkimResult> results = verify(octets, zone(zone), DkimPolicy.CRYPTO_ONLY, then);
      boolean ok = !results.isEmpty() && results.stream().allMatch(DkimResult::passed);
      count(ok, "core " + file.getFileName() + " " + results);
      List<DkimResult> product = verify(octets, zone(zone), DkimPolicy.PRODUCT, then);
      for (DkimResult result : product) {
        boolean historic = result.algorithm().equals("rsa-sha1") || result.keyBits() < 1024;
        boolean edwards = result.algorithm().startsWith("ed25519");
        count(
            result.passed() == (edwards || !historic),
            "product " + file.getFileName() + " " + result);
      }
    }
    report("mail-auth dkim");
    assertThat(misses).isEmpty();
  }
}
