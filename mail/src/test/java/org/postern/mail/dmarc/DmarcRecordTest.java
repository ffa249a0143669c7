package org.postern.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.address.EmailAddress;

class DmarcRecordTest {

  static DmarcRecord ok(String text) {
    assertThat(DmarcRecord.parse(text)).isInstanceOf(DmarcRecord.Parsed.Ok.class);
    return ((DmarcRecord.Parsed.Ok) DmarcRecord.parse(text)).record();
  }

  @Test
  void reads_every_tag() {
    DmarcRecord record =
        ok(
            "v=DMARC1; p=reject; sp=quarantine; np=none; t=y; psd=n; adkim=s; aspf=s; fo=1:d;"
                + " rua=mailto:a@example.org,https://example.org/r; ruf=mailto:f%21@example.org");
    assertThat(record.policy()).isEqualTo(Policy.REJECT);
    assertThat(record.subdomains()).contains(Policy.QUARANTINE);
    assertThat(record.nonexistent()).contains(Policy.NONE);
    assertThat(record.testing()).isTrue();
    assertThat(record.psd()).isEqualTo(Psd.NO);
    assertThat(record.dkim()).isEqualTo(AlignmentMode.STRICT);
    assertThat(record.spf()).isEqualTo(AlignmentMode.STRICT);
    assertThat(record.failureOptions())
        .containsExactlyInAnyOrder(FailureOption.ANY_FAILED, FailureOption.DKIM);
    assertThat(record.aggregate())
        .containsExactly(
            new ReportUri("mailto:a@example.org"), new ReportUri("https://example.org/r"));
    assertThat(record.failure().getFirst().mailbox())
        .contains(new EmailAddress("f!", "example.org"));
    assertThat(record.faults()).isEmpty();
  }

  @Test
  void defaults_are_relaxed_and_in_force() {
    DmarcRecord record = ok("v=DMARC1; p=none");
    assertThat(record.dkim()).isEqualTo(AlignmentMode.RELAXED);
    assertThat(record.spf()).isEqualTo(AlignmentMode.RELAXED);
    assertThat(record.testing()).isFalse();
    assertThat(record.psd()).isEqualTo(Psd.UNKNOWN);
    assertThat(record.subdomains()).isEmpty();
    assertThat(record.failureOptions()).containsExactly(FailureOption.ALL_FAILED);
  }

  @Test
  void tags_may_stand_in_any_order_case_and_with_blanks() {
    DmarcRecord record = ok("V = DMARC1 ; SP=None ;\tP = Reject ;");
    assertThat(record.policy()).isEqualTo(Policy.REJECT);
    assertThat(record.subdomains()).contains(Policy.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "v=spf1 -all",
        "v=dmarc1; p=reject",
        "v=DMARC2; p=reject",
        "v=DMARC1x; p=reject",
        "p=reject; v=DMARC1",
        " v=DMARC1; p=reject",
        "v=DMARC1 p=reject"
      })
  void without_an_exact_version_in_front_it_is_no_policy_record(String text) {
    assertThat(DmarcRecord.parse(text)).isInstanceOf(DmarcRecord.Parsed.Foreign.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=DMARC1",
        "v=DMARC1;;",
        "v=DMARC1; p=rejct",
        "v=DMARC1; p=n",
        "v=DMARC1; p=none; sp=x",
        "v=DMARC1; p=reject; np=",
        "v=DMARC1; p=none; p=reject",
        "v=DMARC1; rua=bogus",
        "v=DMARC1; rua=mailto:a@example.org!10p"
      })
  void without_a_policy_and_without_anybody_to_report_to_it_cannot_be_used(String text) {
    assertThat(DmarcRecord.parse(text)).isInstanceOf(DmarcRecord.Parsed.Unusable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v=DMARC1; rua=mailto:a@example.org",
        "v=DMARC1; p=bad; rua=mailto:a@example.org",
        "v=DMARC1; p=reject; sp=bad; rua=mailto:a@example.org!10m"
      })
  void with_somebody_to_report_to_a_broken_policy_is_none(String text) {
    DmarcRecord record = ok(text);
    assertThat(record.policy()).isEqualTo(Policy.NONE);
    assertThat(record.subdomains()).isEmpty();
    assertThat(record.aggregate()).containsExactly(new ReportUri("mailto:a@example.org"));
  }

  @Test
  void a_fault_elsewhere_costs_only_its_tag() {
    DmarcRecord record =
        ok(
            "v=DMARC1; p=reject; bogus; =x; adkim=strict; t=1; psd=q; fo=9; pct=500; xy=1; r\u00fc=2");
    assertThat(record.policy()).isEqualTo(Policy.REJECT);
    assertThat(record.dkim()).isEqualTo(AlignmentMode.RELAXED);
    assertThat(record.testing()).isFalse();
    assertThat(record.faults()).hasSize(7);
    assertThat(record.tag("pct")).contains("500");
  }

  @FuzzTest
  void any_text_is_a_record_or_none(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    for (String each : List.of(text, "v=DMARC1;" + text)) {
      switch (DmarcRecord.parse(each)) {
        case DmarcRecord.Parsed.Ok(DmarcRecord record) -> look(record, each);
        case DmarcRecord.Parsed.Unusable(DmarcRecord record, String reason) -> {
          look(record, each);
          assertThat(reason).isNotEmpty();
        }
        case DmarcRecord.Parsed.Foreign() -> assertThat(each).doesNotMatch("v=DMARC1;[ -~]{0,99}");
      }
    }
  }

  private static void look(DmarcRecord record, String text) {
    assertThat(record.text()).isEqualTo(text);
    assertThat(record.faults()).allMatch(fault -> fault.matches("[ -~]{1,60}"));
    record.aggregate().forEach(uri -> assertThat(uri.mailbox()).isNotNull());
  }
}
