package org.postern.mail.dns;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/// Reads the message of a server: RFC 1034 section 4.3.2 for CNAMEs, RFC 2308 for nothing found.
final class Replies {

  private static final int MAX_ALIASES = 10;
  // Where a negative answer does not say how long it holds.
  private static final long NEGATIVE_SECONDS = 60;

  /// An answer and how long it may be kept, or the name to ask for instead.
  sealed interface Step {
    record Done(Answer answer, Duration ttl) implements Step {}

    record Alias(String name) implements Step {}
  }

  private Replies() {}

  static Step read(Question question, Message message, boolean validating) {
    int code = message.getRcode();
    if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
      return new Step.Done(new Answer.Failed(why(code)), Duration.ZERO);
    }
    List<Record> section = message.getSection(Section.ANSWER);
    Name at = question.wireName();
    long seconds = Integer.MAX_VALUE;
    boolean aliased = false;
    for (int hop = 0; hop <= MAX_ALIASES; hop++) {
      List<Record> records = of(section, at, question.wireType());
      if (!records.isEmpty()) {
        return found(records, seconds, validating && message.getHeader().getFlag(Flags.AD));
      }
      List<Record> aliases = of(section, at, org.xbill.DNS.Type.CNAME);
      if (aliases.isEmpty()) {
        boolean dangling =
            aliased && code == Rcode.NOERROR && soa(message).isEmpty() && !at.equals(Name.root);
        return dangling ? new Step.Alias(text(at)) : negative(code, message);
      }
      aliased = true;
      seconds = Math.min(seconds, aliases.getFirst().getTTL());
      at = ((CNAMERecord) aliases.getFirst()).getTarget();
    }
    return new Step.Done(new Answer.Failed(Answer.Why.MALFORMED), Duration.ZERO);
  }

  private static Step found(List<Record> records, long aliasSeconds, boolean authentic) {
    long seconds = aliasSeconds;
    List<DnsRecord> contents = new ArrayList<>();
    for (Record record : records) {
      seconds = Math.min(seconds, record.getTTL());
      content(record).ifPresent(contents::add);
    }
    if (contents.isEmpty()) {
      return new Step.Done(new Answer.Failed(Answer.Why.MALFORMED), Duration.ZERO);
    }
    Duration ttl = Duration.ofSeconds(seconds);
    return new Step.Done(new Answer.Found(contents, ttl, authentic), ttl);
  }

  private static Step negative(int code, Message message) {
    // RFC 2308 section 5: the smaller of the SOA's own TTL and its MINIMUM field.
    long seconds =
        soa(message).map(soa -> Math.min(soa.getTTL(), soa.getMinimum())).orElse(NEGATIVE_SECONDS);
    Answer answer = code == Rcode.NXDOMAIN ? new Answer.NoDomain() : new Answer.Empty();
    return new Step.Done(answer, Duration.ofSeconds(seconds));
  }

  private static Optional<SOARecord> soa(Message message) {
    return message.getSection(Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .findFirst();
  }

  private static List<Record> of(List<Record> section, Name name, int type) {
    return section.stream()
        .filter(r -> r.getType() == type && r.getDClass() == DClass.IN && r.getName().equals(name))
        .toList();
  }

  private static Optional<DnsRecord> content(Record record) {
    return switch (record) {
      case ARecord a -> Optional.of(new DnsRecord.Address(withoutName(a.getAddress())));
      case AAAARecord a -> Optional.of(new DnsRecord.Address(withoutName(a.getAddress())));
      case MXRecord mx -> Optional.of(new DnsRecord.Mx(mx.getPriority(), text(mx.getTarget())));
      case TXTRecord txt -> Optional.of(new DnsRecord.Txt(strings(txt)));
      case PTRRecord ptr -> Optional.of(new DnsRecord.Host(text(ptr.getTarget())));
      case CNAMERecord cname -> Optional.of(new DnsRecord.Host(text(cname.getTarget())));
      case NSRecord ns -> Optional.of(new DnsRecord.Host(text(ns.getTarget())));
      // A record without content, as in an update.
      default -> Optional.empty();
    };
  }

  // A name in the address would make a second one look different.
  private static InetAddress withoutName(InetAddress address) {
    try {
      return InetAddress.getByAddress(address.getAddress());
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("an address of odd length", e);
    }
  }

  private static List<String> strings(TXTRecord txt) {
    return txt.getStringsAsByteArrays().stream()
        .map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static String text(Name name) {
    return name.equals(Name.root) ? "." : name.toString(true);
  }

  private static Answer.Why why(int code) {
    return switch (code) {
      case Rcode.SERVFAIL -> Answer.Why.SERVFAIL;
      case Rcode.REFUSED -> Answer.Why.REFUSED;
      default -> Answer.Why.OTHER_CODE;
    };
  }
}
