package org.postern.engine.follow;

import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.postern.engine.follow.HttpExchange.Method;
import org.postern.engine.follow.Resolution.Fault;
import org.postern.engine.url.WebAddress;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;
import org.postern.mail.smtp.Cidr;

/// Asks for the header of one address and follows nothing. The name is looked up once, by the
/// resolver of the house; a name with any address that is not public is refused whole; the
/// connection goes to an address that was looked at here.
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

  /// Asks by HEAD, and where the page is wanted, and the answer may hide it, by GET.
  ///
  /// @param page whether it is a redirector, of which pages are read too
  Reply fetch(WebAddress address, boolean page, Deadline deadline) {
    if (!reach.port(address.port())) {
      return new Reply.Failed(Fault.FORBIDDEN);
    }
    return switch (addresses(address, deadline)) {
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

  private Found addresses(WebAddress address, Deadline deadline) {
    List<InetAddress> all = new ArrayList<>();
    if (address.literal()) {
      Cidr.parse(address.host()).map(Cidr::network).ifPresent(all::add);
    } else {
      for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
        Optional<Fault> fault = lookUp(address.host(), type, deadline, all);
        if (fault.isPresent()) {
          return new Found.None(fault.get());
        }
      }
    }
    if (all.isEmpty()) {
      return new Found.None(Fault.NO_SUCH_NAME);
    }
    return all.stream().allMatch(reach::address)
        ? new Found.Addresses(all)
        : new Found.None(Fault.FORBIDDEN);
  }

  private Optional<Fault> lookUp(
      String name, RecordType type, Deadline deadline, List<InetAddress> all) {
    Duration rest = deadline.rest();
    if (rest.isZero()) {
      return Optional.of(Fault.LATE);
    }
    return switch (resolver.lookup(name, type, rest)) {
      case Answer.Found(var records, _, _) -> {
        for (DnsRecord record : records) {
          if (record instanceof DnsRecord.Address(InetAddress one)) {
            all.add(one);
          }
        }
        yield Optional.empty();
      }
      case Answer.Empty() -> Optional.empty();
      case Answer.NoDomain() -> Optional.of(Fault.NO_SUCH_NAME);
      case Answer.Failed _ -> Optional.of(Fault.NO_NAME_SERVICE);
    };
  }
}
