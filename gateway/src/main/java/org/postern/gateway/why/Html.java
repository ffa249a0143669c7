package org.postern.gateway.why;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.postern.gateway.web.WebResponse;

/// Pages as text. Whatever was not written here goes through [#escape].
final class Html {

  private static final String STYLE =
      """
      body{margin:0;background:#fff;color:#1a1a1a;font:1rem/1.5 sans-serif}
      main{max-width:40rem;margin:0 auto;padding:1.5rem 1rem}
      h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
      code,pre{font-family:monospace;overflow-wrap:anywhere;white-space:pre-wrap}
      pre{background:#f2f2f2;padding:.75rem;border-left:.25rem solid #595959}
      label{display:block;margin:1rem 0 .25rem;font-weight:bold}
      input,textarea{box-sizing:border-box;width:100%;padding:.5rem;font:inherit;\
      border:1px solid #595959;border-radius:.25rem}
      button{margin-top:1rem;padding:.6rem 1.2rem;font:inherit;color:#fff;background:#00458a;\
      border:0;border-radius:.25rem}
      :focus-visible{outline:.2rem solid #b35900;outline-offset:.1rem}
      .mistake{border-left:.25rem solid #a80000;padding-left:.75rem;color:#a80000}
      .away{display:none}
      """;

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sum(STYLE)
          + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private Html() {}

  /// A page with that text in its middle, which is HTML already.
  static WebResponse page(int code, String title, String middle) {
    return new WebResponse(
        code,
        Map.of(
            "Content-Type", "text/html; charset=utf-8",
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store"),
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>%s</title>
        <style>%s</style>
        </head>
        <body>
        <main>
        <h1>%s</h1>
        %s</main>
        </body>
        </html>
        """
            .formatted(escape(title), STYLE, escape(title), middle));
  }

  /// Text as it may stand between tags and in quoted attributes. Characters that nobody sees, or
  /// that turn the line around, are replaced.
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(unseen(c) ? 0xfffd : c);
          }
        });
    return safe.toString();
  }

  private static boolean unseen(int c) {
    int type = Character.getType(c);
    return (Character.isISOControl(c) && c != '\n' && c != '\t')
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }

  private static String sum(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
