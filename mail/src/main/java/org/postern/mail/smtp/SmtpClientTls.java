package org.postern.mail.smtp;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Whether the client encrypts (RFC 3207).
public enum SmtpClientTls {
  /// Never.
  NONE,
  /// Where the server offers it; whoever it is, and in the clear where TLS fails (RFC 7435).
  OPPORTUNISTIC,
  /// Or not at all. Whose certificate is accepted is the business of the `SSLContext`.
  REQUIRED;

  /// Accepts every certificate: an attacker on the line could leave STARTTLS out just as well, so
  /// that verification would gain nothing in opportunistic mode and cost deliveries.
  public static SSLContext unverified() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AcceptAll()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  // The extended form, so that the JDK adds no checks of its own.
  private static final class AcceptAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
