package org.postern.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Mail of a site: invitations of a racing club that nobody here wants, and ordinary mail. Nothing
/// but the site itself could tell them apart.
final class SiteMail {

  private static final String[] RACES = {
    "The pigeons of our club race on Sunday, come and watch",
    "Results of the pigeon race and the standings of the club",
    "Our pigeon loft is open to guests of the club all day",
    "Feed for racing pigeons, the club has ordered together"
  };
  private static final String[] WORK = {
    "The draft of the contract is attached for your review",
    "Could you look at the patch before noon, please",
    "Here are the minutes of the meeting with the supplier",
    "Lunch on Thursday in the small room, as we said"
  };

  private SiteMail() {}

  /// Writes `ham/NNN.eml` and `spam/NNN.eml`, of each so many.
  static void write(Path folder, int from, int count) throws IOException {
    Path ham = Files.createDirectories(folder.resolve("ham"));
    Path spam = Files.createDirectories(folder.resolve("spam"));
    for (int i = from; i < from + count; i++) {
      Files.writeString(ham.resolve("%03d.eml".formatted(i)), wanted(i));
      Files.writeString(spam.resolve("%03d.eml".formatted(i)), unwanted(i));
    }
  }

  static String unwanted(int i) {
    return message("Pete Loft <pete@club.example>", RACES[i % RACES.length], 10 * i + 1, "Loft 3");
  }

  static String wanted(int i) {
    return message("Ann Work <ann@partner.example>", WORK[i % WORK.length], 10 * i + 2, "Reader 5");
  }

  private static String message(String from, String text, int minute, String agent) {
    return """
    Received: from mail.other.example by mx.site.example;\r
     Mon, 2 Mar 2026 %02d:%02d:%02d +0000\r
    From: %s\r
    To: <me@a.example>\r
    Subject: %s\r
    Date: Mon, 2 Mar 2026 09:00:00 +0000\r
    Message-ID: <%d@mail.other.example>\r
    User-Agent: %s\r
    \r
    %s (number %d).\r
    """
        .formatted(
            minute / 3_600,
            minute / 60 % 60,
            minute % 60,
            from,
            text.substring(0, 20),
            minute,
            agent,
            text,
            minute);
  }
}
