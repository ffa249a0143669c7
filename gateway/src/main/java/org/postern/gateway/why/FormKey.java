package org.postern.gateway.why;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Binds a form to the page on which it stands: HMAC-SHA256 of the reference. Thread-safe:
/// immutable.
public final class FormKey {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int OCTETS = 32;

  private final SecretKeySpec key;

  private FormKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// The key in that file, which is made at the first time; nobody else may read it.
  public static FormKey ofFile(Path file, RandomGenerator random) throws IOException {
    if (!Files.exists(file)) {
      create(file, random);
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != OCTETS) {
      throw new IOException(file + " is damaged; delete it, and another one is made");
    }
    return new FormKey(key);
  }

  // Written beside it and moved, so that nobody ever reads half a key; who comes second uses the
  // first one's.
  private static void create(Path file, RandomGenerator random) throws IOException {
    byte[] key = new byte[OCTETS];
    random.nextBytes(key);
    Path beside =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "why",
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      // On the disk first: after a power cut an empty file would keep the gateway from starting.
      try (FileChannel out = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(key));
        out.force(true);
      } catch (IOException e) {
        throw new IOException("cannot write " + file + " to the disk: " + e.getMessage(), e);
      }
      link(file, beside);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static void link(Path file, Path beside) throws IOException {
    try {
      Files.createLink(file, beside);
    } catch (FileAlreadyExistsException _) {
      return; // another process was first, and its key serves
    } catch (UnsupportedOperationException | FileSystemException _) {
      // There are file systems without links.
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  String token(String ref) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] sum = mac.doFinal(("review " + ref).getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /// Whether the form stood on the page of that reference. Takes the same time for every wrong one.
  boolean made(String token, String ref) {
    return MessageDigest.isEqual(
        token(ref).getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
  }
}
