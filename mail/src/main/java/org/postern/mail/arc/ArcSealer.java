package org.postern.mail.arc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postern.mail.authres.AuthenticationResults;
import org.postern.mail.dkim.Algorithm;
import org.postern.mail.dkim.BodyHash;
import org.postern.mail.dkim.Canonicalization;
import org.postern.mail.dkim.DkimPolicy;
import org.postern.mail.dkim.DkimSigner;
import org.postern.mail.dkim.DomainNames;
import org.postern.mail.dkim.RawHeader;
import org.postern.mail.dkim.SignedHeader;

/// Adds a set to the chain of a message, as the last thing before it is sent (RFC 8617 section
/// 5.1): what was found when it came, a signature of how it goes, and a seal of the chain.
///
/// Thread-safe.
public final class ArcSealer {

  /// What came of it.
  public sealed interface Outcome {

    /// The three fields to put on top of the message, each with CRLF: seal, message signature,
    /// results.
    record Sealed(int instance, String seal, String messageSignature, String results)
        implements Outcome {
      /// The fields as octets.
      public byte[] fields() {
        return (seal + messageSignature + results).getBytes(StandardCharsets.UTF_8);
      }
    }

    /// Not sealed, and why.
    record Refused(Refusal why) implements Outcome {}
  }

  /// Chains and messages that get no seal.
  public enum Refusal {
    /// The chain was sealed as failed already (RFC 8617 section 5.1.2).
    ALREADY_FAILED,
    /// The chain has 50 sets, or more fields than are read.
    FULL,
    /// Whether the chain is whole could not be found out this time.
    UNDECIDED,
    /// The message does not hold the chain that was received.
    CHAIN_CHANGED,
    /// The message is none that one signs: see [DkimSigner.Refusal].
    UNFIT_MESSAGE
  }

  /// Fields that a message signature must not cover, as others change or remove them.
  private static final Set<String> NEVER =
      Set.of("arc-seal", "authentication-results", "return-path", "received");

  /// Characters of a line behind its tab.
  private static final int WIDTH = 72;

  private final PrivateKey key;
  private final Algorithm algorithm;
  private final String domain;
  private final String selector;
  private final List<String> oversigned;
  private final List<String> signed;
  private final InstantSource clock;

  /// A sealer with the fields that [DkimSigner] signs, and DKIM-Signature.
  public ArcSealer(PrivateKey key, String domain, String selector, InstantSource clock) {
    this(key, domain, selector, DkimSigner.OVERSIGNED, standard(), clock);
  }

  /// A sealer with fields of its own: `oversigned` once more than they are there, `signed` as
  /// often.
  public ArcSealer(
      PrivateKey key,
      String domain,
      String selector,
      List<String> oversigned,
      List<String> signed,
      InstantSource clock) {
    this.key = key;
    this.algorithm = Algorithm.of(key);
    this.domain = ascii(domain, 2);
    this.selector = ascii(selector, 1);
    this.oversigned = checked(oversigned);
    this.signed = checked(signed);
    this.clock = clock;
  }

  private static List<String> standard() {
    List<String> names = new ArrayList<>(DkimSigner.SIGNED);
    names.add("DKIM-Signature"); // RFC 8617 section 4.1.2: it SHOULD.
    return names;
  }

  private static String ascii(String name, int labels) {
    return DomainNames.ascii(name, labels)
        .orElseThrow(() -> new IllegalArgumentException("not a domain name: " + name));
  }

  private static List<String> checked(List<String> names) {
    for (String name : names) {
      if (NEVER.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("not to be signed: " + name);
      }
    }
    return List.copyOf(names);
  }

  /// Seals a message as it will be sent. `received` is its chain as it came, verified before
  /// anything was changed, and `results` what else was found then.
  public Outcome seal(byte[] octets, ArcResult received, AuthenticationResults results) {
    String field = results.field(true);
    return seal(
        octets, received, field.substring(field.indexOf(':') + 1).strip(), this::names, true);
  }

  /// Which names h= shall have.
  @FunctionalInterface
  interface Names {
    List<String> of(RawHeader header);
  }

  Outcome seal(byte[] octets, ArcResult received, String results, Names names, boolean folded) {
    Optional<Refusal> refusal = refusal(received);
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    RawHeader header = RawHeader.of(octets);
    if (DkimSigner.refusal(header).isPresent()) {
      return new Outcome.Refused(Refusal.UNFIT_MESSAGE);
    }
    Optional<List<ArcSet>> chain = chain(header, received);
    if (chain.isEmpty()) {
      return new Outcome.Refused(Refusal.CHAIN_CHANGED);
    }
    int instance = received.highest() + 1;
    String aar = "ARC-Authentication-Results: i=" + instance + "; " + results + "\r\n";
    String ams = messageSignature(header, instance, names.of(header), folded);
    return new Outcome.Sealed(instance, seal(header, received, chain.get(), aar, ams), ams, aar);
  }

  private static Optional<Refusal> refusal(ArcResult received) {
    if (received.fault().filter(why -> why.reason() == ArcReason.ALREADY_FAILED).isPresent()) {
      return Optional.of(Refusal.ALREADY_FAILED);
    }
    if (received.highest() >= ArcChain.MOST) {
      return Optional.of(Refusal.FULL);
    }
    return received.status() == ArcStatus.TEMPERROR
        ? Optional.of(Refusal.UNDECIDED)
        : Optional.empty();
  }

