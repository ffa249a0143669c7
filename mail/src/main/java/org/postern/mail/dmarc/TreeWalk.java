package org.postern.mail.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

/// The DNS tree walk of RFC 9989 section 4.10: from a name upwards, at most eight questions, and
/// what follows from the records found. Asks for each name once. One thread.
final class TreeWalk {

  private static final int MOST_QUESTIONS = 8;

  private final Resolver resolver;
  private final Map<String, Answered> asked = new HashMap<>();

  TreeWalk(Resolver resolver) {
    this.resolver = resolver;
  }

  /// What is published at one name.
  sealed interface Answered {
    record Published(DmarcRecord.Parsed parsed, DmarcRecord record) implements Answered {}

    record Nothing() implements Answered {}

    record Failed(Answer.Why why) implements Answered {}
  }

  /// A record and the name it stands at.
  record Place(String name, DmarcRecord.Parsed parsed, DmarcRecord record) {

    // Deviates: RFC 9989 section 4.10.2 would take a top-level domain with a record without psd=y
    // for the organization of all names below it. A registry that forgets the tag must not put all
    // of its customers into alignment with each other, so it is read as a public suffix.
    boolean suffixOf(String start) {
      return !name.equals(start) && (record.psd() == Psd.YES || DomainNames.labels(name) == 1);
    }
  }

  /// The records met on the way, longest name first, and why the walk broke off where it did.
  record Trail(String start, List<Place> places, Optional<Answer.Why> failure) {

    /// The organizational domain (section 4.10.2).
    String organization() {
      for (Place place : places) {
        if (place.record().psd() == Psd.NO) {
          return place.name();
        }
        if (place.suffixOf(start)) {
          return DomainNames.last(start, DomainNames.labels(place.name()) + 1);
        }
      }
      return places.isEmpty() ? start : places.getLast().name();
    }

    /// The record that governs the start: its own, that of its organization, that of its public
    /// suffix (section 4.10.1).
    Optional<Place> governing() {
      return at(start)
          .or(() -> at(organization()))
          .or(() -> places.stream().filter(place -> place.suffixOf(start)).findFirst());
    }

    private Optional<Place> at(String name) {
      return places.stream().filter(place -> place.name().equals(name)).findFirst();
    }
  }

  /// The resolver that is asked.
  Resolver resolver() {
    return resolver;
  }

  Trail from(String start) {
    List<Place> places = new ArrayList<>();
    for (String name : names(start)) {
      switch (asked.computeIfAbsent(name, this::ask)) {
        case Answered.Failed(Answer.Why why) -> {
          return new Trail(start, places, Optional.of(why));
        }
        case Answered.Nothing() -> {}
        case Answered.Published(DmarcRecord.Parsed parsed, DmarcRecord record) -> {
          places.add(new Place(name, parsed, record));
          if (record.psd() != Psd.UNKNOWN) {
            return new Trail(start, places, Optional.empty());
          }
        }
      }
    }
    return new Trail(start, places, Optional.empty());
  }

  /// The names to ask at: the start, then what lies above, of long names the last seven labels
  /// first.
  static List<String> names(String start) {
    List<String> names = new ArrayList<>();
    names.add(start);
    int labels = Math.min(DomainNames.labels(start), MOST_QUESTIONS) - 1;
    for (int left = labels; left > 0; left--) {
      names.add(DomainNames.last(start, left));
    }
    return names;
  }

  private Answered ask(String name) {
    return switch (resolver.lookup("_dmarc." + name, RecordType.TXT)) {
      case Answer.Failed(Answer.Why why) -> new Answered.Failed(why);
      case Answer.Empty(), Answer.NoDomain() -> new Answered.Nothing();
      case Answer.Found found -> single(found.records());
    };
  }

  // Step 2: what is no policy record is left aside; of several none counts.
  private static Answered single(List<DnsRecord> records) {
    List<String> policies = new ArrayList<>();
    for (DnsRecord record : records) {
      if (record instanceof DnsRecord.Txt txt && RecordParser.isRecord(txt.text())) {
        policies.add(txt.text());
      }
    }
    if (policies.size() != 1) {
      return new Answered.Nothing();
    }
    return switch (DmarcRecord.parse(policies.getFirst())) {
      case DmarcRecord.Parsed.Ok ok -> new Answered.Published(ok, ok.record());
      case DmarcRecord.Parsed.Unusable bad -> new Answered.Published(bad, bad.record());
      case DmarcRecord.Parsed.Foreign() -> new Answered.Nothing();
    };
  }
}
