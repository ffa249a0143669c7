package org.postern.mail.dmarc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;

/// Signs with whatever domain and selector it is told, good or not: what an attacker's program
/// does. Canonicalization is simple, the one signed field must be the first of the message.
public final class HandSigner {

  private static final KeyPair KEY = key();

  private HandSigner() {}

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String record() {
    return "v=DKIM1; p=" + Base64.getEncoder().encodeToString(KEY.getPublic().getEncoded());
  }

  public static String sign(String domain, String selector, String message, String field) {
    int end = message.indexOf("\r\n\r\n") + 2;
    String body = message.substring(end + 2);
    String signed = message.substring(0, message.indexOf("\r\n") + 2);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.ISO_8859_1));
      String own =
          "DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d="
              + domain
              + "; s="
              + selector
              + "; h="
              + field
              + "; bh="
              + Base64.getEncoder().encodeToString(hash)
              + "; b=";
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(KEY.getPrivate());
      signature.update((signed + own).getBytes(StandardCharsets.ISO_8859_1));
      String value = Base64.getEncoder().encodeToString(signature.sign());
      return own + value + "\r\n" + message;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
