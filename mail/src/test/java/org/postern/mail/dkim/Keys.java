package org.postern.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Keys made for a test, their records, and a signer that signs whatever tags it is given.
public final class Keys {

  public static final KeyPair RSA = make("RSA", 2048);
  public static final KeyPair SHORT = make("RSA", 768);
  public static final KeyPair EDWARDS = make("Ed25519", 255);

  private Keys() {}

  private static KeyPair make(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String record(KeyPair pair) {
    byte[] key = pair.getPublic().getEncoded();
    return pair.getPublic().getAlgorithm().equals("RSA")
        ? "v=DKIM1; p=" + Base64.getEncoder().encodeToString(key)
        : "v=DKIM1; k=ed25519; p="
            + Base64.getEncoder()
                .encodeToString(Arrays.copyOfRange(key, key.length - 32, key.length));
  }

  public static KeyLookup lookup(String record) {
    return name ->
        name.equals("s1._domainkey.example.org")
            ? new KeyLookup.Answer.Found(List.of(record))
            : new KeyLookup.Answer.None();
  }

  public static byte[] octets(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  public static byte[] joined(byte[] field, byte[] message) {
    byte[] whole = Arrays.copyOf(field, field.length + message.length);
    System.arraycopy(message, 0, whole, field.length, message.length);
    return whole;
  }

  /// The message under a signature with these tags, to which bh= and b= are added.
  public static byte[] signed(String tags, byte[] message, KeyPair pair) {
    TagList list = TagList.parse(tags).orElseThrow();
    Algorithm algorithm = Algorithm.named(list.value("a", "")).orElseThrow();
    String[] forms = list.value("c", "simple/simple").split("/", -1);
    Optional<String> length = list.value("l");
    BodyHash.Sum body =
        BodyHash.of(
            message,
            RawHeader.of(message).body(),
            Canonicalization.named(forms[1]).orElseThrow(),
            algorithm,
            length.isPresent()
                ? OptionalLong.of(Long.parseLong(length.get()))
                : OptionalLong.empty());
    String bodyHash = Base64.getEncoder().encodeToString(body.hash());
    String field = "DKIM-Signature: " + tags + "; bh=" + bodyHash + "; b=";
    byte[] own = field.getBytes(StandardCharsets.UTF_8);
    RawHeader header = RawHeader.of(message);
    List<String> names = List.of(list.value("h", "").split(":", -1));
    byte[] text =
        SignedHeader.of(
            header,
            header.select(names, RawHeader.Place.NONE),
            Canonicalization.named(forms[0]).orElseThrow(),
            own);
    try {
      Signature signature = algorithm.signature();
      signature.initSign(pair.getPrivate());
      signature.update(algorithm.input(text));
      String value = Base64.getEncoder().encodeToString(signature.sign());
      return joined((field + value + "\r\n").getBytes(StandardCharsets.UTF_8), message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
