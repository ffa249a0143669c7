package org.postern.engine.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hosts a message came through, from its Received fields, in the form in which rules of
/// SpamAssassin look for them: `[ ip=… rdns=… helo=… by=… ident=… envfrom=… intl=0 id=… auth=…
/// msa=0 ]`, the nearest first.
///
/// Hosts of private networks next to us count as ours.
final class Relays {

  private static final int MOST = 50;
  private static final int LONGEST = 2_000;

  private static final Pattern FROM = Pattern.compile("^from\\s+(\\S+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern BY = Pattern.compile("\\bby\\s+([a-zA-Z0-9._-]+)");
  private static final Pattern ID = Pattern.compile("\\bid\\s+<?([a-zA-Z0-9._:/+-]{1,100})");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[\\[(](?:IPv6:)?((?:[0-9]{1,3}\\.){3}[0-9]{1,3}|[0-9a-fA-F:]{4,39}:[0-9a-fA-F:.]+)[\\])]");
  private static final Pattern REVERSE =
      Pattern.compile("\\(([a-zA-Z0-9][a-zA-Z0-9._-]+\\.[a-zA-Z0-9-]+)\\.?\\s*\\[");

  /// Exim: a name in front of the address alone was looked up.
  private static final Pattern BEHIND_NAME =
      Pattern.compile("^from\\s+\\S+\\s+\\(\\[", Pattern.CASE_INSENSITIVE);

  private static final Pattern HELO = Pattern.compile("(?i)\\bhelo[= ]\\[?([^\\s)\\]]+)");
  private static final Pattern ENVELOPE =
      Pattern.compile("(?i)envelope-(?:from|sender)\\s+<?([^\\s>)]+)");
  private static final Pattern PRIVATE =
      Pattern.compile(
          "127\\..*|10\\..*|192\\.168\\..*|172\\.(?:1[6-9]|2[0-9]|3[01])\\..*|::1|f[cd][0-9a-f]{2}:.*");

  private record Relay(String ip, String text) {}

  private final List<Relay> relays = new ArrayList<>();

  /// @param received the values of the Received fields, unfolded, the newest first
  Relays(List<String> received) {
    for (String value : received) {
      if (relays.size() < MOST) {
        add(value.length() <= LONGEST ? value : value.substring(0, LONGEST));
      }
    }
  }

  private void add(String value) {
    String ip = first(ADDRESS, value);
    if (ip.isEmpty()) {
      return;
    }
    String from = first(FROM, value);
    String helo = first(HELO, value);
    String reverse = first(REVERSE, value);
    boolean bare = from.startsWith("[") || from.startsWith("(");
    if (reverse.isEmpty() && !bare && BEHIND_NAME.matcher(value).find()) {
      reverse = from;
    }
    if (reverse.isEmpty() && !helo.isEmpty() && !bare) {
      reverse = from; // qmail and exim: the name first, what the client said in brackets
    }
    String said = helo.isEmpty() ? (bare ? "" : from) : helo;
    relays.add(
        new Relay(
            ip,
            "[ ip="
                + ip
                + " rdns="
                + reverse.toLowerCase(Locale.ROOT).replace("unknown", "")
                + " helo="
                + said
                + " by="
                + first(BY, value)
                + " ident= envfrom="
                + first(ENVELOPE, value)
                + " intl=0 id="
                + first(ID, value)
                + " auth="
                + authenticated(value)
                + " msa=0 ]"));
  }

  private static String authenticated(String value) {
    return value.matches("(?s).*\\bwith (?:ESMTPS?A|UTF8SMTPS?A)\\b.*") ? "esmtpa" : "";
  }

  private static String first(Pattern pattern, String value) {
    Matcher matcher = pattern.matcher(value);
    return matcher.find() ? matcher.group(1) : "";
  }

  /// Those that are not ours.
  String external() {
    return joined(relays.subList(ours(), relays.size()));
  }

  /// Those that are.
  String internal() {
    return joined(relays.subList(0, ours()));
  }

  boolean none() {
    return relays.isEmpty();
  }

  private int ours() {
    int count = 0;
    while (count < relays.size() && PRIVATE.matcher(relays.get(count).ip()).matches()) {
      count++;
    }
    return count;
  }

  private static String joined(List<Relay> some) {
    return String.join(" ", some.stream().map(Relay::text).toList());
  }
}
