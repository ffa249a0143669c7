package org.postern.mail.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The signature algorithms of RFC 6376 and 8463, with the names that Java has for them.
enum Algorithm {
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

  static Optional<Algorithm> named(String label) {
    for (Algorithm algorithm : values()) {
      if (algorithm.label.equalsIgnoreCase(label)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  String label() {
    return label;
  }

  String keyType() {
    return keyType;
  }

  String hash() {
    return hash;
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + digest, e);
    }
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
