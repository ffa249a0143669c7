package org.postern.engine.logs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/// Keeps libraries quiet that have much to say about what a sender wrote: hundreds of lines for one
/// hostile file would bury everything else. Works for java.util.logging and Logback; with another
/// log the names are to be switched off in its own configuration. Where a level was set already it
/// stands.
public final class LibraryLogs {

  /// A logger that nobody holds forgets its level.
  private static final Map<String, Logger> HELD = new ConcurrentHashMap<>();

  private LibraryLogs() {}

  /// Nothing is logged below this name.
  public static void off(String name) {
    limit(name, Level.OFF, "OFF");
  }

  /// Only warnings and errors are logged below this name.
  public static void warnings(String name) {
    limit(name, Level.WARNING, "WARN");
  }

  private static void limit(String name, Level level, String logback) {
    Logger logger = HELD.computeIfAbsent(name, Logger::getLogger);
    if (logger.getLevel() == null) {
      logger.setLevel(level);
    }
    limit(LoggerFactory.getLogger(name), logback);
  }

  /// By reflection: an application may have another log than Logback.
  private static void limit(org.slf4j.Logger logger, String level) {
    Class<?> type = logger.getClass();
    if (!type.getName().startsWith("ch.qos.logback.")) {
      return;
    }
    try {
      Class<?> levels = type.getMethod("getLevel").getReturnType();
      if (type.getMethod("getLevel").invoke(logger) == null) {
        type.getMethod("setLevel", levels).invoke(logger, levels.getField(level).get(null));
      }
    } catch (ReflectiveOperationException other) {
      logger.debug("its level stays as it is", other);
    }
  }
}
