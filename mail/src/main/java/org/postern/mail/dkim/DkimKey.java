package org.postern.mail.dkim;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A key record (RFC 6376 section 3.6.1, RFC 8463 section 4). `hashes` is empty where any will do;
/// `exact` is the flag t=s: no identity in a subdomain.
public record DkimKey(
    PublicKey key, String type, int bits, List<String> hashes, boolean testing, boolean exact) {

  private static final byte[] ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

  /// A longer exponent is nobody's, and costs as much as signing.
  private static final int EXPONENT_BITS = 64;

  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

  /// A key, or why there is none.
  public sealed interface Read {

    record Ok(DkimKey key) implements Read {}

    record Bad(DkimReason reason) implements Read {}
  }

  /// Reads the first record that is a key; RFC 6376 section 3.6.2.2 leaves more than one undefined.
  public static Read read(List<String> records, DkimLimits limits) {
    Read first = new Read.Bad(DkimReason.NO_KEY);
    int tried = 0;
    for (String record : records) {
      Read read =
          record.length() > limits.keyRecordBytes() ? new Read.Bad(DkimReason.LIMIT) : read(record);
      if (read instanceof Read.Ok || ++tried > 4) {
        return read;
      }
      first = tried == 1 ? read : first;
    }
    return first;
  }

  private static Read read(String record) {
    Optional<TagList> parsed = TagList.parse(record);
    if (parsed.isEmpty() || parsed.get().value("p").isEmpty()) {
      return new Read.Bad(DkimReason.KEY_SYNTAX);
    }
    TagList tags = parsed.get();
    boolean versioned = tags.value("v").isPresent();
    if (versioned && !(tags.first().equals("v") && tags.value("v", "").equals("DKIM1"))) {
      return new Read.Bad(DkimReason.VERSION);
    }
    List<String> services = list(tags.value("s", "*"));
    if (!services.contains("*") && !services.contains("email")) {
      return new Read.Bad(DkimReason.KEY_SERVICE);
    }
    String encoded = TagList.compact(tags.value("p", ""));
    if (encoded.isEmpty()) {
      return new Read.Bad(DkimReason.KEY_REVOKED);
    }
    List<String> flags = list(tags.value("t", ""));
    String type = tags.value("k", "rsa");
    List<String> hashes = tags.value("h").map(DkimKey::list).orElse(List.of());
    return switch (type) {
      case "rsa", "ed25519" ->
          key(type, encoded)
              .filter(key ->
                  !(key instanceof RSAPublicKey rsa)
                      || rsa.getPublicExponent().bitLength() <= EXPONENT_BITS)
              .<Read>map(key ->
                  new Read.Ok(
                      new DkimKey(
                          key,
                          type,
                          key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 256,
                          hashes,
                          flags.contains("y"),
                          flags.contains("s"))))
              .orElse(new Read.Bad(DkimReason.KEY_SYNTAX));
      default -> new Read.Bad(DkimReason.KEY_ALGORITHM);
    };
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(":", -1)).map(TagList::trim).toList();
  }

  private static Optional<PublicKey> key(String type, String encoded) {
    try {
      byte[] octets = Base64.getDecoder().decode(encoded);
      return type.equals("rsa") ? Optional.of(rsa(octets)) : ed25519(octets);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return Optional.empty(); // Both say that the text is no key.
    }
  }

  /// SubjectPublicKeyInfo, as everybody writes it, or RSAPublicKey, as the RFC says.
  private static PublicKey rsa(byte[] octets) throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("RSA");
    int content = octets.length > 1 && octets[1] < 0 ? 2 + (octets[1] & 0x7F) : 2;
    boolean bare = content < octets.length && octets[content] == 2;
    return factory.generatePublic(new X509EncodedKeySpec(bare ? wrapped(octets) : octets));
  }

  private static byte[] wrapped(byte[] key) {
    ByteArrayOutputStream bits = new ByteArrayOutputStream();
    bits.write(0);
    bits.writeBytes(key);
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    inner.writeBytes(RSA);
    der(inner, 0x03, bits.toByteArray());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    der(whole, 0x30, inner.toByteArray());
    return whole.toByteArray();
  }

  private static void der(ByteArrayOutputStream out, int tag, byte[] content) {
    out.write(tag);
    if (content.length < 128) {
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
  }

  private static Optional<PublicKey> ed25519(byte[] octets) throws GeneralSecurityException {
    if (octets.length != 32) {
      return Optional.empty();
    }
    byte[] whole = Arrays.copyOf(ED25519, ED25519.length + octets.length);
    System.arraycopy(octets, 0, whole, ED25519.length, octets.length);
    return Optional.of(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(whole)));
  }
}
