package org.postern.mail.authres;

/// Keywords (RFC 5321 section 4.1.2, with the underscore that some write).
final class Keywords {

  private Keywords() {}

  static boolean part(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  static String checked(String word) {
    if (word.isEmpty() || !word.chars().allMatch(c -> part((char) c))) {
      throw new IllegalArgumentException("not a keyword");
    }
    return word;
  }
}
