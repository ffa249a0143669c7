package org.postern.engine.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// Messages that were written for training: templates with choices (`{one|another}`), from each of
/// which many messages are made, ordinary mail of kinds that no public collection holds, and spam.
///
/// A folder of them holds `words.txt` with lists of words and other `.txt` files with templates:
///
/// ```
/// == ham
/// From: {company} <{noreply}@{domain}>
/// Subject: Your order {number}
/// As: html|both
/// Hello {first},
/// [View your order]({own|click})
/// ```
///
/// `As` chooses the form, `Attach` a file, `Reply: yes` makes an answer, `List: yes` a mail with a
/// way to unsubscribe. The same folder gives the same messages.
final class OwnMail {

  private static final int MESSAGES_PER_TEMPLATE = 60;
  private static final long SEED = 20_260_102;
  private static final int DEEPEST = 8;

  private static final List<String> SETTINGS =
      List.of("From", "Subject", "As", "Attach", "Reply", "Reply-To", "List", "Mid");
  private static final List<String> ENDS =
      List.of("com", "com", "com", "net", "org", "de", "co.uk", "fr", "es", "it", "com.br", "nl");
  private static final List<String> BAD_ENDS =
      List.of("com", "net", "info", "xyz", "top", "shop", "online", "ru", "com.br", "site", "de");
  private static final List<String> FREE_MAIL =
      List.of(
          "gmail.com", "outlook.com", "yahoo.com", "hotmail.com", "gmx.de", "web.de", "aol.com");
  private static final List<String> FREE_HOSTS =
      List.of("web.app", "pages.dev", "weebly.com", "blogspot.com", "github.io", "r2.dev");
  private static final List<String> SHORT = List.of("bit.ly", "t.co", "tinyurl.com", "cutt.ly");
  private static final List<String> SENDERS =
      List.of("list-manage.com", "sendgrid.net", "mailjet.com", "rs6.net", "klclick.com");
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

  /// One message.
  record Made(boolean spam, byte[] octets) {}

  private final Map<String, String> words;
  private final Random random;
  private final Map<String, String> chosen = new HashMap<>();

  private OwnMail(Map<String, String> words, Random random) {
    this.words = words;
    this.random = random;
  }

