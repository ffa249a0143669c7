package org.postern.mail.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.arc.ArcFault;
import org.postern.mail.arc.ArcLimits;
import org.postern.mail.arc.ArcReason;
import org.postern.mail.arc.ArcSealer;
import org.postern.mail.arc.ArcVerifier;
import org.postern.mail.authres.AuthenticationResults;
import org.postern.mail.authres.MethodResult;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.DkimReason;
import org.postern.mail.dkim.DkimResult;
import org.postern.mail.dkim.DkimSigner;
import org.postern.mail.dkim.DkimVerdict;
import org.postern.mail.dkim.DnsKeys;
import org.postern.mail.dkim.Keys;
import org.postern.mail.dmarc.DmarcStatus;
import org.postern.mail.dmarc.Policy;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.spf.SpfVerdict;

/// Messages that are made to use up what may be asked about them, so that the policy of the author
/// whom they forge is not found.
class BudgetAttackTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-02T10:00:00Z"));
  private static final String FROM = "From: Anna <anna@bank.example>\r\n";
  private static final String REST = "Subject: hello\r\n\r\nHello Bob\r\n";

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> asked = new ArrayList<>();
  private final FakeZone zone =
      new FakeZone()
          .txt("bank.example", "v=spf1 ip4:192.0.2.1 -all")
          .txt("_dmarc.bank.example", "v=DMARC1; p=reject")
          .txt("evil.example", "v=spf1 ip4:198.51.100.1 -all");

  /// Servers below `dead.example` never answer, those below `late.example` after 4.9 seconds.
  private Answer lookup(String name, RecordType type, Duration atMost) {
    asked.add(name);
    if (name.endsWith(".dead.example")) {
      nanos.addAndGet(atMost.toNanos());
      return new Answer.Failed(Answer.Why.TIMEOUT);
    }
    Duration late = Duration.ofMillis(4_900);
    if (name.endsWith(".late.example")) {
      boolean inTime = late.compareTo(atMost) < 0;
      nanos.addAndGet((inTime ? late : atMost).toNanos());
      return inTime ? new Answer.NoDomain() : new Answer.Failed(Answer.Why.TIMEOUT);
    }
    if (name.endsWith("._domainkey.list.example")) {
      return zone.lookup("key.list.example", type, atMost);
    }
    return zone.lookup(name, type, atMost);
  }

  private AuthResults authenticate(String text) {
    return authenticate(this::lookup, Runnable::run, Authenticator.PATIENCE, text);
  }

  private AuthResults authenticate(
      Resolver resolver, Executor threads, Duration patience, String text) {
    Authenticator authenticator =
        new Authenticator(resolver, "mx.example.org", threads, CLOCK, nanos::get, patience);
    Message message =
        new MimeParser(MimeLimits.DEFAULT).parse(text.getBytes(StandardCharsets.US_ASCII));
    return authenticator
        .begin(
            InetAddress.ofLiteral("198.51.100.1"),
            "client.example",
            new ReversePath.Sender(EmailAddress.parse("x@evil.example").orElseThrow()))
        .finish(message);
  }

  private static String signature(String domain) {
    return "DKIM-Signature: v=1; a=rsa-sha256; d="
        + domain
        + "; s=s; h=from;\r\n bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=YQ==\r\n";
  }

  private static String signatures(int count, String zone) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(signature("d" + i + "." + zone));
    }
    return all.toString();
  }

  private static void isToBeRefused(AuthResults results) {
    assertThat(results.spf().verdict()).isEqualTo(SpfVerdict.PASS);
    assertThat(results.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
    assertThat(results.dmarc().policy()).isEqualTo(Policy.REJECT);
  }

  @Test
  void eight_signatures_under_a_dead_zone_do_not_hide_the_policy() {
    AuthResults results = authenticate(signatures(8, "dead.example") + FROM + REST);
    isToBeRefused(results);
    assertThat(Duration.ofNanos(nanos.get())).isLessThanOrEqualTo(Authenticator.PATIENCE);
  }

  @Test
  void a_whole_chain_of_fifty_sets_with_keys_of_their_own_does_not_hide_the_policy() {
    AuthResults results = authenticate(chain(50));
    isToBeRefused(results);
    assertThat(results.arc().fault()).map(ArcFault::reason).contains(ArcReason.LIMIT);
    assertThat(asked).hasSizeLessThanOrEqualTo(Authenticator.QUESTIONS);
  }

  @Test
  void a_whole_chain_of_eight_sets_is_verified_all_the_same() {
    AuthResults results = authenticate(signatures(8, "dead.example") + chain(8));
    assertThat(results.arc().passed()).isTrue();
    isToBeRefused(results);
  }

  @Test
  void a_last_signature_in_the_name_of_the_author_is_looked_up_first() {
    AuthResults results =
        authenticate(signatures(7, "dead.example") + signature("bank.example") + FROM + REST);
    isToBeRefused(results);
    List<String> keys = asked.stream().filter(name -> name.contains("._domainkey.")).toList();
    assertThat(keys.getFirst()).isEqualTo("s._domainkey.bank.example");
    assertThat(results.dkim()).hasSize(8);
    assertThat(results.dkim().getFirst().verdict())
        .isEqualTo(new DkimVerdict.TempError(DkimReason.KEY_UNAVAILABLE));
    assertThat(results.dkim().get(1).verdict())
        .as("for whom no time was left")
        .isEqualTo(new DkimVerdict.Neutral(DkimReason.LIMIT));
    assertThat(results.dkim().getLast().verdict())
        .isEqualTo(new DkimVerdict.PermError(DkimReason.NO_KEY));
  }

  @Test
  void a_true_signature_of_the_author_passes_below_seven_under_a_dead_zone() {
    zone.txt("s1._domainkey.bank.example", Keys.record(Keys.EDWARDS));
    DkimSigner signer = new DkimSigner(Keys.EDWARDS.getPrivate(), "bank.example", "s1", CLOCK);
    byte[] octets = (FROM + REST).getBytes(StandardCharsets.US_ASCII);
    String field = ((DkimSigner.Outcome.Signed) signer.sign(octets)).text();
    AuthResults results = authenticate(signatures(7, "dead.example") + field + FROM + REST);
    assertThat(results.dkim()).extracting(DkimResult::passed).endsWith(true);
    assertThat(results.dmarc().status()).isEqualTo(DmarcStatus.PASS);
  }

  @Test
  void a_key_for_which_others_left_no_time_leaves_nothing_undecided() {
    zone.fails("s._domainkey.bank.example", RecordType.TXT, Answer.Why.TIMEOUT);
    AuthResults results =
        authenticate(
            signature("x.late.example")
                + signature("bank.example")
                + "From: a@x.late.example, anna@bank.example\r\n"
                + REST);
    assertThat(results.dkim().getLast().verdict())
        .isEqualTo(new DkimVerdict.Neutral(DkimReason.LIMIT));
    isToBeRefused(results);
  }

  @Test
  void a_key_of_the_author_whose_servers_do_not_answer_leaves_it_undecided() {
    zone.fails("s._domainkey.bank.example", RecordType.TXT, Answer.Why.TIMEOUT);
    AuthResults results = authenticate(signature("bank.example") + FROM + REST);
    assertThat(results.dmarc().status()).isEqualTo(DmarcStatus.TEMPERROR);
  }

  @Test
  void other_authors_under_a_dead_zone_do_not_hide_the_policy() {
    StringBuilder from = new StringBuilder("From: ");
    for (int i = 0; i < 7; i++) {
      from.append("a@a.b.c.d.e.f.g" + i + ".dead.example,\r\n ");
    }
    isToBeRefused(authenticate(from + "anna@bank.example\r\n" + REST));
    assertThat(asked).hasSizeLessThanOrEqualTo(Authenticator.QUESTIONS);
  }

  @Test
  void a_message_does_not_wait_for_spf_longer_than_for_all_else() {
    AtomicInteger tasks = new AtomicInteger();
    Executor neverTheFirst =
        task -> {
          if (tasks.getAndIncrement() > 0) {
            task.run();
          }
        };
    AuthResults results =
        authenticate(this::lookup, neverTheFirst, Duration.ofMillis(20), FROM + REST);
    assertThat(results.spf().verdict()).isEqualTo(SpfVerdict.TEMPERROR);
    assertThat(results.spf().domain()).isEqualTo("evil.example");
    assertThat(results.dmarc().status()).isEqualTo(DmarcStatus.FAIL);
  }

  /// A message with a whole chain, each set sealed with a selector of its own.
  private String chain(int sets) {
    zone.txt("key.list.example", Keys.record(Keys.EDWARDS));
    ArcVerifier verifier =
        new ArcVerifier(new DnsKeys(this::lookup), CLOCK, ArcLimits.STANDARD, DkimPolicy.PRODUCT);
    AuthenticationResults found =
        new AuthenticationResults(
            "mx.list.example", List.of(new MethodResult("spf", "pass", List.of())));
    byte[] octets = (FROM + REST).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < sets; i++) {
      ArcSealer sealer = new ArcSealer(Keys.EDWARDS.getPrivate(), "list.example", "s" + i, CLOCK);
      ArcSealer.Outcome made = sealer.seal(octets, verifier.verify(octets), found);
      octets = Keys.joined(((ArcSealer.Outcome.Sealed) made).fields(), octets);
    }
    asked.clear();
    return new String(octets, StandardCharsets.US_ASCII);
  }
}
