package org.postern.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// The tags of one DKIM-Signature field (RFC 6376 section 3.5), checked. `domain` and `selector`
/// are A-labels in lower case.
record DkimSignature(
    Algorithm algorithm,
    Canonicalization header,
    Canonicalization body,
    String domain,
    String selector,
    String identity,
    List<String> names,
    String signatureText,
    byte[] signature,
    byte[] bodyHash,
    OptionalLong length,
    OptionalLong time,
    OptionalLong expiry) {

  /// What reading a field brings: a signature, or why it is none and what was read so far.
  sealed interface Read {

    record Ok(DkimSignature signature) implements Read {}

    record Bad(DkimReason reason, DkimResult result) implements Read {}
  }

  static Read read(String value, DkimLimits limits, DkimPolicy policy) {
    Optional<TagList> tags = TagList.parse(value);
    if (tags.isEmpty()) {
      return new Read.Bad(
          DkimReason.SYNTAX, DkimResult.unread(new DkimVerdict.PermError(DkimReason.SYNTAX)));
    }
    return new Reader(tags.get(), limits, policy).read();
  }

  /// The domain of the identity, behind its last at sign, in lower case.
  String identityDomain() {
    return identity.substring(identity.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /// Reads tag by tag; the first that is wrong says why.
  private static final class Reader {

    private final TagList tags;
    private final DkimLimits limits;
    private final DkimPolicy policy;

    Reader(TagList tags, DkimLimits limits, DkimPolicy policy) {
      this.tags = tags;
      this.limits = limits;
      this.policy = policy;
    }

    Read read() {
      for (String name : List.of("a", "b", "bh", "d", "h", "s")) {
        if (tags.value(name).isEmpty()) {
          return bad(DkimReason.MISSING_TAG);
        }
      }
      String version = tags.value("v", policy.strict() ? "" : "0.5");
      if (version.isEmpty()) {
        // Without a version no tag has a meaning.
        return new Read.Bad(
            DkimReason.MISSING_TAG,
            DkimResult.unread(new DkimVerdict.PermError(DkimReason.MISSING_TAG)));
      }
      // The drafts before RFC 4871 had 0.5 or none.
      if (!version.equals("1") && (policy.strict() || !version.equals("0.5"))) {
        return bad(DkimReason.VERSION);
      }
      Optional<Algorithm> algorithm = Algorithm.named(value("a"));
      if (algorithm.isEmpty()) {
        return bad(DkimReason.ALGORITHM);
      }
      if (!dnsQuery(tags.value("q", "dns/txt"))) {
        return bad(DkimReason.QUERY);
      }
      return names(algorithm.get());
    }

    private Read names(Algorithm algorithm) {
      String[] forms = tags.value("c", "simple/simple").split("/", -1);
      Optional<Canonicalization> header = Canonicalization.named(forms[0]);
      Optional<Canonicalization> body =
          Canonicalization.named(forms.length > 1 ? forms[1] : "simple");
      if (forms.length > 2 || header.isEmpty() || body.isEmpty()) {
        return bad(DkimReason.CANONICALIZATION);
      }
      Optional<String> domain = DomainNames.ascii(value("d"), 2);
      if (domain.isEmpty()) {
        return bad(DkimReason.DOMAIN);
      }
      Optional<String> selector = DomainNames.ascii(value("s"), 1);
      if (selector.isEmpty()) {
        return bad(DkimReason.SELECTOR);
      }
      Optional<String> identity = identity(domain.get());
      if (identity.isEmpty()) {
        return bad(DkimReason.IDENTITY);
      }
      List<String> names = tags.names("h");
      if (names.isEmpty()) {
        return bad(DkimReason.SYNTAX);
      }
      if (names.size() > limits.signedFields()) {
        return bad(DkimReason.LIMIT);
      }
      if (names.stream().noneMatch("from"::equalsIgnoreCase)) {
        return bad(DkimReason.FROM_NOT_SIGNED); // RFC 6376 section 5.4.
      }
      return numbers(
          algorithm, header.get(), body.get(), domain.get(), selector.get(), identity.get(), names);
    }

    private Read numbers(
        Algorithm algorithm,
        Canonicalization header,
        Canonicalization body,
        String domain,
        String selector,
        String identity,
        List<String> names) {
      Optional<byte[]> signature = tags.base64("b");
      Optional<byte[]> bodyHash = tags.base64("bh");
      if (signature.isEmpty() || bodyHash.isEmpty()) {
        return bad(DkimReason.SYNTAX);
      }
      for (String name : List.of("l", "t", "x")) {
        if (tags.value(name).isPresent()
            && tags.number(name, name.equals("l") ? 76 : 12).isEmpty()) {
          return bad(DkimReason.SYNTAX);
        }
      }
      OptionalLong time = tags.number("t", 12);
      OptionalLong expiry = tags.number("x", 12);
      if (time.isPresent() && expiry.isPresent() && expiry.getAsLong() <= time.getAsLong()) {
        return bad(DkimReason.SYNTAX); // Section 3.5: x= must be greater than t=.
      }
      return new Read.Ok(
          new DkimSignature(
              algorithm,
              header,
              body,
              domain,
              selector,
              identity,
              names,
              TagList.compact(value("b")),
              signature.get(),
              bodyHash.get(),
              tags.number("l", 76),
              time,
              expiry));
    }

    private Read bad(DkimReason reason) {
      return new Read.Bad(
          reason,
          new DkimResult(
              new DkimVerdict.PermError(reason),
              DomainNames.ascii(value("d"), 2).orElse(""),
              DomainNames.ascii(value("s"), 1).orElse(""),
              "",
              Algorithm.named(value("a")).map(Algorithm::label).orElse(""),
              "",
              List.of(),
              false,
              OptionalLong.empty(),
              0,
              false,
              0,
              tags.number("t", 12),
              tags.number("x", 12),
              List.of()));
    }

    private String value(String name) {
      return tags.value(name, "");
    }

    private static boolean dnsQuery(String value) {
      for (String method : value.split(":", -1)) {
        if (TagList.trim(method).equals("dns/txt")) {
          return true;
        }
      }
      // Deviates: "dns" alone, as signers wrote it before RFC 4871, means the same.
      return TagList.trim(value).equals("dns");
    }

    private Optional<String> identity(String domain) {
      if (tags.value("i").isEmpty()) {
        return Optional.of("@" + domain);
      }
      Optional<String> decoded = quotedPrintable(value("i"));
      if (decoded.isEmpty() || decoded.get().indexOf('@') < 0) {
        return Optional.empty();
      }
      String text = decoded.get();
      int at = text.lastIndexOf('@');
      Optional<String> own = DomainNames.ascii(text.substring(at + 1), 2);
      if (own.isEmpty() || !(own.get().equals(domain) || own.get().endsWith("." + domain))) {
        return Optional.empty();
      }
      return Optional.of(text.substring(0, at + 1) + own.get());
    }

    /// Section 2.11: blanks are ignored, `=XX` in upper case stands for an octet.
    private static Optional<String> quotedPrintable(String value) {
      byte[] coded = TagList.compact(value).getBytes(StandardCharsets.UTF_8);
      byte[] plain = new byte[coded.length];
      int length = 0;
      for (int i = 0; i < coded.length; i++) {
        if (coded[i] != '=') {
          plain[length++] = coded[i];
          continue;
        }
        int high = i + 2 < coded.length ? "0123456789ABCDEF".indexOf(coded[i + 1]) : -1;
        int low = i + 2 < coded.length ? "0123456789ABCDEF".indexOf(coded[i + 2]) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        plain[length++] = (byte) (high * 16 + low);
        i += 2;
      }
      return Optional.of(new String(plain, 0, length, StandardCharsets.UTF_8));
    }
  }
}
