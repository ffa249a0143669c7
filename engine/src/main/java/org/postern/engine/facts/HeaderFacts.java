package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.engine.url.HostKind;
import org.postern.engine.url.RegistrableDomain;
import org.postern.mail.mime.AddressList;
import org.postern.mail.mime.Field;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Mailbox;

/// What the header of a message says, as a reader sees it.
///
/// @param subject decoded; empty where there is none
/// @param from mailboxes of all From fields
/// @param sender mailboxes of all Sender fields
/// @param replyTo mailboxes of all Reply-To fields
/// @param to mailboxes of To and Cc
/// @param returnPath mailboxes of the topmost Return-Path
/// @param listMail whether the header carries the marks of a mailing list or a newsletter (RFC
///   2369, RFC 2919, Precedence)
/// @param listBelieved whether these marks fit who writes: the way out of the list or its name
///   leads to the author's domain, to a platform that sends for many, or readers can write to the
///   list. Anybody can write a List-Id.
public record HeaderFacts(
    String subject,
    List<Mailbox> from,
    List<Mailbox> sender,
    List<Mailbox> replyTo,
    List<Mailbox> to,
    List<Mailbox> returnPath,
    boolean listMail,
    boolean listBelieved) {

  private static final int ADDRESSES = 10;

  /// Hosts in `<https://host/…>`, `<mailto:name@host?…>` and `<name.of.list.host>`.
  private static final Pattern HOST =
      Pattern.compile("<(?:https?://|mailto:[^@>]{1,200}@|)([A-Za-z0-9_.-]{3,253})[/:?>]");

  public HeaderFacts {
    from = List.copyOf(from);
    sender = List.copyOf(sender);
    replyTo = List.copyOf(replyTo);
    to = List.copyOf(to);
    returnPath = List.copyOf(returnPath);
  }

  /// Reads a header.
  public static HeaderFacts of(Headers headers) {
    List<Mailbox> from = mailboxes(headers, "From");
    boolean listMail = listMail(headers);
    return new HeaderFacts(
        headers.text("Subject").orElse("").strip(),
        from,
        mailboxes(headers, "Sender"),
        mailboxes(headers, "Reply-To"),
        mailboxes(headers, "To", "Cc"),
        headers
            .value("Return-Path")
            .map(value -> AddressList.parse(value).mailboxes())
            .orElse(List.of()),
        listMail,
        listMail && listBelieved(headers, from));
  }

  /// The domain of the first mailbox in From; empty where there is none.
  public String fromDomain() {
    return from.isEmpty() ? "" : from.getFirst().domain();
  }

  private static List<Mailbox> mailboxes(Headers headers, String... names) {
    List<Mailbox> all = new ArrayList<>();
    for (String name : names) {
      for (Field field : headers.all(name)) {
        all.addAll(AddressList.parse(field.value()).mailboxes());
      }
    }
    return all;
  }

  private static boolean listMail(Headers headers) {
    for (Field field : headers.fields()) {
      String name = field.name();
      if (name.equalsIgnoreCase("List-Id")
          || name.equalsIgnoreCase("List-Post")
          || name.equalsIgnoreCase("List-Unsubscribe")
          || name.equalsIgnoreCase("Mailing-List")) {
        return true;
      }
      if (name.equalsIgnoreCase("Precedence")) {
        String value = field.value().strip();
        if (value.equalsIgnoreCase("list") || value.equalsIgnoreCase("bulk")) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether it came over a list that its readers write to, by what its header says.
  public static boolean discussed(Headers headers) {
    return headers.first("Mailing-List").isPresent()
        || headers.all("List-Post").stream().anyMatch(field -> takesPosts(field.value()));
  }

  /// Whether a List-Post names a mailbox. A publisher who names the address of his site there (RFC
  /// 2369 allows it) runs no list, and `NO` says that nobody can write to it.
  public static boolean takesPosts(String listPost) {
    String lower = listPost.toLowerCase(Locale.ROOT);
    return lower.contains("mailto:") || !(lower.contains("http") || lower.strip().equals("no"));
  }

  private static boolean listBelieved(Headers headers, List<Mailbox> from) {
    if (discussed(headers)) {
      return true;
    }
    String author = from.isEmpty() ? "" : from.getFirst().domain();
    return Stream.of("List-Unsubscribe", "List-Id")
        .flatMap(name -> headers.all(name).stream())
        .limit(ADDRESSES)
        .flatMap(field -> HOST.matcher(field.value()).results().limit(ADDRESSES))
        .map(found -> found.group(1))
        .anyMatch(host ->
            HostKind.SENDING_PLATFORM.contains(host) || RegistrableDomain.same(host, author));
  }
}
