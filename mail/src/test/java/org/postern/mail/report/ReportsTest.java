package org.postern.mail.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.postern.mail.dmarc.AlignmentMode;
import org.postern.mail.dmarc.Policy;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class ReportsTest {

  private static final ReportLimits SMALL = new ReportLimits(10_000, 10, 200, 3);

  private static final AggregateReport REPORT =
      new AggregateReport(
          Optional.of("1.0"),
          new AggregateReport.Metadata(
              "Receiver <&> Sons",
              "dmarc@receiver.example",
              Optional.of("https://receiver.example/"),
              "2026-11-23.example.org",
              Instant.ofEpochSecond(1_790_000_000),
              Instant.ofEpochSecond(1_790_086_399),
              List.of("one error"),
              Optional.of("Postern")),
          new AggregateReport.Published(
              "example.org",
              Optional.of(AlignmentMode.STRICT),
              Optional.of(AlignmentMode.RELAXED),
              Optional.of(Policy.REJECT),
              Optional.of(Policy.QUARANTINE),
              Optional.of(Policy.NONE),
              true,
              Optional.of(AggregateReport.Discovery.TREEWALK),
              Optional.of("1:d")),
          List.of(
              new AggregateReport.Row(
                  Optional.of(InetAddress.ofLiteral("2001:db8:0:0:0:0:0:1")),
                  3,
                  new AggregateReport.Evaluated(
                      Optional.of(AggregateReport.Disposition.QUARANTINE),
                      Optional.of(AggregateReport.Result.FAIL),
                      Optional.of(AggregateReport.Result.FAIL),
                      List.of(
                          new AggregateReport.Reason(
                              AggregateReport.ReasonType.POLICY_TEST_MODE, Optional.of("t=y")))),
                  new AggregateReport.Identifiers(
                      Optional.empty(), Optional.of("bounce.example"), "example.org"),
                  List.of(
                      new AggregateReport.Signature(
                          "bounce.example",
                          Optional.of("s1"),
                          Optional.of(AggregateReport.Result.PASS),
                          Optional.empty())),
                  List.of(
                      new AggregateReport.Sender(
                          "bounce.example",
                          Optional.of(AggregateReport.Scope.MFROM),
                          Optional.of(AggregateReport.Result.SOFTFAIL),
                          Optional.of("a \u00fc"))),
                  List.of())),
          List.of());

  private static List<Reading<? extends Report>> reports(String mail, ReportLimits limits) {
    byte[] octets = mail.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return new Reports(limits).in(new MimeParser(MimeLimits.DEFAULT).parse(octets));
  }

  private static String attached(String type, String name, byte[] content) {
    return "From: a@example.org\nMIME-Version: 1.0\nContent-Type: "
        + type
        + "\nContent-Disposition: attachment; filename=\""
        + name
        + "\"\nContent-Transfer-Encoding: base64\n\n"
        + Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(content)
        + "\n";
  }

  private static byte[] gzip(byte[] octets) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(octets);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(byte[] octets) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(packed)) {
      out.putNextEntry(new ZipEntry("r!example.org!1!2.xml"));
      out.write(octets);
    }
    return packed.toByteArray();
  }

  private static Reading<AggregateReport> xml(String xml) {
    return AggregateReport.read(xml.getBytes(StandardCharsets.UTF_8), SMALL);
  }

  private static String feedback(String inside) {
    return "<feedback><report_metadata/><policy_published/>" + inside + "</feedback>";
  }

  @Test
  void an_aggregate_report_is_read_as_it_was_written() {
    assertThat(AggregateReport.read(REPORT.write(), ReportLimits.STANDARD))
        .isEqualTo(new Reading.Ok<>(REPORT));
    assertThat(new String(REPORT.write(), StandardCharsets.UTF_8))
        .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .contains("xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\"")
        .contains("<org_name>Receiver &lt;&amp;&gt; Sons</org_name>")
        .contains("<adkim>s</adkim>");
  }

  @Test
  void an_aggregate_report_is_found_packed_in_a_mail() throws IOException {
    byte[] xml = REPORT.write();
    for (String mail :
        List.of(
            attached("application/gzip", "r!example.org!1!2.xml.gz", gzip(xml)),
            attached("application/octet-stream", "r!example.org!1!2.xml.gz", gzip(xml)),
            attached("application/zip", "r.zip", zip(xml)),
            attached("text/xml", "r.xml", xml))) {
      assertThat(reports(mail, ReportLimits.STANDARD)).isEqualTo(List.of(new Reading.Ok<>(REPORT)));
    }
  }

  @Test
  void ordinary_mail_and_other_archives_hold_no_report() throws IOException {
    assertThat(reports("From: a@example.org\n\nhello\n", SMALL)).isEmpty();
    byte[] other = "some text".getBytes(StandardCharsets.UTF_8);
    assertThat(reports(attached("application/zip", "photos.zip", zip(other)), SMALL)).isEmpty();
    assertThat(reports(attached("text/xml", "data.xml", other), SMALL)).isEmpty();
  }

  @Test
  void a_bomb_is_not_unpacked() throws IOException {
    byte[] zeros = new byte[50 << 20];
    for (String mail :
        List.of(
            attached("application/gzip", "r!e!1!2.xml.gz", gzip(zeros)),
            attached("application/zip", "r!e!1!2.zip", zip(zeros)))) {
      assertThat(reports(mail, SMALL)).hasOnlyElementsOfType(Reading.Broken.class).hasSize(1);
    }
    byte[] cut = java.util.Arrays.copyOf(gzip(REPORT.write()), 60);
    assertThat(reports(attached("application/gzip", "r!e!1!2.xml.gz", cut), SMALL))
        .hasOnlyElementsOfType(Reading.Broken.class)
        .hasSize(1);
  }

  @Test
  void entities_and_document_types_are_refused() {
    assertThat(
            xml(
                "<!DOCTYPE feedback [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><feedback>"
                    + "<report_metadata><org_name>&x;</org_name></report_metadata>"
                    + "<policy_published/></feedback>"))
        .isInstanceOf(Reading.Broken.class);
    assertThat(xml("<!DOCTYPE feedback SYSTEM \"http://192.0.2.1/x.dtd\">" + feedback("")))
        .isInstanceOf(Reading.Broken.class);
    assertThat(xml(feedback("<version>&lol;</version>"))).isInstanceOf(Reading.Broken.class);
    assertThat(xml(feedback("<version>&lt;</version>"))).isInstanceOf(Reading.Ok.class);
  }

  @Test
  void too_much_of_anything_is_broken() {
    assertThat(xml(feedback("<record/>".repeat(10)))).isInstanceOf(Reading.Ok.class);
    assertThat(xml(feedback("<record/>".repeat(11)))).isInstanceOf(Reading.Broken.class);
    assertThat(xml(feedback("<version>" + "x".repeat(201) + "</version>")))
        .isInstanceOf(Reading.Broken.class);
    assertThat(xml(feedback("<a>".repeat(30) + "</a>".repeat(30))))
        .isInstanceOf(Reading.Broken.class);
    assertThat(xml(feedback(" ".repeat(10_000)))).isInstanceOf(Reading.Broken.class);
    assertThat(xml("<other/>")).isInstanceOf(Reading.Broken.class);
    assertThat(xml("<feedback/>")).isInstanceOf(Reading.Broken.class);
    byte[] deep = ("{\"report-id\":" + "[".repeat(1_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(TlsReport.read(deep, SMALL)).isInstanceOf(Reading.Broken.class);
  }

  @Test
  void a_tls_report_is_read() {
    String json =
        """
        {"organization-name":"R","date-range":{"start-datetime":"2026-01-01T00:00:00Z",
        "end-datetime":"2026-01-02T00:00:00Z"},"contact-info":"c","report-id":"1","policies":[
        {"policy":{"policy-type":"sts","policy-string":["version: STSv1"],"policy-domain":"d",
        "mx-host":"m"},"summary":{"total-successful-session-count":5,
        "total-failure-session-count":"x"},"failure-details":[{"result-type":"starttls-not-supported",
        "failed-session-count":7}]},17]}
        """;
    assertThat(TlsReport.read(json.getBytes(StandardCharsets.UTF_8), SMALL))
        .isInstanceOfSatisfying(
            Reading.Ok.class,
            ok -> {
              TlsReport report = (TlsReport) ok.report();
              assertThat(report.begin()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
              TlsReport.PolicyResult policy = report.policies().getFirst();
              assertThat(policy.hosts()).containsExactly("m");
              assertThat(policy.successful()).isEqualTo(5);
              assertThat(policy.failed()).isZero();
              assertThat(policy.failures().getFirst().sessions()).isEqualTo(7);
            });
  }

  @Test
  void a_failure_report_is_read_with_the_message_it_is_about() {
    String mail =
        """
        From: a@example.org
        Content-Type: multipart/report; report-type=feedback-report; boundary=b

        --b
        Content-Type: message/feedback-report

        Feedback-Type: auth-failure
        User-Agent: X/1
        Version: 1
        Auth-Failure: dmarc
        Identity-Alignment: dkim, spf
        Delivery-Result: reject
        Incidents: 4
        Source-IP: 192.0.2.7
        Source-Port: 99999
        Original-Rcpt-To: <a@example.org>
        Original-Rcpt-To: <b@example.org>

        --b
        Content-Type: message/rfc822

        Subject: inner

        body
        --b--
        """;
    List<Reading<? extends Report>> found = reports(mail, SMALL);
    assertThat(found).hasSize(1);
    FeedbackReport report =
        (FeedbackReport) ((Reading.Ok<? extends Report>) found.getFirst()).report();
    assertThat(report.type()).isEqualTo(FeedbackReport.FeedbackType.AUTH_FAILURE);
    assertThat(report.failure().kind()).isEqualTo(FeedbackReport.AuthFailure.DMARC);
    assertThat(report.failure().alignment()).isEqualTo(FeedbackReport.Alignment.DKIM_SPF);
    assertThat(report.failure().delivery()).isEqualTo(FeedbackReport.Delivery.REJECT);
    assertThat(report.incidents()).isEqualTo(4);
    assertThat(report.source()).contains(InetAddress.ofLiteral("192.0.2.7"));
    assertThat(report.sourcePort()).isEqualTo(65_535);
    assertThat(report.recipients()).containsExactly("<a@example.org>", "<b@example.org>");
    assertThat(report.original().orElseThrow().children().getFirst().headers().value("Subject"))
        .contains("inner");
  }

  @FuzzTest
  void any_octets_are_a_report_or_broken(byte[] octets) {
    for (Reading<?> each :
        List.of(
            AggregateReport.read(octets, SMALL),
            TlsReport.read(octets, SMALL),
            FeedbackReader.read(octets, List.of(), SMALL))) {
      switch (each) {
        case Reading.Broken<?>(String why) -> assertThat(why).isNotEmpty();
        case Reading.Ok<?>(Object report) -> {
          if (report instanceof AggregateReport aggregate) {
            assertThat(AggregateReport.read(aggregate.write(), ReportLimits.STANDARD))
                .isInstanceOf(Reading.Ok.class);
          }
        }
      }
    }
    reports(new String(octets, StandardCharsets.ISO_8859_1), SMALL);
  }
}
