package org.postern.mail.dkim;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAKey;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The signature algorithms of RFC 6376 and 8463, with the names that Java has for them.
public enum Algorithm {
  RSA_SHA256("rsa-sha256", "rsa", "sha256", "SHA-256", "SHA256withRSA"),
  RSA_SHA1("rsa-sha1", "rsa", "sha1", "SHA-1", "SHA1withRSA"),
  ED25519_SHA256("ed25519-sha256", "ed25519", "sha256", "SHA-256", "Ed25519");

  private final String label;
  private final String keyType;
  private final String hash;
  private final String digest;
  private final String signature;

  Algorithm(String label, String keyType, String hash, String digest, String signature) {
    this.label = label;
    this.keyType = keyType;
    this.hash = hash;
    this.digest = digest;
    this.signature = signature;
  }

  /// The algorithm of an a= tag.
  public static Optional<Algorithm> named(String label) {
    for (Algorithm algorithm : values()) {
      if (algorithm.label.equalsIgnoreCase(label)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /// The algorithm that a key signs with: RSA of 1024 to 8192 bits, or Ed25519; any other is an
  /// [IllegalArgumentException].
  public static Algorithm of(PrivateKey key) {
    if (key instanceof RSAKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < 1024 || bits > 8192) {
        throw new IllegalArgumentException("an RSA key has 1024 to 8192 bits, not " + bits);
      }
      return RSA_SHA256;
    }
    if (key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519")) {
      return ED25519_SHA256;
    }
    throw new IllegalArgumentException("not a key for DKIM: " + key.getAlgorithm());
  }

  /// The name in an a= tag.
  public String label() {
    return label;
  }

  /// The k= of its keys.
  public String keyType() {
    return keyType;
  }

  /// Its name in the h= of a key.
  public String hash() {
    return hash;
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + digest, e);
    }
  }

  /// Signs the text.
  public byte[] sign(PrivateKey key, byte[] text) {
    java.security.Signature signer = signature();
    try {
      signer.initSign(key);
      signer.update(input(text));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that does not sign", e);
    }
  }

  /// Whether the signature is that of the text.
  public boolean verifies(PublicKey key, byte[] text, byte[] signed) {
    if (this == ED25519_SHA256 && key instanceof EdECPublicKey) {
      return edwards(key.getEncoded(), input(text), signed);
    }
    java.security.Signature check = signature();
    try {
      check.initVerify(key);
      check.update(input(text));
      return check.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // Thrown for a signature of another length or form: it does not verify.
    }
  }

  /// By Bouncy Castle, which needs a fifth of the time that Java's own does. A key in its X.509
  /// form ends with its 32 octets.
  private static boolean edwards(byte[] key, byte[] text, byte[] signed) {
    return signed.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(
            signed, 0, key, key.length - Ed25519.PUBLIC_KEY_SIZE, text, 0, text.length);
  }

  java.security.Signature signature() {
    try {
      return java.security.Signature.getInstance(signature);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + signature, e);
    }
  }

  /// What is given to the signature: RFC 8463 section 3 signs the hash, not the text.
  byte[] input(byte[] text) {
    return this == ED25519_SHA256 ? digest().digest(text) : text;
  }
}
