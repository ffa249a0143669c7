package org.postern.mail.dmarc;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.mail.mime.Headers;
import org.postern.mail.mime.Message;

/// The domains of the author of a message, in lower-case A-labels: the one that every reader sees
/// or, where readers could disagree, each that any of them may see.
///
/// `doubts` is empty where one From field is written so that there is nothing to disagree about;
/// several addresses in it are no doubt, but several domains. A message without an author has
/// `NO_FROM` or `NO_ADDRESS`.
public record AuthorDomains(List<String> domains, Set<AuthorDoubt> doubts) {

  /// More are never asked about.
  static final int MOST = 8;

  public AuthorDomains {
    domains = List.copyOf(domains);
    doubts = Set.copyOf(doubts);
  }

  /// Reads the header of a message.
  public static AuthorDomains of(Message message) {
    return of(message.octets(), message.headers());
  }

  /// The same where only the header was read.
  public static AuthorDomains of(byte[] octets, Headers headers) {
    return AuthorReader.read(octets, headers.end());
  }

  /// Whether readers could disagree.
  public boolean ambiguous() {
    return !doubts.isEmpty();
  }

  /// Whether the domains are all there are, and somebody is the author: without that there is no
  /// pass.
  boolean complete() {
    return !domains.isEmpty()
        && !doubts.contains(AuthorDoubt.NO_FROM)
        && !doubts.contains(AuthorDoubt.NO_ADDRESS)
        && !doubts.contains(AuthorDoubt.TOO_MANY);
  }

  /// The doubts in words.
  String reason() {
    return doubts.isEmpty()
        ? "no author domain"
        : doubts.stream().sorted().map(AuthorDoubt::text).collect(Collectors.joining(", "));
  }
}
