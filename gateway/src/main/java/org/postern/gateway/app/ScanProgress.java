package org.postern.gateway.app;

/// How far a long scan has come: one line on the screen that is written again and again; nothing
/// where there is no screen.
///
/// One thread: that of the command.
final class ScanProgress {

  private static final long EVERY = 200_000_000;

  private final Terminal terminal;
  private final int total;
  private final boolean shown;
  private final long started = System.nanoTime();
  private long written = started;
  private int done;

  ScanProgress(Terminal terminal, int total) {
    this.terminal = terminal;
    this.total = total;
    this.shown = terminal.errIsScreen() && !terminal.outIsScreen() && total > 1;
  }

  /// Of a scan that does not know how many there will be.
  ScanProgress(Terminal terminal) {
    this.terminal = terminal;
    this.total = 0;
    this.shown = terminal.errIsScreen();
  }

  void step() {
    done++;
    long now = System.nanoTime();
    if (shown && now - written >= EVERY) {
      written = now;
      long perSecond = done * 1_000_000_000L / Math.max(1, now - started);
      String of = total > 0 ? " of " + total : "";
      terminal.err().print("\r" + done + of + ", " + perSecond + "/s \u001b[K");
      terminal.err().flush();
    }
  }

  void end() {
    if (shown) {
      terminal.err().print("\r\u001b[K");
      terminal.err().flush();
    }
  }
}
