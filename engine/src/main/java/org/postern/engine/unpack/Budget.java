package org.postern.engine.unpack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// What is left of the budgets while one message is unpacked. One thread.
final class Budget {

  private static final int RATIO_FROM = 1 << 20;

  private final UnpackLimits limits;
  private long packed;
  private int members;
  private long bytes;

  Budget(UnpackLimits limits) {
    this.limits = limits;
  }

  /// More packed octets were met, from outside of all archives.
  void packed(long octets) {
    packed += octets;
  }

  /// Takes one member and its content out of the budgets.
  byte[] read(InputStream in) throws IOException, Exceeded, InterruptedException {
    if (++members > limits.members()) {
      throw new Exceeded("more than " + limits.members() + " files");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    int n;
    while ((n = in.read(buffer)) > 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException("unpacking");
      }
      bytes += n;
      if (bytes > limits.bytes()) {
        throw new Exceeded("more than " + limits.bytes() + " octets");
      }
      if (bytes > RATIO_FROM && bytes / Math.max(1, packed) > limits.ratio()) {
        throw new Exceeded("unpacks to more than " + limits.ratio() + " times its size");
      }
      out.write(buffer, 0, n);
    }
    return out.toByteArray();
  }

  int depth() {
    return limits.depth();
  }

  /// A budget is used up: nothing more is unpacked.
  static final class Exceeded extends Exception {
    private static final long serialVersionUID = 1;

    Exceeded(String what) {
      super(what);
    }
  }
}
