package org.postern.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.Path;
import org.postern.mail.dkim.DkimLimits;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimVerifier;
import org.postern.mail.dkim.KeyLookup;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.mime.Json;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.mime.Suites;
import org.postern.mail.spf.Spf;
import org.postern.mail.spf.SpfQuery;
import org.postern.mail.spf.SpfResult;

/// Attacks collected by others: no message of theirs passes for the domain it pretends to be from.
class AuthorSuiteTest {

  private static final InetAddress ATTACKER = InetAddress.ofLiteral("203.0.113.9");

  private static Message message(String text) {
    return new MimeParser(MimeLimits.DEFAULT).parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  // ------------------------------------------------------------------------------- espoofer

  /// The victim has everything in order; the attacker may send for all names of his own.
  private static FakeZone espooferZone() {
    FakeZone zone = new FakeZone();
    zone.txt("legitimate.com", "v=spf1 ip4:192.0.2.1 -all");
    zone.txt("_dmarc.legitimate.com", "v=DMARC1; p=reject");
    for (String name :
        List.of(
            "attack.com",
            "any.attack.com",
            "a.attack.com",
            "helo.attack.com",
            "any.com",
            "mailfrom.attack.com")) {
      zone.txt(name, "v=spf1 +all");
    }
    for (String name : List.of("attack.com", "any.attack.com", "a.attack.com")) {
      zone.txt("selector._domainkey." + name, HandSigner.record());
    }
    return zone;
  }

  private static KeyLookup keys(FakeZone zone) {
    return name ->
        switch (zone.lookup(name, RecordType.TXT)) {
          case Answer.Found found -> {
            List<String> texts = new ArrayList<>();
            for (DnsRecord record : found.records()) {
              if (record instanceof DnsRecord.Txt txt) {
                texts.add(txt.text());
              }
            }
            yield new KeyLookup.Answer.Found(texts);
          }
          case Answer.Empty _, Answer.NoDomain _ -> new KeyLookup.Answer.None();
          case Answer.Failed failed -> new KeyLookup.Answer.Failed(failed.why().toString());
        };
  }

  /// The identity that SPF has: of a MAIL FROM that no server would take, that of HELO.
  private static SpfResult spf(FakeZone zone, String mailFrom, String helo) {
    String plain = mailFrom.replaceFirst("^<(.*)>$", "$1");
    Optional<EmailAddress> sender = EmailAddress.parse(plain);
    Path path = sender.isPresent() ? new Path.Mailbox(sender.get()) : new Path.Null();
    return new Spf(zone, "mx.victim.com").check(SpfQuery.mailFrom(ATTACKER, path, helo));
  }

  @Test
  void espoofer_never_passes_for_the_victim() throws Exception {
    int cases = 0;
    for (String line : Files.readAllLines(Suites.folder("auth-bypass/espoofer/cases.jsonl"))) {
      Map<String, Object> each = Json.object(Json.parse(line));
      String id = Json.string(each, "id");
      if (!id.startsWith("server_")) {
        continue; // Submission: whose address a user may write is not for DMARC.
      }
      Map<String, Object> data = Json.object(Json.member(each, "data"));
      String text =
          Json.string(data, "from_header")
              + Json.string(data, "to_header")
              + Json.string(data, "subject_header")
              + Json.string(data, "other_headers")
              + Json.string(data, "body");
      if (each.get("dkim_para") instanceof Map<?, ?> para) {
        Map<String, Object> tags = Json.object(para);
        text = HandSigner.sign(Json.string(tags, "d"), Json.string(tags, "s"), text, "From");
      }
      FakeZone zone = espooferZone();
      Message message = message(text);
      List<DkimResult> dkim =
          new DkimVerifier(
                  keys(zone), InstantSource.system(), DkimLimits.STANDARD, DkimPolicy.PRODUCT)
              .verify(message);
      SpfResult spf = spf(zone, Json.string(each, "mailfrom"), Json.string(each, "helo"));
      AuthorDomains author = AuthorDomains.of(message);
      DmarcResult result = new Dmarc(zone).evaluate(DmarcQuery.of(author, spf, dkim));
      assertThat(result.status()).as(id + " " + author).isNotEqualTo(DmarcStatus.PASS);
      assertThat(author.domains()).as(id).contains("legitimate.com");
      assertThat(result.policy()).as(id + " " + result).isEqualTo(Policy.REJECT);
      cases++;
    }
    System.out.println("espoofer: " + cases + " of " + cases + " without a pass, all rejected");
    assertThat(cases).isGreaterThanOrEqualTo(8);
  }

  @Test
  void tricks_with_signatures_never_pass_for_the_victim() {
    String text = "From: <admin@legitimate.com>\r\nTo: <b@victim.com>\r\n\r\nx\r\n";
    FakeZone zone = espooferZone();
    zone.txt("selector._domainkey.attack.com.\0.any", HandSigner.record());
    zone.txt("selector._domainkey.legitimate.com'a.attack.com", HandSigner.record());
    zone.txt("selector._domainkey.legitimate.com(.attack.com", HandSigner.record());
    for (String[] tags :
        new String[][] {
          {"legitimate.com", "selector._domainkey.attack.com.\0.any"},
          {"legitimate.com", "selector._domainkey.attack.com.\\000.any"},
          {"legitimate.com'a.attack.com", "selector"},
          {"legitimate.com(.attack.com", "selector"},
          {"attack.com", "selector"}
        }) {
      Message message = message(HandSigner.sign(tags[0], tags[1], text, "From"));
      List<DkimResult> dkim =
          new DkimVerifier(
                  keys(zone), InstantSource.system(), DkimLimits.STANDARD, DkimPolicy.PRODUCT)
              .verify(message);
      SpfResult spf = spf(zone, "<any@attack.com>", "attack.com");
      DmarcResult result =
          new Dmarc(zone).evaluate(DmarcQuery.of(AuthorDomains.of(message), spf, dkim));
      assertThat(dkim).hasSize(1);
      assertThat(dkim.getFirst().passed()).as(tags[0]).isEqualTo(tags[0].equals("attack.com"));
      assertThat(result.policy()).isEqualTo(Policy.REJECT);
    }
  }

  // -------------------------------------------------------------------------- EmailTestTools

  private static final Pattern FIELD =
      Pattern.compile("(?i)(?:^|[\\r\\n]+)[^a-z\\r\\n]*from[^a-z:]*:");
  private static final Pattern ANGLE = Pattern.compile("<([^<>]*)>");
  private static final Pattern ADDRESS =
      Pattern.compile("[^\\s<>,;:()\"@]+@([A-Za-z0-9.-]*[A-Za-z0-9])");
  private static final Pattern WORD = Pattern.compile("=\\?[^?]*\\?(?:[bB]\\?)?([^?]*)\\?=");

  @Test
  void every_domain_that_a_simple_reader_would_show_is_seen_or_the_author_is_doubtful()
      throws Exception {
    String all = Files.readString(Suites.folder("auth-bypass/EmailTestTools/fuzz.json"));
    int doubtful = 0;
    int seen = 0;
    List<String> missed = new ArrayList<>();
    List<Object> headers = Json.list(Json.parse(all));
    for (Object each : headers) {
      String header = each.toString();
      AuthorDomains author =
          AuthorDomains.of(message(header.stripTrailing() + "\r\nTo: <b@victim.com>\r\n\r\nx\r\n"));
      Set<String> shown = readers(header);
      doubtful += author.ambiguous() ? 1 : 0;
      seen += author.domains().containsAll(shown) ? 1 : 0;
      if (!author.ambiguous() && !author.domains().containsAll(shown)) {
        missed.add(header + " shows " + shown + ", seen " + author);
      }
      boolean cut = author.doubts().contains(AuthorDoubt.TOO_MANY);
      // Beyond the doubt: each is among the domains, but for the ninth and what follows it.
      assertThat(cut || author.domains().containsAll(shown)).as(header).isTrue();
      assertNoPass(author, shown);
    }
    System.out.println(
        "EmailTestTools: "
            + (headers.size() - missed.size())
            + " of "
            + headers.size()
            + ", doubtful "
            + doubtful
            + ", every domain seen in "
            + seen);
    assertThat(missed).isEmpty();
    assertThat(headers.size()).isGreaterThan(1_000);
  }

  /// With a policy at every domain that is shown, and only the attacker authenticated.
  private static void assertNoPass(AuthorDomains author, Set<String> shown) {
    FakeZone zone = new FakeZone();
    Set<String> all = new LinkedHashSet<>(shown);
    all.addAll(author.domains());
    all.forEach(domain -> zone.txt("_dmarc." + domain, "v=DMARC1; p=reject"));
    DmarcQuery.Identifier attacker = new DmarcQuery.Identifier("attack.com", DmarcQuery.Check.PASS);
    DmarcResult result =
        new Dmarc(zone).evaluate(new DmarcQuery(author, attacker, List.of(attacker)));
    boolean others = shown.stream().anyMatch(domain -> !domain.equals("attack.com"));
    if (others) {
      assertThat(result.policy()).as(author + " " + shown).isEqualTo(Policy.REJECT);
      assertThat(result.status()).as(author + " " + shown).isNotEqualTo(DmarcStatus.PASS);
    }
  }

  /// What mail programs made of a few regular expressions would show as the author's address.
  private static Set<String> readers(String header) {
    List<String> values = new ArrayList<>();
    List<MatchResult> fields = FIELD.matcher(header).results().toList();
    for (MatchResult field : fields) {
      String rest = header.substring(field.end());
      values.add(rest); // A reader that does not look for the end.
      values.add(rest.split("\\r\\n(?![ \\t])", 2)[0].replace("\r\n", ""));
      values.add(rest.split("\\r?\\n", 2)[0]);
    }
    Set<String> domains = new LinkedHashSet<>();
    for (String value : values) {
      shown(value, domains);
      Matcher words = WORD.matcher(value);
      while (words.find()) {
        shown(base64(words.group(1)), domains);
      }
    }
    return domains;
  }

  private static void shown(String value, Set<String> domains) {
    List<MatchResult> angles = ANGLE.matcher(value).results().toList();
    if (!angles.isEmpty()) {
      domainOf(angles.getFirst().group(1), domains);
      domainOf(angles.getLast().group(1), domains);
    }
    List<MatchResult> addresses = ADDRESS.matcher(value).results().toList();
    if (!addresses.isEmpty()) {
      domains.add(addresses.getFirst().group(1).toLowerCase(Locale.ROOT));
      domains.add(addresses.getLast().group(1).toLowerCase(Locale.ROOT));
    }
    behind(value, value.indexOf('@'), domains);
    behind(value, value.lastIndexOf('@'), domains);
  }

  private static void domainOf(String address, Set<String> domains) {
    behind(address, address.lastIndexOf('@'), domains);
  }

  private static void behind(String text, int at, Set<String> domains) {
    Matcher name = Pattern.compile("[A-Za-z0-9.-]*[A-Za-z0-9]").matcher(text);
    if (at >= 0 && name.find(at) && name.start() == at + 1) {
      domains.add(name.group().toLowerCase(Locale.ROOT));
    }
  }

  private static String base64(String text) {
    String letters = text.replaceAll("[^A-Za-z0-9+/]", "");
    String whole = letters.substring(0, letters.length() - letters.length() % 4);
    return new String(Base64.getDecoder().decode(whole), StandardCharsets.ISO_8859_1);
  }
}
