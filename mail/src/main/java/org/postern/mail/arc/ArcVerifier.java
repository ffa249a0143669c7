package org.postern.mail.arc;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.dkim.Algorithm;
import org.postern.mail.dkim.BodyHash;
import org.postern.mail.dkim.Canonicalization;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.DkimReason;
import org.postern.mail.dkim.DkimVerdict;
import org.postern.mail.dkim.KeyLookup;
import org.postern.mail.dkim.KeyName;
import org.postern.mail.dkim.PublicKeys;
import org.postern.mail.dkim.RawHeader;
import org.postern.mail.dkim.SignedHeader;
import org.postern.mail.mime.Message;

/// Verifies the chain of a message on its original octets (RFC 8617 section 5.2).
///
/// Stops at the first thing that is wrong, asks for each key once, and costs at most
/// [ArcLimits#lookups] look-ups and twice 50 signatures. Thread-safe where the key lookup is.
public final class ArcVerifier {

  private final KeyLookup lookup;
  private final PublicKeys keys;
  private final InstantSource clock;
  private final ArcLimits limits;
  private final DkimPolicy policy;

  public ArcVerifier(KeyLookup lookup, InstantSource clock, ArcLimits limits, DkimPolicy policy) {
    this.lookup = lookup;
    this.keys = new PublicKeys(limits.signatures(), policy);
    this.clock = clock;
    this.limits = limits;
    this.policy = policy;
  }

  private ArcVerifier(ArcVerifier other, KeyLookup lookup) {
    this.lookup = lookup;
    this.keys = other.keys;
    this.clock = other.clock;
    this.limits = other.limits;
    this.policy = other.policy;
  }

  /// The same with another lookup, such as one with a budget for one message; what was parsed of
  /// keys is shared.
  public ArcVerifier with(KeyLookup other) {
    return new ArcVerifier(this, other);
  }

  /// The chain of a message as it came.
  public ArcResult verify(byte[] octets) {
    return verify(RawHeader.of(octets));
  }

  /// The same for a message already parsed: judges the fields that the MIME reader sees.
  public ArcResult verify(Message message) {
    return verify(RawHeader.of(message));
  }

  /// The keys that [#verify(Message)] asks for, in that order, while nothing is wrong. Asks for
  /// none.
  public List<KeyName> wanted(RawHeader header) {
    return ArcChain.read(header, limits, policy) instanceof ArcChain.Read.Whole(List<ArcSet> sets)
        ? new Case(header, sets).wanted()
        : List.of();
  }

  private ArcResult verify(RawHeader header) {
    return switch (ArcChain.read(header, limits, policy)) {
      case ArcChain.Read.None() -> ArcResult.none();
      case ArcChain.Read.Broken(ArcFault fault, int highest) ->
          ArcResult.failed(fault, List.of(), highest);
      case ArcChain.Read.Whole(List<ArcSet> sets) -> new Case(header, sets).judge();
    };
  }

  /// The judgement of one chain.
  private final class Case {

    private final RawHeader header;
    private final List<ArcSet> sets;
    private final Map<String, KeyLookup.Answer> answers = new HashMap<>();
    private final Map<BodyHash.Kind, BodyHash.Sum> bodies = new HashMap<>();

    Case(RawHeader header, List<ArcSet> sets) {
      this.header = header;
      this.sets = sets;
    }

    List<KeyName> wanted() {
      if (statuses().or(this::tooManyKeys).isPresent()) {
        return List.of();
      }
      Set<KeyName> names = new LinkedHashSet<>();
      names.add(name(sets.getLast().signature().signer()));
      sets.reversed().forEach(set -> names.add(name(set.seal().signer())));
      return List.copyOf(names);
    }

    ArcResult judge() {
      List<ArcInstance> chain = new ArrayList<>(sets.size());
      for (int i = 1; i <= sets.size(); i++) {
        chain.add(sets.get(i - 1).described(i));
      }
      Optional<ArcFault> fault =
          statuses().or(this::tooManyKeys).or(() -> messageSignature(sets.size())).or(this::seals);
      return fault
          .map(why -> ArcResult.failed(why, chain, sets.size()))
          .orElseGet(() ->
              new ArcResult(
                  ArcStatus.PASS,
                  chain,
                  Optional.empty(),
                  sets.size(),
                  oldestPass(),
                  coversMessage()));
    }

    private boolean coversMessage() {
      ArcSet.MessageSignature newest = sets.getLast().signature();
      long whole = body(newest).length();
      return header.covers(newest.names(), "from") && newest.length().orElse(whole) >= whole;
    }

    /// Step 3: the first seal says "none", the others "pass".
    private Optional<ArcFault> statuses() {
      for (int i = 1; i <= sets.size(); i++) {
        ArcStatus right = i == 1 ? ArcStatus.NONE : ArcStatus.PASS;
        if (sets.get(i - 1).seal().status() != right) {
          return Optional.of(new ArcFault(ArcReason.CHAIN_STATUS, i));
        }
      }
      return Optional.empty();
    }

    private Optional<ArcFault> tooManyKeys() {
      Set<KeyName> names = new HashSet<>();
      names.add(name(sets.getLast().signature().signer()));
      sets.forEach(set -> names.add(name(set.seal().signer())));
      return names.size() > limits.lookups()
          ? Optional.of(new ArcFault(ArcReason.LIMIT, 0))
          : Optional.empty();
    }

    private static KeyName name(ArcSet.Signer signer) {
      return new KeyName(signer.domain(), signer.selector());
    }

