package org.postern.gateway.why;

import org.postern.engine.verdict.GateTest;
import org.postern.gateway.store.LogRow;

/// Why something was refused, in words for its sender: as much as helps one who made a mistake, and
/// no more than a spammer knows already.
enum Reason {
  ADDRESS(
      "The server refused your client's address.",
      "The address of your mail server, or its network, is not welcome here at the moment. If you"
          + " do not run that server, tell your provider. Whoever runs it should look for the"
          + " address in public lists of blocked addresses and for misuse of the server."),
  NAME(
      "The name of your mail server does not fit its address.",
      "Whoever runs your mail server should give its address a name in the DNS that leads back to"
          + " the address, and let the server greet with that name."),
  TOO_MUCH(
      "Your mail server, or its network, asked too much in a short time.",
      "Mail servers try again by themselves. If it goes on, ask your provider to send more"
          + " slowly and to remove addresses that do not exist."),
  COME_AGAIN(
      "The server asked your mail server to come again a little later.",
      "You need not do anything: mail servers try again by themselves. If a message is still not"
          + " delivered after some hours, tell your provider."),
  PROTOCOL(
      "Your mail program or server broke a rule of mail transport (SMTP).",
      "Whoever runs it should compare the reply above with RFC 5321."),
  SENDER(
      "The sender's address was refused.",
      "Check that the address from which you write is spelled rightly, and that its domain exists"
          + " and takes mail."),
  UNPROVEN(
      "The message does not prove that it comes from the domain that it names.",
      "Send through the mail server of your own domain. Whoever runs the domain should check its"
          + " records for SPF, DKIM and DMARC."),
  AUTHORS(
      "The message names too many authors.",
      "From should hold the address of who wrote the message, or of the few who did. Mail programs"
          + " do that by themselves."),
  RECIPIENT(
      "The server takes no mail for this recipient.",
      "Check the spelling of the address, or ask the recipient in another way."),
  UNWANTED(
      "The message was recognised as unwanted.",
      "If you think that this is wrong, ask for a review below. Sending the same message again does"
          + " not help."),
  TOO_LARGE("The message is too large.", "Send less at once, or offer large files for download."),
  LOOP(
      "The message went in circles.",
      "It passed too many servers. Whoever forwards mail between them should look at the rules for"
          + " forwarding."),
  FORM(
      "The message, or one of its addresses, needs something that is not offered here.",
      "Send it in a simpler form: addresses in plain letters, usual attachments."),
  APART(
      "Some recipients of the message have to get it on its own.",
      "Mail servers do that by themselves. If they do not, send the message to fewer recipients at"
          + " once."),
  TROUBLE(
      "The server could not take the message at that moment.",
      "That is our trouble, not yours. Mail servers try again by themselves."),
  NEXT_SERVER(
      "The recipient's own mail server refused it.",
      "This server only passed that answer on. What it means is known where the recipient's mail"
          + " is kept.");

  private final String words;
  private final String advice;

  Reason(String words, String advice) {
    this.words = words;
    this.advice = advice;
  }

  String words() {
    return words;
  }

  String advice() {
    return advice;
  }

  /// `ours`: whether the reply is in our own words.
  static Reason of(LogRow row, boolean ours) {
    for (GateTest test : GateTest.values()) {
      if (test.symbol().name().equals(row.symbol())) {
        return of(test);
      }
    }
    return ours ? ofStatus(row) : NEXT_SERVER;
  }

  private static Reason of(GateTest test) {
    return switch (test) {
      case ADDRESS, DNSBL, DNSWL, REPUTATION -> ADDRESS;
      case RATE, HARVEST -> TOO_MUCH;
      case EARLY_TALKER, PIPELINING, BARE_LINE_FEED, NOT_SMTP -> PROTOCOL;
      case HELO, REVERSE_DNS -> NAME;
      case SENDER_DOMAIN -> SENDER;
      case ROUTED_RECIPIENT -> RECIPIENT;
      case GREYLIST -> COME_AGAIN;
      case SPF, DMARC -> UNPROVEN;
      case AUTHORS -> AUTHORS;
    };
  }

  // By the enhanced code (RFC 3463 section 3, RFC 7372).
  private static Reason ofStatus(LogRow row) {
    String[] words = row.status().split(" ", 3);
    String status = words.length > 1 ? words[1] : "";
    String subject = status.length() > 2 ? status.substring(2) : "";
    boolean temporary = status.startsWith("4");
    return switch (subject) {
      case "1.7", "1.8" -> SENDER;
      case "3.4" -> TOO_LARGE;
      case "4.6" -> LOOP;
      case "5.3" -> APART;
      case "7.20", "7.21", "7.22", "7.23", "7.24", "7.26" -> UNPROVEN;
      case "7.25" -> NAME;
      case "7.1" -> policy(row, temporary);
      default ->
          switch (subject.isEmpty() ? "" : subject.substring(0, 1)) {
            case "1", "2" -> RECIPIENT;
            case "5" -> PROTOCOL;
            case "6" -> FORM;
            case "7" -> temporary ? TOO_MUCH : PROTOCOL;
            default -> TROUBLE;
          };
    };
  }

  private static Reason policy(LogRow row, boolean temporary) {
    if (temporary) {
      return TROUBLE;
    }
    return switch (row.stage()) {
      case "connect", "hello" -> ADDRESS;
      case "mail" -> SENDER;
      case "rcpt" -> RECIPIENT;
      default -> UNWANTED;
    };
  }
}
