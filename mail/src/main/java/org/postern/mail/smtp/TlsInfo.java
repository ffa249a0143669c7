package org.postern.mail.smtp;

/// The encryption of a session: `TLSv1.3`, `TLS_AES_256_GCM_SHA384`.
public record TlsInfo(String protocol, String cipher) {

  @Override
  public String toString() {
    return protocol + " " + cipher;
  }
}