    private PublicKeys.Found key(ArcSet.Signer signer) {
      return keys.find(
          name -> answers.computeIfAbsent(name, lookup::txt),
          signer.algorithm(),
          signer.domain(),
          signer.selector());
    }

    private Optional<ArcFault> messageSignature(int instance) {
      ArcSet.MessageSignature signature = sets.get(instance - 1).signature();
      ArcSet.Signer signer = signature.signer();
      long now = clock.instant().getEpochSecond();
      if (signature.expiry().orElse(now) < now) {
        return Optional.of(new ArcFault(ArcReason.EXPIRED, instance));
      }
      return switch (key(signer)) {
        case PublicKeys.Found.None(DkimVerdict verdict, _, _) ->
            Optional.of(fault(verdict, ArcReason.KEY, instance));
        case PublicKeys.Found.Key(var key) -> {
          DkimVerdict verdict = cryptography(signature, key.key());
          yield verdict instanceof DkimVerdict.Pass
              ? Optional.empty()
              : Optional.of(fault(verdict, ArcReason.MESSAGE_SIGNATURE, instance));
        }
      };
    }

    private DkimVerdict cryptography(
        ArcSet.MessageSignature signature, java.security.PublicKey key) {
      ArcSet.Signer signer = signature.signer();
      BodyHash.Sum body = body(signature);
      if (signature.length().orElse(0) > body.length()) {
        return new DkimVerdict.PermError(DkimReason.BODY_LENGTH);
      }
      if (!MessageDigest.isEqual(body.hash(), signature.bodyHash())) {
        return new DkimVerdict.Fail(DkimReason.BODY_HASH);
      }
      byte[] text =
          SignedHeader.of(
              header,
              header.select(signature.names(), signer.place()),
              signature.header(),
              withoutSignature(signer));
      return signer.algorithm().verifies(key, text, signer.signature())
          ? new DkimVerdict.Pass()
          : new DkimVerdict.Fail(DkimReason.SIGNATURE);
    }

    private BodyHash.Sum body(ArcSet.MessageSignature signature) {
      Algorithm algorithm = signature.signer().algorithm();
      return bodies.computeIfAbsent(
          new BodyHash.Kind(signature.body(), algorithm.hash(), signature.length()),
          kind ->
              BodyHash.of(header.octets(), header.body(), kind.form(), algorithm, kind.length()));
    }

    private byte[] withoutSignature(ArcSet.Signer signer) {
      return SignedHeader.withoutSignature(
          header.octets(), signer.place().start(), signer.place().end());
    }

    /// Step 6, from the newest to the first.
    private Optional<ArcFault> seals() {
      ByteArrayOutputStream out = new ByteArrayOutputStream(8_192);
      int[] before = new int[sets.size()]; // The octets signed before the seal's own field.
      for (int i = 0; i < sets.size(); i++) {
        ArcSet set = sets.get(i);
        SealedText.field(header.octets(), set.results().place(), out);
        SealedText.field(header.octets(), set.signature().signer().place(), out);
        before[i] = out.size();
        SealedText.field(header.octets(), set.seal().signer().place(), out);
      }
      byte[] all = out.toByteArray();
      for (int i = sets.size(); i >= 1; i--) {
        Optional<ArcFault> fault = seal(i, all, before[i - 1]);
        if (fault.isPresent()) {
          return fault;
        }
      }
      return Optional.empty();
    }

    private Optional<ArcFault> seal(int instance, byte[] all, int before) {
      ArcSet.Signer signer = sets.get(instance - 1).seal().signer();
      return switch (key(signer)) {
        case PublicKeys.Found.None(DkimVerdict verdict, _, _) ->
            Optional.of(fault(verdict, ArcReason.KEY, instance));
        case PublicKeys.Found.Key(var key) -> {
          ByteArrayOutputStream text = new ByteArrayOutputStream(before + 512);
          text.write(all, 0, before);
          byte[] own = withoutSignature(signer);
          Canonicalization.RELAXED.field(own, 0, own.length, text);
          yield signer.algorithm().verifies(key.key(), text.toByteArray(), signer.signature())
              ? Optional.empty()
              : Optional.of(new ArcFault(ArcReason.SEAL, instance));
        }
      };
    }

    private static ArcFault fault(DkimVerdict verdict, ArcReason reason, int instance) {
      return switch (verdict) {
        case DkimVerdict.TempError(DkimReason why) ->
            new ArcFault(ArcReason.KEY_UNAVAILABLE, instance, Optional.of(why));
        case DkimVerdict.Fail(DkimReason why) -> new ArcFault(reason, instance, Optional.of(why));
        case DkimVerdict.PermError(DkimReason why) ->
            new ArcFault(reason, instance, Optional.of(why));
        case DkimVerdict.Policy(DkimReason why) -> new ArcFault(reason, instance, Optional.of(why));
        case DkimVerdict.Neutral(DkimReason why) -> // The key was not asked for.
            new ArcFault(ArcReason.KEY_UNAVAILABLE, instance, Optional.of(why));
        case DkimVerdict.Pass() -> new ArcFault(reason, instance);
      };
    }

    /// Step 5. Asks for no key that was not asked for already, so that it costs no look-up.
    private int oldestPass() {
      for (int i = sets.size() - 1; i >= 1; i--) {
        boolean known = answers.containsKey(name(sets.get(i - 1).signature().signer()).text());
        if (!known || messageSignature(i).isPresent()) {
          return i + 1;
        }
      }
      return 0;
    }
  }
}
