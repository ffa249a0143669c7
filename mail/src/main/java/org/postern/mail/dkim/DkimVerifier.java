package org.postern.mail.dkim;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.mail.mime.Message;

/// Verifies the DKIM signatures of a message on its original octets (RFC 6376 section 6).
///
/// Signatures that differ in nothing but the key share one pass over the body. Thread-safe where
/// the key lookup is.
public final class DkimVerifier {

  private final KeyLookup lookup;
  private final PublicKeys keys;
  private final InstantSource clock;
  private final DkimLimits limits;
  private final DkimPolicy policy;

  public DkimVerifier(KeyLookup keys, InstantSource clock, DkimLimits limits, DkimPolicy policy) {
    this.lookup = keys;
    this.keys = new PublicKeys(limits, policy);
    this.clock = clock;
    this.limits = limits;
    this.policy = policy;
  }

  private DkimVerifier(DkimVerifier other, KeyLookup lookup) {
    this.lookup = lookup;
    this.keys = other.keys;
    this.clock = other.clock;
    this.limits = other.limits;
    this.policy = other.policy;
  }

  /// The same with another lookup, such as one with a budget for one message; what was parsed of
  /// keys is shared.
  public DkimVerifier with(KeyLookup other) {
    return new DkimVerifier(this, other);
  }

  /// A result for each signature, from the top of the message down; none where it has none.
  public List<DkimResult> verify(byte[] octets) {
    return verify(RawHeader.of(octets), List.of());
  }

  /// The same for a message already parsed: judges the fields that the MIME reader sees.
  public List<DkimResult> verify(Message message) {
    return verify(message, List.of());
  }

  /// The same, the keys of those domains and their relatives asked for before others, so that other
  /// signatures cannot use up what a message may ask. The results are in the order of the message.
  ///
  /// @param first in lower-case A-labels
  public List<DkimResult> verify(Message message, List<String> first) {
    return verify(RawHeader.of(message), first);
  }

  /// The keys that [#verify(Message, List)] asks for, in that order: those of signatures that are
  /// not refused without one. Asks for none.
  public List<KeyName> wanted(RawHeader header, List<String> first) {
    return turns(header, first, new TreeMap<>()).stream()
        .map(Turn::signature)
        .filter(one -> one.unfit().isEmpty())
        .map(Case::key)
        .toList();
  }

  private List<DkimResult> verify(RawHeader header, List<String> first) {
    Map<Integer, DkimResult> results = new TreeMap<>();
    turns(header, first, results).forEach(turn -> results.put(turn.at(), turn.signature().judge()));
    return List.copyOf(results.values());
  }

  /// @param results takes the results of signatures that have no turn
  private List<Turn> turns(RawHeader header, List<String> first, Map<Integer, DkimResult> results) {
    Shared shared = new Shared(header, clock.instant());
    List<Turn> turns = new ArrayList<>();
    for (RawHeader.Place place : header.places()) {
      int at = results.size() + turns.size();
      if (!place.name().equals("dkim-signature")) {
        continue;
      }
      if (at >= 2 * limits.signatures()) {
        break;
      }
      switch (read(header, place, at)) {
        case DkimSignature.Read.Bad bad -> results.put(at, bad.result());
        case DkimSignature.Read.Ok(DkimSignature signature) ->
            turns.add(
                new Turn(
                    at,
                    DomainNames.nearness(signature.domain(), first),
                    new Case(shared, place, signature)));
      }
    }
    turns.sort(Comparator.comparingInt(Turn::nearness).reversed()); // Keeps the order of equals.
    return turns;
  }

  /// What the signatures of one message have in common, each part made when it is first asked for.
  private static final class Shared {

    private final RawHeader header;
    private final Instant now;
    private final Map<BodyHash.Kind, BodyHash.Sum> bodies = new HashMap<>();
    private Optional<Notes> notes = Optional.empty();

    Shared(RawHeader header, Instant now) {
      this.header = header;
      this.now = now;
    }

    Notes notes() {
      Notes read = notes.orElseGet(() -> new Notes(header, now));
      notes = Optional.of(read);
      return read;
    }
  }

  /// A signature that is to be judged, where it stands among the others, and how near its domain is
  /// to those that come first.
  private record Turn(int at, int nearness, Case signature) {}

