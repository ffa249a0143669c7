package org.postern.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailDateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Tue, 3 Jul 2001 02:04:29 +0100 (IST) | 2001-07-03T01:04:29Z
          3 Jul 2001 02:04 -0530               | 2001-07-03T07:34:00Z
          Tue,  3 jul 01 02:04:29 EST          | 2001-07-03T02:04:29Z
          Tue, 31 December 1999 23:59:60 +0000 | 1999-12-31T23:59:59Z
          03-Jul-99 02:04:29                   | 1999-07-03T02:04:29Z
          """)
  void reads_dates_old_and_new(String text, String instant) {
    assertThat(MailDate.parse(text)).contains(Instant.parse(instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "Tue, 31 Feb 2001 02:04:29 +0100",
        "2001-07-03T01:04:29Z",
        "Tue, 3 Jul",
        "Tue, 3 Jul 2001",
        "3 Jul 2001 26:00"
      })
  void says_what_is_not_a_date(String text) {
    assertThat(MailDate.parse(text)).isEmpty();
  }
}
