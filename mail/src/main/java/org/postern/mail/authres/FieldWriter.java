package org.postern.mail.authres;

/// Writes a field token by token; whatever is not a plain word is a quoted string.
final class FieldWriter {

  private static final int WIDTH = 78;
  private static final int LONGEST = 256;

  private final boolean utf8;
  private final StringBuilder out = new StringBuilder(256);
  private int column;

  FieldWriter(boolean utf8) {
    this.utf8 = utf8;
  }

  String write(AuthenticationResults all) {
    out.append("Authentication-Results:");
    column = out.length();
    boolean named = all.version() != 1;
    String id = all.authservId().isEmpty() ? "\"\"" : word(all.authservId());
    token(id + (named ? "" : ";"));
    if (named) {
      token(all.version() + ";");
    }
    if (all.results().isEmpty()) {
      token("none");
    }
    for (int i = 0; i < all.results().size(); i++) {
      result(all.results().get(i), i + 1 == all.results().size() ? "" : ";");
    }
    return out.append("\r\n").toString();
  }

  private void result(MethodResult result, String end) {
    out.append("\r\n\t");
    column = 8;
    String version = result.version() == 1 ? "" : "/" + result.version();
    int left = result.properties().size() + (result.reason().isEmpty() ? 0 : 1);
    String head = result.method() + version + "=" + result.result();
    out.append(head);
    column += head.length();
    if (!result.reason().isEmpty()) {
      token("reason=" + quoted(result.reason()) + (--left == 0 ? end : ""));
    }
    for (Property property : result.properties()) {
      String type = property.type().isEmpty() ? "" : property.type() + ".";
      token(type + property.name() + "=" + word(property.value()) + (--left == 0 ? end : ""));
    }
    if (result.reason().isEmpty() && result.properties().isEmpty()) {
      out.append(end);
    }
  }

  private void token(String token) {
    if (column + 1 + token.length() > WIDTH) {
      out.append("\r\n\t");
      column = 8;
      out.append(token);
    } else {
      out.append(' ').append(token);
      column++;
    }
    column += token.length();
  }

  private String word(String value) {
    boolean plain = !value.isEmpty() && value.length() <= LONGEST;
    for (int i = 0; i < value.length() && plain; i++) {
      char c = value.charAt(i);
      plain = Keywords.part(c) || c == '.' || c == '+' || c == '@';
    }
    return plain ? value : quoted(value);
  }

  /// Control and format characters become question marks, so that no line and no reader is turned
  /// around; long values are cut.
  private String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value
        .codePoints()
        .limit(LONGEST)
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\');
          }
          quoted.appendCodePoint(fit(c) ? c : '?');
        });
    return quoted.append('"').toString();
  }

  private boolean fit(int c) {
    if (c < 128) {
      return c >= ' ' && c != 127;
    }
    int type = Character.getType(c);
    return utf8
        && type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR
        && type != Character.UNASSIGNED;
  }
}
