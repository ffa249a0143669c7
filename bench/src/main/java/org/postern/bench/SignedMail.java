package org.postern.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.postern.mail.dkim.DkimSigner;

/// A message of 20 KB of a.example, signed with a key made for it.
///
/// @param octets with the signature
/// @param key the record of s1._domainkey.a.example
record SignedMail(byte[] octets, String key) {

  /// @param kind `RSA` for 2,048 bits, or `Ed25519`
  static SignedMail of(String kind) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
    boolean rsa = kind.equals("RSA");
    generator.initialize(rsa ? 2_048 : 255);
    KeyPair pair = generator.generateKeyPair();
    byte[] spki = pair.getPublic().getEncoded();
    byte[] octets = rsa ? spki : Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    String key = Base64.getEncoder().encodeToString(octets);
    byte[] message = made();
    DkimSigner signer =
        new DkimSigner(pair.getPrivate(), "a.example", "s1", InstantSource.system());
    byte[] signed =
        switch (signer.sign(message)) {
          case DkimSigner.Outcome.Signed(byte[] field) -> joined(field, message);
          case DkimSigner.Outcome.Refused(var why) -> throw new IllegalStateException(why.name());
        };
    return new SignedMail(signed, "k=" + (rsa ? "rsa" : "ed25519") + "; p=" + key);
  }

  private static byte[] joined(byte[] field, byte[] message) {
    byte[] whole = Arrays.copyOf(field, field.length + message.length);
    System.arraycopy(message, 0, whole, field.length, message.length);
    return whole;
  }

  private static byte[] made() {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder(21_000);
    text.append("From: Sender <sender@a.example>\r\nTo: user@b.example\r\nSubject: Report\r\n")
        .append("Date: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@a.example>\r\n")
        .append("MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n");
    while (text.length() < 20_480) {
      text.append(Integer.toString(random.nextInt(1 << 24), 36));
      text.append(text.length() % 70 < 8 ? "\r\n" : " ");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
