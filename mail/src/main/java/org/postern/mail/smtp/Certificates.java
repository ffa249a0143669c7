package org.postern.mail.smtp;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// The certificate of a server and its key, from PEM files: a chain, and a key in PKCS#8 or in the
/// older EC and RSA forms, not encrypted. Files that change are read again when the next client
/// asks for TLS; where the new ones are wrong, the old certificate stays and the log says why.
///
/// Thread-safe: the context is swapped as a whole.
public final class Certificates {

  private static final long CHECK_MILLIS = 1_000;
  private static final Duration SETTLED = Duration.ofSeconds(10);
  private static final byte[] PROBE = {1, 2, 3};

  /// When the files were last written, and how large they are.
  private record Stamp(long chainTime, long chainSize, long keyTime, long keySize) {}

  private record Loaded(SSLContext context, Stamp stamp) {}

  private final Path chain;
  private final Path key;
  private final Clock clock;
  private final ReentrantLock reloading = new ReentrantLock();
  private volatile CompletableFuture<Loaded> current;
  private volatile long checked;

  private Certificates(Path chain, Path key, Clock clock, CompletableFuture<Loaded> first) {
    this.chain = chain;
    this.key = key;
    this.clock = clock;
    this.current = first;
    this.checked = clock.millis();
  }

  /// The configured certificate. Reads the files at once and fails when they are wrong.
  public static Certificates ofFiles(Path chain, Path key, Clock clock) throws IOException {
    return new Certificates(chain, key, clock, CompletableFuture.completedFuture(load(chain, key)));
  }

  /// The certificate in `directory`, `tls.crt` and `tls.key`; made for `hostname` when there is
  /// none. Returns at once: reading and making happen beside, and the first client that asks for
  /// TLS waits for them.
  public static Certificates selfSigned(Path directory, String hostname, Clock clock) {
    Path chain = directory.resolve("tls.crt");
    Path key = directory.resolve("tls.key");
    CompletableFuture<Loaded> first = new CompletableFuture<>();
    Certificates certificates = new Certificates(chain, key, clock, first);
    Thread.ofPlatform()
        .daemon()
        .name("certificate")
        .start(() -> {
          try {
            if (!Files.exists(chain) || !Files.exists(key)) {
              SelfSigned.make(chain, key, hostname, clock.instant());
            }
            first.complete(load(chain, key));
          } catch (IOException | RuntimeException e) {
            Log.SERVER.error("no certificate in {}", directory, e);
            first.completeExceptionally(e);
          }
        });
    return certificates;
  }

  /// The context for the next handshake.
  public SSLContext context() throws IOException {
    long now = clock.millis();
    CompletableFuture<Loaded> loaded = current;
    if (now - checked >= CHECK_MILLIS && reloading.tryLock()) {
      try {
        checked = now;
        reload(loaded);
      } finally {
        reloading.unlock();
      }
    }
    try {
      return current.join().context();
    } catch (CompletionException e) {
      throw new IOException("no certificate", e);
    }
  }

  /// Returns when the first reading or making is over: from then on nothing writes to the folder.
  void settle() {
    try {
      current.get(SETTLED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Log.SERVER.debug("no certificate in the end either", e);
    } catch (TimeoutException e) {
      Log.SERVER.warn("certificate {} is still not made", chain, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reload(CompletableFuture<Loaded> loaded) {
    if (!loaded.isDone()) {
      return;
    }
    try {
      if (loaded.isCompletedExceptionally() || !stamp(chain, key).equals(loaded.join().stamp())) {
        current = CompletableFuture.completedFuture(load(chain, key));
        Log.SERVER.info("certificate {} read again", chain);
      }
    } catch (IOException e) {
      Log.SERVER.warn("certificate {} cannot be read, the old one stays", chain, e);
    }
  }

  private static Stamp stamp(Path chain, Path key) throws IOException {
    return new Stamp(
        Files.getLastModifiedTime(chain).toMillis(),
        Files.size(chain),
        Files.getLastModifiedTime(key).toMillis(),
        Files.size(key));
  }

  private static Loaded load(Path chainFile, Path keyFile) throws IOException {
    try {
      Stamp stamp = stamp(chainFile, keyFile);
      Certificate[] chain = readChain(chainFile);
      PrivateKey key = readKey(keyFile);
      if (!belongTogether(key, chain[0])) {
        throw new IOException(keyFile + " does not belong to " + chainFile);
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", key, new char[0], chain);
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      context.getServerSessionContext().setSessionCacheSize(4_096);
      context.getServerSessionContext().setSessionTimeout(3_600);
      return new Loaded(context, stamp);
    } catch (GeneralSecurityException e) {
      throw new IOException(chainFile + " and " + keyFile + ": " + e.getMessage(), e);
    }
  }

  // Two files cannot be replaced at once: between the two renames they do not fit.
  private static boolean belongTogether(PrivateKey key, Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC", "ECDSA" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(PROBE);
      byte[] signature = signing.sign();
      signing.initVerify(certificate.getPublicKey());
      signing.update(PROBE);
      return signing.verify(signature);
    } catch (InvalidKeyException | SignatureException _) {
      return false;
    }
  }

  private static Certificate[] readChain(Path file) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (chain.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return chain.toArray(Certificate[]::new);
    }
  }

  private static PrivateKey readKey(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser pem = new PEMParser(reader)) {
      JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
      // An EC key may stand behind its parameters.
      for (Object entry = pem.readObject(); entry != null; entry = pem.readObject()) {
        if (entry instanceof PrivateKeyInfo info) {
          return converter.getPrivateKey(info);
        }
        if (entry instanceof PEMKeyPair pair) {
          return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
      }
      throw new IOException(file + " holds no private key that is not encrypted");
    }
  }
}
