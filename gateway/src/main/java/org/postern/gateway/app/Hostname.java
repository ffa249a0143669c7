package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.gateway.config.Config;

/// The name of this machine in greetings, Received fields and notifications.
final class Hostname {

  private Hostname() {}

  /// As configured, else as the machine calls itself. The resolver is not asked: that costs seconds
  /// where none answers.
  static String of(Config config) {
    return config.node().name().orElseGet(Hostname::own);
  }

  private static String own() {
    String name;
    try {
      name = Files.readString(Path.of("/etc/hostname")).strip();
    } catch (IOException _) {
      name = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("");
    }
    return Config.isHostName(name) ? name : "localhost";
  }
}