  /// The sets that the seal is over beside its own; empty where they are not those received.
  private static Optional<List<ArcSet>> chain(RawHeader header, ArcResult received) {
    if (received.status() == ArcStatus.FAIL) {
      // RFC 8617 section 5.1.2: of a failed chain nothing but the set that says so is sealed.
      return Optional.of(List.of());
    }
    return switch (ArcChain.read(header, ArcLimits.STANDARD, DkimPolicy.CRYPTO_ONLY)) {
      case ArcChain.Read.None() ->
          received.highest() == 0 ? Optional.of(List.of()) : Optional.empty();
      case ArcChain.Read.Broken _ -> Optional.empty();
      case ArcChain.Read.Whole(List<ArcSet> sets) ->
          sets.size() == received.highest() ? Optional.of(sets) : Optional.empty();
    };
  }

  private List<String> names(RawHeader header) {
    List<String> names = new ArrayList<>();
    for (String name : oversigned) {
      add(names, name, header.count(name.toLowerCase(Locale.ROOT)) + 1);
    }
    for (String name : signed) {
      add(names, name, header.count(name.toLowerCase(Locale.ROOT)));
    }
    return names;
  }

  private static void add(List<String> names, String name, int count) {
    for (int i = 0; i < count; i++) {
      names.add(name);
    }
  }

  private String messageSignature(
      RawHeader header, int instance, List<String> names, boolean folded) {
    BodyHash.Sum body =
        BodyHash.of(
            header.octets(),
            header.body(),
            Canonicalization.RELAXED,
            algorithm,
            OptionalLong.empty());
    TagWriter tags =
        new TagWriter("ARC-Message-Signature")
            .tag("a", algorithm.label())
            .signature()
            .tag("bh", Base64.getEncoder().encodeToString(body.hash()))
            .tag("c", "relaxed/relaxed")
            .tag("d", domain)
            .names("h", names)
            .tag("i", String.valueOf(instance))
            .tag("s", selector)
            .tag("t", String.valueOf(clock.instant().getEpochSecond()));
    byte[] own = tags.field("", true).getBytes(StandardCharsets.US_ASCII);
    byte[] text =
        SignedHeader.of(
            header, header.select(names, RawHeader.Place.NONE), Canonicalization.RELAXED, own);
    return tags.field(signature(text), folded);
  }

  private String seal(
      RawHeader header, ArcResult received, List<ArcSet> chain, String aar, String ams) {
    ArcStatus status = received.status();
    TagWriter tags =
        new TagWriter("ARC-Seal")
            .tag("a", algorithm.label())
            .signature()
            .tag("cv", status.word())
            .tag("d", domain)
            .tag("i", String.valueOf(received.highest() + 1))
            .tag("s", selector)
            .tag("t", String.valueOf(clock.instant().getEpochSecond()));
    ByteArrayOutputStream text = new ByteArrayOutputStream(8_192);
    for (ArcSet set : chain) {
      SealedText.field(header.octets(), set.results().place(), text);
      SealedText.field(header.octets(), set.signature().signer().place(), text);
      SealedText.field(header.octets(), set.seal().signer().place(), text);
    }
    for (String field : List.of(aar, ams)) {
      byte[] octets = field.getBytes(StandardCharsets.UTF_8);
      SealedText.field(octets, 0, octets.length, text);
    }
    byte[] own = tags.field("", true).getBytes(StandardCharsets.US_ASCII);
    Canonicalization.RELAXED.field(own, 0, own.length, text);
    return tags.field(signature(text.toByteArray()), true);
  }

  private String signature(byte[] text) {
    return Base64.getEncoder().encodeToString(algorithm.sign(key, text));
  }

  /// Writes a field of tags. Where it folds there would be a blank otherwise, so that its relaxed
  /// form does not depend on the length of the signature.
  private static final class TagWriter {

    private static final String SIGNATURE = "b=";
    private static final String FOLD = "\r\n\t";

    private final String name;
    private final List<String> words = new ArrayList<>();

    TagWriter(String name) {
      this.name = name;
    }

    TagWriter tag(String tag, String value) {
      words.add(tag + "=" + value);
      return this;
    }

    TagWriter signature() {
      words.add(SIGNATURE);
      return this;
    }

    /// Names in lines of their own where they do not fit into one.
    TagWriter names(String tag, List<String> names) {
      StringBuilder line = new StringBuilder(tag + "=");
      int start = 0;
      for (int i = 0; i < names.size(); i++) {
        String each = names.get(i) + (i + 1 < names.size() ? ":" : "");
        if (line.length() - start + each.length() >= WIDTH) {
          line.append(FOLD);
          start = line.length();
        }
        line.append(each);
      }
      words.add(line.toString());
      return this;
    }

    String field(String signature, boolean folded) {
      StringBuilder field = new StringBuilder(512).append(name).append(':');
      int column = field.length();
      for (int i = 0; i < words.size(); i++) {
        boolean own = words.get(i).equals(SIGNATURE);
        String word =
            (own ? value(SIGNATURE + signature, folded) : words.get(i))
                + (i + 1 < words.size() ? ";" : "");
        int first = word.indexOf('\r');
        boolean fits = column + 1 + (first < 0 ? word.length() : first) <= WIDTH;
        field.append(fits ? " " : FOLD).append(word);
        int last = word.lastIndexOf('\t');
        column = last < 0 ? (fits ? column + 1 : 0) + word.length() : word.length() - last - 1;
      }
      return field.append("\r\n").toString();
    }

    private static String value(String text, boolean folded) {
      if (!folded) {
        return text;
      }
      StringBuilder lines = new StringBuilder();
      for (int at = 0; at < text.length(); at += WIDTH) {
        lines.append(at == 0 ? "" : FOLD).append(text, at, Math.min(text.length(), at + WIDTH));
      }
      return lines.toString();
    }
  }
}
