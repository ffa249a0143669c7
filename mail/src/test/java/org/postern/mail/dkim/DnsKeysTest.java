package org.postern.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;

class DnsKeysTest {

  private static KeyLookup.Answer answered(Answer answer) {
    return new DnsKeys(
            (name, type, _) -> {
              assertThat(name).isEqualTo("s1._domainkey.example.org");
              assertThat(type).isEqualTo(RecordType.TXT);
              return answer;
            })
        .txt("s1._domainkey.example.org");
  }

  @Test
  void records_are_found_with_their_strings_joined() {
    List<DnsRecord> records =
        List.of(
            new DnsRecord.Txt(List.of("v=DKIM1; p=AB", "CD")),
            new DnsRecord.Txt(List.of("v=spf1 -all")));
    assertThat(answered(new Answer.Found(records, Duration.ofMinutes(1), false)))
        .isEqualTo(new KeyLookup.Answer.Found(List.of("v=DKIM1; p=ABCD", "v=spf1 -all")));
  }

  @Test
  void no_name_and_no_record_are_no_key() {
    assertThat(answered(new Answer.NoDomain())).isEqualTo(new KeyLookup.Answer.None());
    assertThat(answered(new Answer.Empty())).isEqualTo(new KeyLookup.Answer.None());
  }

  @Test
  void every_failure_is_one_of_this_time() {
    for (Answer.Why why : EnumSet.complementOf(EnumSet.of(Answer.Why.BUDGET))) {
      assertThat(answered(new Answer.Failed(why))).isInstanceOf(KeyLookup.Answer.Failed.class);
    }
  }

  @Test
  void a_question_beyond_the_budget_was_not_asked() {
    assertThat(answered(new Answer.Failed(Answer.Why.BUDGET)))
        .isEqualTo(new KeyLookup.Answer.NotAsked());
  }

  @Test
  void a_key_beside_other_records_is_used() {
    byte[] octets =
        Keys.signed(
            "v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=s1; h=From",
            Keys.octets("From: a@example.org\n\nx\n"),
            Keys.RSA);
    List<DnsRecord> records =
        List.of(
            new DnsRecord.Txt(List.of("v=spf1 -all")),
            new DnsRecord.Txt(List.of(Keys.record(Keys.RSA))));
    DnsKeys keys =
        new DnsKeys((_, _, _) -> new Answer.Found(records, Duration.ofMinutes(1), false));
    DkimVerifier verifier =
        new DkimVerifier(
            keys, java.time.InstantSource.system(), DkimLimits.STANDARD, DkimPolicy.PRODUCT);
    assertThat(verifier.verify(octets).getFirst().passed()).isTrue();
  }
}
