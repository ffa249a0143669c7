package org.postern.mail.arc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.postern.mail.dkim.Algorithm;
import org.postern.mail.dkim.Canonicalization;
import org.postern.mail.dkim.DkimLimits;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.DomainNames;
import org.postern.mail.dkim.RawHeader;
import org.postern.mail.dkim.TagList;

/// The three fields of one instance, read (RFC 8617 section 4).
record ArcSet(Results results, MessageSignature signature, Seal seal) {

  /// What both kinds of signature say.
  record Signer(
      RawHeader.Place place,
      Algorithm algorithm,
      String domain,
      String selector,
      byte[] signature,
      OptionalLong time) {}

  /// ARC-Authentication-Results; `text` is what stands behind `i=` and its semicolon.
  record Results(RawHeader.Place place, String text) {}

  /// ARC-Message-Signature.
  record MessageSignature(
      Signer signer,
      Canonicalization header,
      Canonicalization body,
      byte[] bodyHash,
      List<String> names,
      OptionalLong length,
      OptionalLong expiry) {}

  /// ARC-Seal.
  record Seal(Signer signer, ArcStatus status) {}

  /// A field read, or what is wrong with it.
  sealed interface Read<T> {

    record Ok<T>(T value) implements Read<T> {}

    record Bad<T>(ArcReason reason) implements Read<T> {}
  }

  /// The number in an i= tag: one or two digits, 1 to 50; 0 where it is anything else.
  static int instance(String digits) {
    boolean number =
        !digits.isEmpty()
            && digits.length() <= 2
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    int instance = number ? Integer.parseInt(digits) : 0;
    return instance <= ArcChain.MOST ? instance : 0;
  }

  ArcInstance described(int instance) {
    return new ArcInstance(
        instance,
        seal.status(),
        seal.signer().domain(),
        seal.signer().selector(),
        seal.signer().time(),
        signature.signer().domain(),
        signature.signer().selector(),
        signature.names(),
        results.text());
  }

  /// Reads the tags of a seal or a message signature; the first that is wrong says why.
  static final class Reader {

    private final RawHeader.Place place;
    private final TagList tags;
    private final DkimLimits limits;
    private final DkimPolicy policy;

    Reader(RawHeader.Place place, TagList tags, DkimLimits limits, DkimPolicy policy) {
      this.place = place;
      this.tags = tags;
      this.limits = limits;
      this.policy = policy;
    }

    Read<Seal> seal() {
      if (tags.value("h").isPresent()) {
        return new Read.Bad<>(ArcReason.SEAL_FIELDS); // Section 4.1.3: the chain fails.
      }
      Optional<ArcStatus> status = ArcStatus.ofSeal(tags.value("cv", ""));
      if (status.isEmpty()) {
        return new Read.Bad<>(ArcReason.CHAIN_STATUS);
      }
      return switch (signer()) {
        case Read.Bad<Signer>(ArcReason reason) -> new Read.Bad<>(reason);
        case Read.Ok<Signer>(Signer signer) -> new Read.Ok<>(new Seal(signer, status.get()));
      };
    }

    Read<MessageSignature> messageSignature() {
      return switch (signer()) {
        case Read.Bad<Signer>(ArcReason reason) -> new Read.Bad<>(reason);
        case Read.Ok<Signer>(Signer signer) -> messageSignature(signer);
      };
    }

    private Read<MessageSignature> messageSignature(Signer signer) {
      // Deviates: DKIM's simple/simple would be the default; the ARC test suite and those who were
      // tested by it have this one.
      String[] forms = tags.value("c", "relaxed/relaxed").split("/", -1);
      Optional<Canonicalization> header = Canonicalization.named(forms[0]);
      Optional<Canonicalization> body =
          Canonicalization.named(forms.length > 1 ? forms[1] : "simple");
      if (forms.length > 2 || header.isEmpty() || body.isEmpty()) {
        return new Read.Bad<>(ArcReason.CANONICALIZATION);
      }
      if (tags.value("h").isEmpty() || tags.value("bh").isEmpty()) {
        return new Read.Bad<>(ArcReason.MISSING_TAG);
      }
      Optional<byte[]> bodyHash = tags.base64("bh");
      // Signing no field at all is foolish, but permitted.
      List<String> names = tags.names("h");
      boolean named = !names.isEmpty() || tags.value("h", "-").isEmpty();
      OptionalLong length = tags.number("l", 76);
      OptionalLong expiry = tags.number("x", 12);
      boolean numbers =
          length.isPresent() == tags.value("l").isPresent()
              && expiry.isPresent() == tags.value("x").isPresent();
      if (bodyHash.isEmpty() || !named || !numbers) {
        return new Read.Bad<>(ArcReason.SYNTAX);
      }
      if (names.size() > limits.signedFields()) {
        return new Read.Bad<>(ArcReason.LIMIT);
      }
      if (names.stream().anyMatch("arc-seal"::equalsIgnoreCase)) {
        return new Read.Bad<>(ArcReason.SEAL_SIGNED); // Section 4.1.2.
      }
      return new Read.Ok<>(
          new MessageSignature(
              signer, header.get(), body.get(), bodyHash.get(), names, length, expiry));
    }

    private Read<Signer> signer() {
      for (String name : List.of("a", "b", "d", "s")) {
        if (tags.value(name).isEmpty()) {
          return new Read.Bad<>(ArcReason.MISSING_TAG);
        }
      }
      Optional<Algorithm> algorithm =
          Algorithm.named(tags.value("a", ""))
              .filter(known -> !(policy.strict() && known == Algorithm.RSA_SHA1));
      if (algorithm.isEmpty()) {
        return new Read.Bad<>(ArcReason.ALGORITHM);
      }
      Optional<String> domain = DomainNames.ascii(tags.value("d", ""), 2);
      if (domain.isEmpty()) {
        return new Read.Bad<>(ArcReason.DOMAIN);
      }
      Optional<String> selector = DomainNames.ascii(tags.value("s", ""), 1);
      if (selector.isEmpty()) {
        return new Read.Bad<>(ArcReason.SELECTOR);
      }
      Optional<byte[]> signature = tags.base64("b");
      OptionalLong time = tags.number("t", 12);
      if (signature.isEmpty() || time.isPresent() != tags.value("t").isPresent()) {
        return new Read.Bad<>(ArcReason.SYNTAX);
      }
      return new Read.Ok<>(
          new Signer(place, algorithm.get(), domain.get(), selector.get(), signature.get(), time));
    }
  }
}
