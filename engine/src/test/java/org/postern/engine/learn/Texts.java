package org.postern.engine.learn;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.postern.engine.Messages;

/// Messages of made-up words for the tests of the filters.
final class Texts {

  private Texts() {}

  /// A message of these words.
  static BayesTokens tokens(String subject, String text) {
    String mail = "From: ann@sender.example\r\nSubject: " + subject + "\r\n\r\n" + text + "\r\n";
    return Messages.mail("ann@sender.example", mail.getBytes(StandardCharsets.UTF_8)).tokens();
  }

  /// The nth message about a thing: some words that all of them have, and some of its own.
  static BayesTokens about(String thing, int n) {
    Random random = new Random(31L * thing.hashCode() + n);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append(thing).append("word").append(random.nextInt(40)).append(' ');
      text.append("any").append(random.nextInt(500)).append(' ');
    }
    return tokens(thing + " " + n, text.toString());
  }

  /// A lesson of tokens that no other has.
  static Lesson unique(int n, int size) {
    long[] tokens = new long[size];
    for (int i = 0; i < size; i++) {
      long value = (n * 10_000L + i + 1) * 0x9e3779b97f4a7c15L;
      tokens[i] = Math.max(1, (value ^ (value >>> 29)) & BayesTokens.MASK);
    }
    return new Lesson(java.util.Arrays.stream(tokens).distinct().toArray(), new long[0]);
  }
}
