package org.postern.gateway.recipients;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.mail.smtp.Reply;

class MeaningTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "250 | 2.1.5 | ok                                     | EXISTS",
        "251 | 2.1.5 | user not local, will forward           | EXISTS",
        "252 | 2.5.2 | cannot verify                          | EXISTS",
        "450 | 4.2.0 | greylisted                             | LATER",
        "451 | 4.3.0 | local error                            | LATER",
        "452 | 4.2.2 | mailbox full                           | LATER",
        "421 | 4.3.2 | closing                                | LATER",
        "550 | 5.1.1 | <x>: User unknown in relay recipient table | UNKNOWN",
        "550 | 5.1.6 | mailbox has moved                      | UNKNOWN",
        "553 | 5.1.3 | bad address syntax                     | UNKNOWN",
        "550 | 5.1.0 | address rejected                       | UNKNOWN",
        "550 | 5.4.1 | Recipient address rejected: Access denied. AS(201806281) | UNKNOWN",
        "550 |       | No such user here                      | UNKNOWN",
        "550 |       | unrouteable address                    | UNKNOWN",
        "551 |       | user not local                         | UNKNOWN",
        "553 |       | mailbox name not allowed               | UNKNOWN",
        "550 | 5.0.0 | x... User unknown                      | UNKNOWN",
        "550 |       | x: user unknown in relay recipient table | UNKNOWN",
        "552 | 5.2.2 | mailbox full                           | UNAVAILABLE",
        "550 | 5.2.1 | mailbox disabled                       | UNAVAILABLE",
        "552 |       | quota exceeded                         | UNAVAILABLE",
        "550 | 5.1.2 | bad destination system                 | POLICY",
        "550 | 5.1.8 | sender domain not found                | POLICY",
        "550 | 5.1.7 | bad sender                             | POLICY",
        "554 | 5.7.1 | Relay access denied                    | POLICY",
        "550 | 5.7.1 | Unable to relay                        | POLICY",
        "550 | 5.7.23 | SPF                                   | POLICY",
        "550 | 5.4.1 | no answer from host                    | POLICY",
        "550 | 5.4.6 | routing loop                           | POLICY",
        "550 | 5.3.2 | system not accepting                   | POLICY",
        "554 |       | go away                                | POLICY",
        "503 | 5.5.1 | bad sequence                           | POLICY",
        "530 | 5.7.0 | must issue STARTTLS                    | POLICY",
        "500 |       | what                                   | POLICY",
        "550 |       | relay not permitted                    | POLICY",
        "550 |       | we do not relay                        | POLICY",
        "550 |       | your address is on a blacklist         | POLICY",
        "550 |       | SPF check failed                       | POLICY",
        "550 | 5.0.0 | Access denied                          | POLICY",
      })
  void a_reply_to_rcpt_says_what_it_is_about(
      int code, String status, String text, Meaning meaning) {
    Reply reply = new Reply(code, status == null ? "" : status, text);
    assertThat(Meaning.of(reply)).isEqualTo(meaning);
  }
}
