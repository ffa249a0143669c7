package org.postern.gateway.gate;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;

/// What a release needs of the envelope beyond the addresses, in one line: `body=EIGHT_BIT_MIME
/// utf8=true ret=FULL envid=… notify=… orcpt=…`. ENVID and ORCPT are xtext (RFC 3461 section 4),
/// which has no spaces.
final class HeldEnvelope {

  private HeldEnvelope() {}

  static String write(org.postern.mail.smtp.Envelope envelope, Recipient recipient) {
    MailFrom from = envelope.from();
    StringBuilder out = new StringBuilder();
    out.append("body=").append(from.body()).append(" utf8=").append(from.smtputf8());
    from.dsn().ret().ifPresent(ret -> out.append(" ret=").append(ret));
    from.dsn().envid().ifPresent(envid -> out.append(" envid=").append(envid));
    Set<Dsn.Notify> events = recipient.dsn().events();
    if (!events.isEmpty()) {
      out.append(" notify=")
          .append(events.stream().sorted().map(Enum::name).collect(Collectors.joining(",")));
    }
    recipient.dsn().orcpt().ifPresent(orcpt -> out.append(" orcpt=").append(orcpt));
    return out.toString();
  }

  /// MAIL as it was, for a message from that sender.
  static MailFrom from(String line, String sender) {
    Map<String, String> words = words(line);
    ReversePath path =
        sender.isEmpty()
            ? ReversePath.NULL
            : EmailAddress.parse(sender)
                .<ReversePath>map(ReversePath.Sender::new)
                .orElse(ReversePath.NULL);
    return new MailFrom(
        path,
        OptionalLong.empty(),
        BodyType.valueOf(words.getOrDefault("body", BodyType.EIGHT_BIT_MIME.name())),
        Boolean.parseBoolean(words.getOrDefault("utf8", "false")),
        new Dsn.OfMessage(
            Optional.ofNullable(words.get("ret")).map(Dsn.Return::valueOf),
            Optional.ofNullable(words.get("envid"))));
  }

  /// RCPT as it was.
  static Recipient recipient(String line, EmailAddress address) {
    Map<String, String> words = words(line);
    Set<Dsn.Notify> events = EnumSet.noneOf(Dsn.Notify.class);
    for (String word : words.getOrDefault("notify", "").split(",")) {
      if (!word.isEmpty()) {
        events.add(Dsn.Notify.valueOf(word));
      }
    }
    return new Recipient(
        address, new Dsn.OfRecipient(events, Optional.ofNullable(words.get("orcpt"))));
  }

  private static Map<String, String> words(String line) {
    return Arrays.stream(line.split(" "))
        .filter(word -> word.indexOf('=') > 0)
        .collect(
            Collectors.toMap(
                word -> word.substring(0, word.indexOf('=')),
                word -> word.substring(word.indexOf('=') + 1),
                (first, _) -> first,
                HashMap::new));
  }
}
