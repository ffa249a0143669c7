package org.postern.engine.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.postern.engine.Case;
import org.postern.engine.Messages;

/// Writes messages with files for tests.
public final class Mails {

  private final StringBuilder message = new StringBuilder();

  public Mails(String from, String subject) {
    message.append("From: ").append(from).append("\r\nTo: bob@receiver.example\r\nSubject: ");
    message.append(subject).append("\r\nMIME-Version: 1.0\r\n");
    message.append("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
  }

  public Mails text(String text) {
    return part("text/plain; charset=utf-8", "", text.getBytes(StandardCharsets.UTF_8));
  }

  public Mails html(String html) {
    return part("text/html; charset=utf-8", "", html.getBytes(StandardCharsets.UTF_8));
  }

  public Mails shown(String name, byte[] picture) {
    return part("image/png; name=" + name, "inline", picture);
  }

  public Mails attached(String type, String name, byte[] file) {
    return part(type, "attachment; filename=" + name, file);
  }

  private Mails part(String type, String disposition, byte[] content) {
    message.append("--b\r\nContent-Type: ").append(type);
    if (!disposition.isEmpty()) {
      message.append("\r\nContent-Disposition: ").append(disposition);
    }
    message.append("\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    message.append(Base64.getMimeEncoder().encodeToString(content)).append("\r\n");
    return this;
  }

  public Case mail() {
    String all = message + "--b--\r\n";
    return Messages.mail("ann@sender.example", all.getBytes(StandardCharsets.UTF_8));
  }
}