  /// Whether a folder holds such templates.
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve("words.txt"));
  }

  static List<Made> read(Path folder) throws IOException {
    Map<String, String> words = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("words.txt"))) {
      int sign = line.indexOf(" = ");
      if (sign > 0 && !line.startsWith("#")) {
        words.put(line.substring(0, sign), line.substring(sign + 3));
      }
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> !file.endsWith("words.txt")).sorted().toList();
    }
    List<Made> made = new ArrayList<>();
    Random random = new Random(SEED);
    for (Path file : files) {
      for (String template : Files.readString(file).split("(?m)^== ")) {
        if (!template.isBlank()) {
          for (int i = 0; i < MESSAGES_PER_TEMPLATE; i++) {
            made.add(new OwnMail(words, random).make(template));
          }
        }
      }
    }
    return made;
  }

  private Made make(String template) {
    String[] lines = template.split("\n");
    Map<String, String> settings = new HashMap<>();
    int at = 1;
    while (at < lines.length && setting(lines[at], settings)) {
      at++;
    }
    List<String> body = new ArrayList<>();
    for (; at < lines.length; at++) {
      String line = chosen(lines[at], 0).strip();
      if (!line.isEmpty()) {
        body.add(line);
      }
    }
    String octets = new OwnMessage(random, this::host).write(expanded(settings), body);
    return new Made(lines[0].strip().equals("spam"), octets.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean setting(String line, Map<String, String> settings) {
    int colon = line.indexOf(": ");
    if (colon < 0 || !SETTINGS.contains(line.substring(0, colon))) {
      return false;
    }
    settings.put(line.substring(0, colon), line.substring(colon + 2));
    return true;
  }

  private Map<String, String> expanded(Map<String, String> settings) {
    Map<String, String> values = new HashMap<>();
    for (String name : SETTINGS) {
      String value = settings.getOrDefault(name, "");
      boolean list = List.of("As", "Attach", "List", "Mid").contains(name);
      values.put(name, chosen(list ? pick(split(value)) : value, 0).strip());
    }
    values.put("domain", chosen("{domain}", 0));
    return values;
  }

  /// Replaces `{…}` from the inside out.
  private String chosen(String text, int depth) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = c == '{' ? closing(text, at) : -1;
      if (end > 0 && depth < DEEPEST) {
        out.append(one(text.substring(at + 1, end), depth + 1));
        at = end + 1;
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private String one(String inside, int depth) {
    List<String> choices = split(inside);
    String choice = choices.get(random.nextInt(choices.size()));
    if (choices.size() == 1 && choice.matches("[a-zA-Z]+[0-9]?")) {
      String known = chosen.get(choice);
      if (known == null) {
        known = named(choice, depth);
        if (!choice.equals("digit") && !choice.equals("two") && !choice.equals("amount")) {
          chosen.put(choice, known);
        }
      }
      return known;
    }
    // a bare name as one of several choices is a name too
    return choice.matches("[a-zA-Z]+") && (words.containsKey(choice) || isKnown(choice))
        ? one(choice, depth)
        : chosen(choice, depth);
  }

  private static List<String> split(String inside) {
    List<String> choices = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i <= inside.length(); i++) {
      if (i == inside.length() || (depth == 0 && inside.charAt(i) == '|')) {
        choices.add(inside.substring(from, i));
        from = i + 1;
      } else {
        depth += inside.charAt(i) == '{' ? 1 : inside.charAt(i) == '}' ? -1 : 0;
      }
    }
    return choices;
  }

  private static boolean isKnown(String name) {
    return List.of("domain", "freemail", "bad", "noreply", "news", "billing").contains(name);
  }

  private String named(String name, int depth) {
    String plain = name.matches(".*[a-z][0-9]") ? name.substring(0, name.length() - 1) : name;
    String list = words.get(plain);
    if (list != null) {
      return one(list + (list.contains("|") ? "" : "|" + list), depth);
    }
    return switch (plain) {
      case "user" -> user();
      case "freemail" -> pick(FREE_MAIL);
      case "domain" -> slug(chosen("{company}", depth)) + "." + pick(ENDS);
      case "branddomain" -> slug(chosen("{brand}", depth)) + ".com";
      case "bad" -> badDomain();
      case "badlocal" -> badLocal();
      case "victim" -> pick(List.of("user", "info", "Customer", "user@example.org", "user"));
      case "victimdomain" -> "example.org";
      case "noreply" -> pick(List.of("no-reply", "noreply", "service", "orders", "info", "hello"));
      case "news" -> pick(List.of("news", "newsletter", "hello", "info", "mail"));
      case "billing" -> pick(List.of("billing", "invoice", "accounts", "no-reply"));
      case "word" -> pick(List.of("feedback", "hello", "service", "team"));
      default -> number(plain);
    };
  }

  private String number(String name) {
    return switch (name) {
      case "own", "click", "other", "free", "short", "ip" -> name; // the kind of a link
      case "digit" -> digits(1);
      case "two" -> digits(2);
      case "three" -> digits(3);
      case "four" -> digits(4);
      case "five" -> digits(5);
      case "six" -> digits(6);
      case "number" -> digits(5 + random.nextInt(6));
      case "phone" -> digits(2) + " " + digits(3) + " " + digits(6);
      case "day" -> String.valueOf(1 + random.nextInt(28));
      case "percent" -> String.valueOf(10 + 5 * random.nextInt(10));
      case "hour" -> (8 + random.nextInt(12)) + ":" + pick(List.of("00", "15", "30"));
      case "million" -> (1 + random.nextInt(30)) + "." + digits(1);
      case "amount" ->
          pick(List.of("$", "€", "£", "EUR ")) + (10 + random.nextInt(900)) + "." + digits(2);
      case "small" -> pick(List.of("€", "$", "£")) + (1 + random.nextInt(3)) + "." + digits(2);
      case "code" -> letters(4).toUpperCase(Locale.ROOT) + digits(2);
      case "wallet" -> "1" + letters(9).toUpperCase(Locale.ROOT) + digits(4) + letters(18);
      default -> throw new IllegalArgumentException("a template names {" + name + "}");
    };
  }

  private String user() {
    String first = slug(chosen("{first}", 0));
    String last = slug(chosen("{last}", 0));
    return pick(List.of(first + "." + last, first.charAt(0) + last, first, last + digits(2)));
  }

  private String badLocal() {
    return switch (random.nextInt(6)) {
      case 0 -> pick(List.of("info", "support", "admin", "service", "contact"));
      case 1 -> pick(List.of("noreply", "no-reply", "root", "www-data", "security"));
      case 2 -> letters(6 + random.nextInt(8));
      case 3 -> letters(5) + digits(4);
      case 4 -> slug(chosen("{first}", 0)) + slug(chosen("{last}", 0)) + digits(3);
      default -> letters(4) + "." + letters(6);
    };
  }

  private String badDomain() {
    return switch (random.nextInt(5)) {
      case 0 -> letters(8 + random.nextInt(6)) + "." + pick(BAD_ENDS);
      case 1 -> letters(5) + digits(3) + "." + pick(BAD_ENDS);
      case 2 -> letters(5) + "-" + letters(7) + "." + pick(BAD_ENDS);
      case 3 -> letters(6) + "." + slug(pick(words("company"))) + "." + pick(BAD_ENDS);
      default -> slug(pick(words("company"))) + "." + pick(ENDS);
    };
  }

  /// The host that a kind of link leads to.
  private String host(String kind) {
    return switch (kind) {
      case "own" -> pick(List.of("www.", "", "shop.", "account.")) + ownDomain();
      case "click" -> letters(6) + "." + pick(SENDERS);
      case "free" -> letters(9) + "." + pick(FREE_HOSTS);
      case "short" -> pick(SHORT);
      case "ip" -> digits(2) + "." + digits(2) + "." + digits(2) + "." + digits(2);
      default -> pick(List.of("www.", "", "secure.")) + badDomain();
    };
  }

  private String ownDomain() {
    return chosen.containsKey("branddomain") ? chosen.get("branddomain") : chosen("{domain}", 0);
  }

  private List<String> words(String name) {
    return split(words.getOrDefault(name, ""));
  }

  private static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private String pick(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('1' + random.nextInt(9)));
    }
    return digits.toString();
  }

  private String letters(int count) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < count; i++) {
      letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return letters.toString();
  }

  /// The base64 of a text, in lines.
  static String encoded(String text) {
    return Base64.getMimeEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
