package org.postern.engine.checks.links;

import java.util.regex.Pattern;
import org.postern.engine.Case;

/// Whether the text of a message names a password for what is attached to it.
final class GivenPassword {

  private static final Pattern NAMED =
      Pattern.compile(
          "(?:pass ?(?:word|code)|passwort|kennwort|mot de passe|contrase[nñ]a|senha|has[lł]o|пароль|pin|archive code|zip code)"
              + "\\s{0,3}(?:for [a-z ]{1,30}|is|ist|lautet|est|es|è|:|=|-){1,3}\\s{0,3}[\"'«]?\\S{3,}",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final int TEXT = 20_000;

  private GivenPassword() {}

  static boolean in(Case mail) {
    String text = mail.content().visible();
    return NAMED.matcher(text.substring(0, Math.min(TEXT, text.length()))).find();
  }
}
