package org.postern.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;

/// Two messages that nobody sent, for which the checks load what they need later: one of plain
/// text, and one of HTML with links, a brand, an attachment and letters of another script.
final class FirstMessages {

  private static final MimeParser PARSER = new MimeParser(MimeLimits.DEFAULT);

  private static final String PLAIN =
      """
      From: Ann <ann@sender.example>
      To: <bob@receiver.example>
      Subject: Lunch on Thursday
      Date: Mon, 5 Jan 2026 12:00:00 +0000
      Message-ID: <first.1@sender.example>

      Hello Bob, shall we meet for lunch on Thursday? The table is booked for noon, and the menu is at
      www.sender.example/menu. Please call me at +1 202 555 0147 if you cannot come.
      """;

  private static final String HTML =
      """
      From: =?UTF-8?Q?PayPal_Service_=C3=A9?= <service@sender.example>
      To: <bob@receiver.example>
      Reply-To: <other@elsewhere.example>
      Subject: =?UTF-8?Q?Your_invoice_=E2=82=AC_20?=
      Date: Mon, 5 Jan 2026 12:00:00 +0000
      Message-ID: <first.2@sender.example>
      List-Unsubscribe: <https://sender.example/out>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="first"

      --first
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: 8bit

      <html><head><style>p { color: #222 }</style></head><body>
      <p>Dear customer, your account statement of this month can be read at
      <a href="https://bit.ly/first">https://www.paypal.com/statement</a>, or at
      <a href="http://xn--bcher-kva.example:8080/%61?to=https://sender.example/">b\u00fccher.example</a>.</p>
      <p style="display:none">hidden \u043f\u0440\u0438\u0432\u0435\u0442</p>
      <img src="https://sender.example/p.gif" width="1" height="1">
      <form action="https://sender.example/login"><input type="password"></form>
      </body></html>
      --first
      Content-Type: text/plain; name="notes.txt"
      Content-Disposition: attachment; filename="notes.txt"

      Notes.
      --first--
      """;

  private FirstMessages() {}

  static List<Case> all() {
    return List.of(mail(PLAIN), mail(HTML));
  }

  private static Case mail(String text) {
    InetSocketAddress client = new InetSocketAddress(InetAddress.getLoopbackAddress(), 25);
    Envelope envelope =
        new Envelope(
            new Reference("0000-0000-0000-0000"),
            new Client(client, client),
            new Hello("sender.example", true),
            Optional.empty(),
            new MailFrom(
                new ReversePath.Sender(new EmailAddress("ann", "sender.example")),
                OptionalLong.empty(),
                BodyType.EIGHT_BIT_MIME,
                false,
                Dsn.OfMessage.NONE),
            List.of(
                new Recipient(new EmailAddress("bob", "receiver.example"), Dsn.OfRecipient.NONE)),
            Instant.parse("2026-01-05T12:00:00Z"));
    return new Case(
        envelope, PARSER.parse(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
  }
}
