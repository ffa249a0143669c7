package org.postern.engine.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.postern.engine.Messages;
import org.postern.engine.url.RegistrableDomain;
import org.slf4j.LoggerFactory;

class LibraryLogsTest {

  private static Logger logback(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  private static java.util.logging.Logger jul(String name) {
    return java.util.logging.Logger.getLogger(name);
  }

  @Test
  void names_are_silent_in_both_logs() {
    LibraryLogs.off("com.example.silent");
    LibraryLogs.warnings("com.example.careful");

    assertThat(logback("com.example.silent.Part").isErrorEnabled()).isFalse();
    assertThat(jul("com.example.silent").isLoggable(java.util.logging.Level.SEVERE)).isFalse();
    assertThat(logback("com.example.careful.Part").isInfoEnabled()).isFalse();
    assertThat(logback("com.example.careful.Part").isWarnEnabled()).isTrue();
    assertThat(jul("com.example.careful").isLoggable(java.util.logging.Level.INFO)).isFalse();
  }

  @Test
  void a_level_that_somebody_set_stands() {
    logback("com.example.wanted").setLevel(Level.DEBUG);
    jul("com.example.wanted").setLevel(java.util.logging.Level.FINE);
    LibraryLogs.off("com.example.wanted");

    assertThat(logback("com.example.wanted").isDebugEnabled()).isTrue();
    assertThat(jul("com.example.wanted").isLoggable(java.util.logging.Level.FINE)).isTrue();
  }

  @Test
  void a_damaged_file_fills_no_log() throws Exception {
    ListAppender<ILoggingEvent> all = new ListAppender<>();
    all.start();
    List<String> others = new CopyOnWriteArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            others.add(line.getLoggerName());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    jul("").addHandler(handler);
    Logger root = logback(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    root.addAppender(all);
    root.setLevel(Level.DEBUG);
    try {
      StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
      for (int i = 1; i < 50; i++) {
        pdf.append(i).append(" 0 obj\n<</Type/Page/Kids[").append(i).append(" 0 R /\n>>\n");
      }
      pdf.append("xref\n0 9\nnothing\ntrailer\n<</Root 1 0 R>>\nstartxref\n7\n%%EOF\n");
      String mail =
          "From: a@b.example\r\nSubject: x\r\nContent-Type: application/pdf; name=a.pdf\r\n"
              + "Content-Transfer-Encoding: base64\r\n\r\n"
              + Base64.getMimeEncoder()
                  .encodeToString(pdf.toString().getBytes(StandardCharsets.UTF_8));
      Messages.mail("", mail.getBytes(StandardCharsets.UTF_8)).pictures();
      RegistrableDomain.of("www.example.co.uk");
    } finally {
      root.setLevel(before);
      root.detachAppender(all);
      jul("").removeHandler(handler);
    }
    assertThat(others).noneMatch(name -> name.startsWith("org.apache."));
    assertThat(all.list)
        .filteredOn(event ->
            event.getLoggerName().startsWith("org.apache.")
                || event.getLoggerName().startsWith("crawlercommons"))
        .isEmpty();
  }
}
