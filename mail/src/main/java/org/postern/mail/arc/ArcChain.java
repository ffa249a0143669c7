package org.postern.mail.arc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.RawHeader;
import org.postern.mail.dkim.TagList;

/// Sorts the fields of a message into sets and checks all that needs no key (RFC 8617 section 5.2,
/// steps 1 to 3).
final class ArcChain {

  /// Section 4.2.1: the highest instance.
  static final int MOST = 50;

  static final String RESULTS = "arc-authentication-results";
  static final String SIGNATURE = "arc-message-signature";
  static final String SEAL = "arc-seal";

  /// What reading brings.
  sealed interface Read {

    record None() implements Read {}

    /// Complete sets, the first first.
    record Whole(List<ArcSet> sets) implements Read {}

    record Broken(ArcFault fault, int highest) implements Read {}
  }

  private final RawHeader header;
  private final ArcLimits limits;
  private final DkimPolicy policy;
  private final Map<Integer, ArcSet.Results> results = new HashMap<>();
  private final Map<Integer, ArcSet.MessageSignature> signatures = new HashMap<>();
  private final Map<Integer, ArcSet.Seal> seals = new HashMap<>();
  private int highest;
  private int failed; // The instance of a seal that says "fail".
  private Optional<ArcFault> fault = Optional.empty();

  private ArcChain(RawHeader header, ArcLimits limits, DkimPolicy policy) {
    this.header = header;
    this.limits = limits;
    this.policy = policy;
  }

  static Read read(RawHeader header, ArcLimits limits, DkimPolicy policy) {
    return new ArcChain(header, limits, policy).read();
  }

  private Read read() {
    List<RawHeader.Place> places = new ArrayList<>();
    long octets = 0;
    for (RawHeader.Place place : header.places()) {
      if (place.name().equals(RESULTS)
          || place.name().equals(SIGNATURE)
          || place.name().equals(SEAL)) {
        places.add(place);
        octets += place.end() - place.start();
      }
    }
    if (places.isEmpty()) {
      return new Read.None();
    }
    if (places.size() > 3 * MOST) {
      return new Read.Broken(new ArcFault(ArcReason.TOO_MANY, 0), MOST);
    }
    if (octets > limits.chainBytes() || header.length() > limits.signatures().headerBytes()) {
      return new Read.Broken(new ArcFault(ArcReason.LIMIT, 0), MOST);
    }
    for (RawHeader.Place place : places) {
      field(place);
    }
    if (failed > 0) {
      // Step 2. Whatever else is wrong: the chain was closed, and nobody may add to it.
      return new Read.Broken(new ArcFault(ArcReason.ALREADY_FAILED, failed), highest);
    }
    return fault.<Read>map(why -> new Read.Broken(why, highest)).orElseGet(this::whole);
  }

  private void field(RawHeader.Place place) {
    if (place.end() - place.start() > limits.signatures().signatureBytes()) {
      wrong(ArcReason.LIMIT, 0);
      return;
    }
    String value = header.value(place);
    if (place.name().equals(RESULTS)) {
      results(place, value);
      return;
    }
    Optional<TagList> tags = TagList.parse(value);
    if (tags.isEmpty()) {
      wrong(ArcReason.SYNTAX, 0);
      return;
    }
    int instance = ArcSet.instance(tags.get().value("i", ""));
    highest = Math.max(highest, instance);
    ArcSet.Reader reader = new ArcSet.Reader(place, tags.get(), limits.signatures(), policy);
    if (place.name().equals(SEAL)) {
      failed = tags.get().value("cv", "").equals("fail") ? Math.max(1, instance) : failed;
      put(seals, instance, reader.seal());
    } else {
      put(signatures, instance, reader.messageSignature());
    }
  }

  /// Section 4.1.1: `i=1; ` and what an Authentication-Results field has.
  private void results(RawHeader.Place place, String value) {
    int semicolon = value.indexOf(';');
    String tag = semicolon < 0 ? "" : TagList.compact(value.substring(0, semicolon));
    int instance = tag.startsWith("i=") ? ArcSet.instance(tag.substring(2)) : 0;
    highest = Math.max(highest, instance);
    String text = value.substring(semicolon + 1);
    put(results, instance, new ArcSet.Read.Ok<>(new ArcSet.Results(place, TagList.trim(text))));
  }

  private <T> void put(Map<Integer, T> of, int instance, ArcSet.Read<T> read) {
    switch (read) {
      case ArcSet.Read.Bad<T>(ArcReason reason) -> wrong(reason, instance);
      case ArcSet.Read.Ok<T>(T value) -> {
        if (instance == 0) {
          wrong(ArcReason.INSTANCE, 0);
        } else if (of.putIfAbsent(instance, value) != null) {
          wrong(ArcReason.DUPLICATE, instance);
        }
      }
    }
  }

  private void wrong(ArcReason reason, int instance) {
    fault = fault.isPresent() ? fault : Optional.of(new ArcFault(reason, instance));
  }

  /// Steps 2 and 3: a set for each instance, and a chain status that fits it.
  private Read whole() {
    List<ArcSet> sets = new ArrayList<>();
    for (int i = 1; i <= highest; i++) {
      Optional<ArcSet.Results> result = Optional.ofNullable(results.get(i));
      Optional<ArcSet.MessageSignature> signature = Optional.ofNullable(signatures.get(i));
      Optional<ArcSet.Seal> seal = Optional.ofNullable(seals.get(i));
      if (result.isEmpty() || signature.isEmpty() || seal.isEmpty()) {
        return new Read.Broken(new ArcFault(ArcReason.INCOMPLETE, i), highest);
      }
      sets.add(new ArcSet(result.get(), signature.get(), seal.get()));
    }
    return new Read.Whole(sets);
  }
}
