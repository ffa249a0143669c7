package org.postern.gateway.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.postern.gateway.gate.GateFixtures.HEAVY;
import static org.postern.gateway.gate.GateFixtures.addressee;
import static org.postern.gateway.gate.GateFixtures.envelope;
import static org.postern.gateway.gate.GateFixtures.report;
import static org.postern.gateway.gate.GateFixtures.suspects;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.Report;
import org.postern.gateway.admit.Visit;
import org.postern.gateway.lists.ListSnapshot;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;

class EvidenceTest {

  @Test
  void what_is_written_is_read_again() throws Exception {
    String text = "Subject: \"quoted\" \\ =?UTF-8?Q?=C3=A9?= {\"report\":1}\r\n\r\nbody\r\n";
    Examined mail =
        new Reading(
                new MimeParser(MimeLimits.DEFAULT),
                "mx.example.org",
                () -> ListSnapshot.EMPTY,
                Clock.systemUTC())
            .read(
                envelope(
                    GateFixtures.from("a@client.example"),
                    "c.example",
                    "192.0.2.1",
                    GateFixtures.to("b@example.org")),
                text.getBytes(StandardCharsets.UTF_8),
                new Visit() {},
                Optional.empty());
    Report report = report(HEAVY.found("because \"of\" this", "ünd that"));
    List<Judged> judged =
        Judged.all(
            report,
            List.of(
                addressee("b@example.org", suspects(new Disposition.Hold())),
                addressee("c@example.org", suspects(new Disposition.Deliver()))));

    Evidence read =
        Evidence.read(Evidence.write(mail.with(report), judged), Map.of(HEAVY.name(), HEAVY));

    assertThat(read.subject()).isEqualTo("\"quoted\" \\ é {\"report\":1}");
    assertThat(read.from()).isEqualTo("a@client.example");
    assertThat(read.recipients())
        .containsExactly(
            new Evidence.Decided(
                "b@example.org",
                "SUSPECTED_SPAM",
                6,
                "hold",
                "SCORE",
                Optional.empty(),
                Report.EMPTY),
            new Evidence.Decided(
                "c@example.org",
                "SUSPECTED_SPAM",
                6,
                "deliver",
                "SCORE",
                Optional.empty(),
                Report.EMPTY));
    assertThat(read.report().findings()).isEqualTo(report.findings());
  }

  @Test
  void what_is_something_else_is_not_read() {
    assertThatIOException().isThrownBy(() -> Evidence.read("{\"recipients\":[{", Map.of()));
  }
}
