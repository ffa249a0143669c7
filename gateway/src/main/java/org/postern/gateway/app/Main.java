package org.postern.gateway.app;

import java.time.Clock;

/// The entry point of `postern`.
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    Stopping stopping = Stopping.bySignal();
    Commands commands =
        new Commands(new Wiring(), Terminal.ofProcess(), Clock.systemUTC(), stopping);
    int code = commands.run(args);
    stopping.end();
    System.exit(code);
  }
}