  private DkimSignature.Read read(RawHeader header, RawHeader.Place place, int at) {
    if (at >= limits.signatures()) {
      return overLimit(new DkimVerdict.Neutral(DkimReason.LIMIT));
    }
    if (header.length() > limits.headerBytes()
        || place.end() - place.start() > limits.signatureBytes()) {
      return overLimit(new DkimVerdict.PermError(DkimReason.LIMIT));
    }
    return DkimSignature.read(header.value(place), limits, policy);
  }

  private static DkimSignature.Read overLimit(DkimVerdict verdict) {
    return new DkimSignature.Read.Bad(DkimReason.LIMIT, DkimResult.unread(verdict));
  }

  /// The judgement of one signature.
  private final class Case {

    private final Shared shared;
    private final RawHeader header;
    private final RawHeader.Place place;
    private final DkimSignature signature;
    private long unsigned;

    Case(Shared shared, RawHeader.Place place, DkimSignature signature) {
      this.shared = shared;
      this.header = shared.header;
      this.place = place;
      this.signature = signature;
    }

    KeyName key() {
      return new KeyName(signature.domain(), signature.selector());
    }

    /// Why no key can save it.
    Optional<DkimVerdict> unfit() {
      long now = shared.now.getEpochSecond();
      long skew = limits.skew().toSeconds();
      if (signature.expiry().isPresent() && signature.expiry().getAsLong() < now) {
        return Optional.of(new DkimVerdict.PermError(DkimReason.EXPIRED));
      }
      if (signature.time().isPresent() && signature.time().getAsLong() > now + skew) {
        return Optional.of(new DkimVerdict.Neutral(DkimReason.FUTURE));
      }
      // RFC 8301 section 3.1: has permanently failed evaluation.
      return policy.strict() && signature.algorithm() == Algorithm.RSA_SHA1
          ? Optional.of(new DkimVerdict.PermError(DkimReason.SHA1))
          : Optional.empty();
    }

    DkimResult judge() {
      Optional<DkimVerdict> unfit = unfit();
      if (unfit.isPresent()) {
        return result(unfit.get(), false, 0, Optional.empty());
      }
      return switch (keys.find(
          lookup, signature.algorithm(), signature.domain(), signature.selector())) {
        case PublicKeys.Found.None(DkimVerdict verdict, boolean testing, int bits) ->
            result(verdict, testing, bits, Optional.empty());
        case PublicKeys.Found.Key(DkimKey key) ->
            result(judge(key), key.testing(), key.bits(), Optional.of(key));
      };
    }

    private DkimVerdict judge(DkimKey key) {
      return key.exact() && !signature.identityDomain().equals(signature.domain())
          ? new DkimVerdict.PermError(DkimReason.KEY_IDENTITY)
          : cryptography(key);
    }

    private DkimVerdict cryptography(DkimKey key) {
      BodyHash.Sum body =
          shared.bodies.computeIfAbsent(
              new BodyHash.Kind(signature.body(), signature.algorithm().hash(), signature.length()),
              kind ->
                  BodyHash.of(
                      header.octets(),
                      header.body(),
                      kind.form(),
                      signature.algorithm(),
                      kind.length()));
      if (signature.length().isPresent() && signature.length().getAsLong() > body.length()) {
        return new DkimVerdict.PermError(DkimReason.BODY_LENGTH);
      }
      unsigned = body.length() - signature.length().orElse(body.length());
      if (!MessageDigest.isEqual(body.hash(), signature.bodyHash())) {
        return new DkimVerdict.Fail(DkimReason.BODY_HASH);
      }
      if (!verifies(key)) {
        return new DkimVerdict.Fail(DkimReason.SIGNATURE);
      }
      return policy.judge(header, signature.names(), unsigned);
    }

    private boolean verifies(DkimKey key) {
      byte[] own = SignedHeader.withoutSignature(header.octets(), place.start(), place.end());
      byte[] text =
          SignedHeader.of(header, header.select(signature.names(), place), signature.header(), own);
      return signature.algorithm().verifies(key.key(), text, signature.signature());
    }

    private DkimResult result(
        DkimVerdict verdict, boolean testing, int bits, Optional<DkimKey> key) {
      return new DkimResult(
          verdict,
          signature.domain(),
          signature.selector(),
          signature.identity(),
          signature.algorithm().label(),
          signature.signatureText(),
          signature.names(),
          header.covers(signature.names(), "from"),
          signature.length(),
          unsigned,
          testing,
          bits,
          signature.time(),
          signature.expiry(),
          shared.notes().on(signature, unsigned, testing, key));
    }
  }
}
