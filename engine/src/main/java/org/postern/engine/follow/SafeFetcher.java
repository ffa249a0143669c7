package org.postern.engine.follow;

import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.postern.engine.follow.HttpExchange.Method;
import org.postern.engine.follow.Resolution.Fault;
import org.postern.engine.url.WebAddress;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;
import org.postern.mail.smtp.Cidr;

/// Asks for the header of one address and follows nothing. The name is looked up by the resolver of
/// the house; an answer with any address that is not public is refused whole; the connection goes
/// to an address that was looked at here.
///
/// Thread-safe. A call blocks, never longer than it was given.
final class SafeFetcher {

  /// How many addresses of one name are tried.
  private static final int TRIES = 2;

  private final Resolver resolver;
  private final Reach reach;
  private final HttpExchange http;

  /// To the public internet.
  ///
  /// @param never networks of it that are left alone
  /// @param agent what it calls itself
  SafeFetcher(Resolver resolver, List<Cidr> never, String agent) {
    this(resolver, Reach.publicWithout(never), standardTls(), agent);
  }

  SafeFetcher(Resolver resolver, Reach reach, SSLContext tls, String agent) {
    this.resolver = resolver;
    this.reach = reach;
    this.http = new HttpExchange(tls, agent);
  }

  private static SSLContext standardTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// What came of a look-up: addresses that may be asked, or why there are none.
  private sealed interface Found {
    record Addresses(List<InetAddress> all) implements Found {}

    record None(Fault why) implements Found {}
  }

  /// Asks by HEAD, and where the page is wanted, and the answer may hide it, by GET. IPv6 comes
  /// where there is no IPv4, or it cannot be reached.
  ///
  /// @param page whether it is a redirector, of which pages are read too
  Reply fetch(WebAddress address, boolean page, Deadline deadline) {
    if (!reach.port(address.port())) {
      return new Reply.Failed(Fault.FORBIDDEN);
    }
    if (address.literal()) {
      List<InetAddress> literal = Cidr.parse(address.host()).map(Cidr::network).stream().toList();
      return ask(address, checked(literal), page, deadline);
    }
    Reply reply = ask(address, lookUp(address.host(), RecordType.A, deadline), page, deadline);
    boolean other =
        reply instanceof Reply.Failed(Fault why)
            && (why == Fault.UNREACHABLE || why == Fault.NO_ADDRESS);
    return other
        ? ask(address, lookUp(address.host(), RecordType.AAAA, deadline), page, deadline)
        : reply;
  }

  private Reply ask(WebAddress address, Found found, boolean page, Deadline deadline) {
    return switch (found) {
      case Found.None(Fault why) -> new Reply.Failed(why);
      case Found.Addresses(var all) -> ask(address, all, page, deadline);
    };
  }

  private Reply ask(WebAddress address, List<InetAddress> all, boolean page, Deadline deadline) {
    Reply head = first(address, all, Method.HEAD, false, deadline);
    return page && hidden(head) ? first(address, all, Method.GET, true, deadline) : head;
  }

  /// HEAD was refused, or a page came that may lead on by itself.
  private static boolean hidden(Reply head) {
    return head instanceof Reply.Answered(int status, String type, _, _)
        && switch (status) {
          case 400, 403, 405, 501 -> true;
          case 200 -> type.isEmpty() || type.equals("text/html");
          default -> false;
        };
  }

  private Reply first(
      WebAddress address, List<InetAddress> all, Method method, boolean page, Deadline deadline) {
    Reply reply = new Reply.Failed(Fault.LATE);
    for (InetAddress host : all.subList(0, Math.min(TRIES, all.size()))) {
      Duration rest = deadline.rest();
      if (rest.isZero()) {
        return new Reply.Failed(Fault.LATE);
      }
      reply = http.ask(address, host, method, page, rest);
      boolean again = reply instanceof Reply.Failed(Fault why) && why == Fault.UNREACHABLE;
      if (!again) {
        return reply;
      }
    }
    return reply;
  }

  private Found lookUp(String name, RecordType type, Deadline deadline) {
    Duration rest = deadline.rest();
    if (rest.isZero()) {
      return new Found.None(Fault.LATE);
    }
    return switch (resolver.lookup(name, type, rest)) {
      case Answer.Found(var records, _, _) ->
          checked(
              records.stream()
                  .filter(DnsRecord.Address.class::isInstance)
                  .map(one -> ((DnsRecord.Address) one).address())
                  .toList());
      case Answer.Empty() -> new Found.None(Fault.NO_ADDRESS);
      case Answer.NoDomain() -> new Found.None(Fault.NO_SUCH_NAME);
      case Answer.Failed _ -> new Found.None(Fault.NO_NAME_SERVICE);
    };
  }

  /// All of them or none: a name that leads to the house as well is not to be trusted.
  private Found checked(List<InetAddress> all) {
    if (all.isEmpty()) {
      return new Found.None(Fault.NO_ADDRESS);
    }
    return all.stream().allMatch(reach::address)
        ? new Found.Addresses(all)
        : new Found.None(Fault.FORBIDDEN);
  }
}
