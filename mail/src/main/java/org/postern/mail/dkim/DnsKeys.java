package org.postern.mail.dkim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

/// Keys from the DNS. No such name and no such record are "no key"; every failure is one of this
/// time (RFC 6376 section 6.1.2), but for a question that the budget of the message did not allow.
/// Thread-safe where the resolver is.
public final class DnsKeys implements KeyLookup {

  private final Resolver resolver;

  public DnsKeys(Resolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public Answer txt(String name) {
    return switch (resolver.lookup(name, RecordType.TXT)) {
      case org.postern.mail.dns.Answer.Found(var records, _, _) -> found(records);
      case org.postern.mail.dns.Answer.Empty _, org.postern.mail.dns.Answer.NoDomain _ ->
          new Answer.None();
      case org.postern.mail.dns.Answer.Failed(var why)
          when why == org.postern.mail.dns.Answer.Why.BUDGET ->
          new Answer.NotAsked();
      case org.postern.mail.dns.Answer.Failed(var why) ->
          new Answer.Failed(why.name().toLowerCase(Locale.ROOT));
    };
  }

  private static Answer found(List<DnsRecord> records) {
    List<String> texts = new ArrayList<>();
    for (DnsRecord record : records) {
      if (record instanceof DnsRecord.Txt txt) {
        texts.add(txt.text());
      }
    }
    return texts.isEmpty() ? new Answer.None() : new Answer.Found(texts);
  }
}
