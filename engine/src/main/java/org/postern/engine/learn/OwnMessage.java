package org.postern.engine.learn;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Writes one message that was made from a template: header, text, HTML in one of a few layouts,
/// and the file that comes with it.
final class OwnMessage {

  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([a-z]+)\\)");
  private static final String BOUNDARY = "=_part";

  private final Random random;
  private final UnaryOperator<String> host;

  OwnMessage(Random random, UnaryOperator<String> host) {
    this.random = random;
    this.host = host;
  }

  String write(Map<String, String> settings, List<String> body) {
    StringBuilder out = new StringBuilder();
    field(out, "From", settings.getOrDefault("From", ""));
    field(out, "To", "user@example.org");
    field(out, "Subject", settings.getOrDefault("Subject", ""));
    field(out, "Reply-To", settings.getOrDefault("Reply-To", ""));
    if (settings.getOrDefault("Reply", "").equals("yes")) {
      field(out, "In-Reply-To", "<a1@mail.example>");
      field(out, "References", "<a1@mail.example>");
    }
    if (settings.getOrDefault("List", "").equals("yes")) {
      field(out, "List-Unsubscribe", "<https://" + host.apply("own") + "/u>");
    }
    field(out, "MIME-Version", "1.0");
    String file = settings.getOrDefault("Attach", "");
    String text = content(settings.getOrDefault("As", "plain"), body);
    if (file.isEmpty()) {
      return out.append(text).toString();
    }
    return out.append("Content-Type: multipart/mixed; boundary=\"" + BOUNDARY + "0\"\r\n\r\n")
        .append("--" + BOUNDARY + "0\r\n")
        .append(text)
        .append("\r\n--" + BOUNDARY + "0\r\nContent-Type: application/octet-stream; name=\"")
        .append(file)
        .append("\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
        .append("AAAA\r\n--" + BOUNDARY + "0--\r\n")
        .toString();
  }

  private static void field(StringBuilder out, String name, String value) {
    if (!value.isEmpty()) {
      out.append(name).append(": ").append(value).append("\r\n");
    }
  }

  private String content(String form, List<String> body) {
    return switch (form) {
      case "html" -> part("html", html(body));
      case "both" ->
          "Content-Type: multipart/alternative; boundary=\""
              + BOUNDARY
              + "1\"\r\n\r\n--"
              + BOUNDARY
              + "1\r\n"
              + part("plain", plain(body))
              + "\r\n--"
              + BOUNDARY
              + "1\r\n"
              + part("html", html(body))
              + "\r\n--"
              + BOUNDARY
              + "1--\r\n";
      case "plain", "" -> part("plain", plain(body));
      default -> throw new IllegalArgumentException("a template says As: " + form);
    };
  }

  private static String part(String subtype, String text) {
    return "Content-Type: text/"
        + subtype
        + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + OwnMail.encoded(text)
        + "\r\n";
  }

  private String plain(List<String> body) {
    return links(String.join("\n\n", body), "$1: %s");
  }

  private String html(List<String> body) {
    String link = "<a href=\"%s\">$1</a>";
    boolean table = random.nextBoolean();
    boolean logo = random.nextInt(3) > 0;
    String start = table ? "<table width=\"600\" align=\"center\">" : "<div>";
    String image = "<img src=\"https://" + host.apply("own") + "/logo.png\" alt=\"\">";
    String rows =
        body.stream()
            .map(line -> table ? "<tr><td>" + line + "</td></tr>" : "<p>" + line + "</p>")
            .collect(Collectors.joining("\n"));
    return "<html><body>"
        + start
        + (logo && body.size() > 3 ? image : "")
        + links(rows, link)
        + (table ? "</table>" : "</div>")
        + "</body></html>";
  }

  /// Writes links in a form in which `$1` is what is shown and `%s` where it leads.
  private String links(String text, String form) {
    Matcher matcher = LINK.matcher(text);
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (matcher.find()) {
      String target = "https://" + host.apply(matcher.group(2)) + "/" + random.nextInt(100_000);
      out.append(text, at, matcher.start())
          .append(form.replace("$1", matcher.group(1)).replace("%s", target));
      at = matcher.end();
    }
    return out.append(text, at, text.length()).toString();
  }
}
