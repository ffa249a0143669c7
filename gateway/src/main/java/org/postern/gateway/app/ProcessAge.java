package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// How long this process lives, the shell script before it included.
final class ProcessAge {

  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path UPTIME = Path.of("/proc/uptime");
  // Clock ticks of user space: 100 a second on every Linux that has a JDK.
  private static final int TICK_MILLIS = 10;
  // proc(5): starttime is field 22; the second, the name in brackets, may hold blanks.
  private static final int START = 22 - 3;

  private ProcessAge() {}

  /// To a hundredth of a second on Linux, elsewhere as well as the system tells.
  static Duration now(Clock clock) {
    return fromProc().orElseGet(() -> fromStart(clock));
  }

  // The JDK's startInstant is off by up to a second on Linux, which keeps its boot time in seconds.
  private static Optional<Duration> fromProc() {
    try {
      String stat = Files.readString(STAT);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double uptime = Double.parseDouble(Files.readString(UPTIME).split(" ")[0]);
      long millis = Math.round(uptime * 1_000) - Long.parseLong(fields[START]) * TICK_MILLIS;
      return Optional.of(Duration.ofMillis(millis));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException _) {
      return Optional.empty(); // no Linux
    }
  }

  private static Duration fromStart(Clock clock) {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(start -> Duration.between(start, clock.instant()))
        .orElse(Duration.ZERO);
  }
}
