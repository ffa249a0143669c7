package org.postern.gateway.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.postern.gateway.config.Config;
import org.slf4j.LoggerFactory;

/// The log of the program: to standard error, by code, since reading a file for it would cost a
/// fifth of a second at each start. Commands say warnings only; `run` what the configuration wants.
public final class LogSetup extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    install(context, Level.WARN, Config.Log.Format.PLAIN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /// What the configuration wants, from now on.
  static void apply(Config.Log log) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      install(context, level(log.level()), log.format());
    }
  }

  private static void install(LoggerContext context, Level level, Config.Log.Format format) {
    LogLine line = new LogLine(format);
    line.setContext(context);
    line.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(line);
    appender.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    context.getLogger("org.postern").setLevel(level);
    // what it has to say quotes hostile files; that one was not read is a finding
    context.getLogger("org.apache.pdfbox").setLevel(Level.OFF);
    context.getLogger("org.apache.fontbox").setLevel(Level.OFF);
  }

  private static Level level(Config.Log.Level level) {
    return switch (level) {
      case ERROR -> Level.ERROR;
      case WARN -> Level.WARN;
      case INFO -> Level.INFO;
      case DEBUG -> Level.DEBUG;
    };
  }
}
