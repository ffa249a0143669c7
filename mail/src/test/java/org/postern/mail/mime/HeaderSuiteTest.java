package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/// Header vectors of other projects. A floor stands for what is reached; each miss is a choice,
/// said beside it.
class HeaderSuiteTest {

  private int passed;
  private int total;

  private void count(boolean ok, String what) {
    total++;
    passed += ok ? 1 : 0;
    if (!ok) {
      System.out.println("  differs: " + what.replace("\n", "\\n").replace("\r", "\\r"));
    }
  }

  private void report(String suite, int floor) {
    System.out.printf("%s: %d/%d%n", suite, passed, total);
    assertThat(passed).isGreaterThanOrEqualTo(floor);
  }

  /// What a header reader gives for a raw value: unfolded.
  private static String value(String raw) {
    byte[] octets = ("X:" + raw + "\n").getBytes(StandardCharsets.UTF_8);
    Message message = new MimeParser(MimeLimits.DEFAULT).parse(octets);
    return message.headers().fields().getFirst().value();
  }

  private void mailParser(String file, BiPredicate<String, Object> same) throws IOException {
    Path path = Suites.folder("mime/mail-parser/resources").resolve(file);
    for (Object row : Json.list(Json.parse(Files.readString(path)))) {
      Map<String, Object> vector = Json.object(row);
      String header = Json.string(vector, "header");
      Object expected = vector.getOrDefault("expected", "");
      count(same.test(value(header), expected), header + " => " + expected);
    }
  }

  @Test
  void mail_parser_addresses() throws IOException {
    // Differs: routes and blanks are dropped here, comments are not joined to names.
    mailParser("address.json", HeaderSuiteTest::sameAddresses);
    report("mail-parser address", 51);
  }

  private static boolean sameAddresses(String value, Object expected) {
    List<String> wanted = new ArrayList<>();
    Map<String, Object> sides = Json.object(expected);
    if (sides.containsKey("List")) {
      Json.list(Json.member(sides, "List")).forEach(one -> wanted.add(entry(one)));
    } else {
      for (Object group : Json.list(Json.member(sides, "Group"))) {
        Json.list(Json.member(Json.object(group), "addresses"))
            .forEach(one -> wanted.add(entry(one)));
      }
    }
    List<String> got =
        AddressList.parse(value).mailboxes().stream()
            .map(mailbox -> mailbox.name() + " <" + mailbox.address() + ">")
            .toList();
    return got.equals(wanted);
  }

  private static String entry(Object one) {
    Map<String, Object> entry = Json.object(one);
    String name = Json.string(entry, "name");
    return (name.equals("null") ? "" : name) + " <" + Json.string(entry, "address") + ">";
  }

  @Test
  void mail_parser_dates() throws IOException {
    // Differs: runs of numbers without a month are no date; nor is what stands in a Received field.
    mailParser("date.json", HeaderSuiteTest::sameDate);
    report("mail-parser date", 39);
  }

  private static boolean sameDate(String value, Object expected) {
    var date = DateTime.parse(value);
    if (!(expected instanceof Map)) {
      return date.isEmpty();
    }
    Map<String, Object> wanted = Json.object(expected);
    if (date.isEmpty()) {
      return false;
    }
    var time = date.get().time();
    int minutes =
        Integer.parseInt(Json.string(wanted, "tz_hour")) * 60
            + Integer.parseInt(Json.string(wanted, "tz_minute"));
    int sign = Json.string(wanted, "tz_before_gmt").equals("true") ? -1 : 1;
    return Json.string(wanted, "year").equals("" + time.getYear())
        && Json.string(wanted, "month").equals("" + time.getMonthValue())
        && Json.string(wanted, "day").equals("" + time.getDayOfMonth())
        && Json.string(wanted, "hour").equals("" + time.getHour())
        && Json.string(wanted, "minute").equals("" + time.getMinute())
        && Json.string(wanted, "second").equals("" + time.getSecond())
        && time.getOffset().getTotalSeconds() == sign * minutes * 60;
  }

  @Test
  void mail_parser_message_ids() throws IOException {
    mailParser(
        "id.json",
        (value, expected) ->
            MessageIds.parse(value).equals(expected instanceof List ? expected : List.of()));
    report("mail-parser id", 11);
  }

  @Test
  void mail_parser_texts() throws IOException {
    mailParser(
        "unstructured.json",
        (value, expected) ->
            EncodedWords.decode(value).replaceAll("\\s+", " ").equals(collapsed(expected)));
    report("mail-parser unstructured", 27);
  }

  private static String collapsed(Object expected) {
    return String.valueOf(expected).replaceAll("\\s+", " ");
  }

  @Test
  void mail_parser_content_types() throws IOException {
    mailParser("content_type.json", HeaderSuiteTest::sameType);
    report("mail-parser content_type", 92);
  }

  private static boolean sameType(String value, Object expected) {
    if (!(expected instanceof Map)) {
      return ContentType.parse(value).type().isEmpty();
    }
    Map<String, Object> wanted = Json.object(expected);
    ContentType type = ContentType.parse(value);
    String subtype = Json.string(wanted, "c_subtype");
    boolean same =
        type.type().equalsIgnoreCase(Json.string(wanted, "c_type"))
            && type.subtype().equalsIgnoreCase(subtype.equals("null") ? "" : subtype);
    if (wanted.get("attributes") instanceof List<?> attributes) {
      for (Object attribute : attributes) {
        List<Object> pair = Json.list(attribute);
        same &= pair.get(1).equals(type.parameters().get(pair.get(0)));
      }
    }
    return same;
  }

  private List<Map<String, Object>> lines(String file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Suites.folder("mime").resolve(file))) {
      rows.add(Json.object(Json.parse(line)));
    }
    return rows;
  }

  @Test
  void cpython_header_vectors() throws IOException {
    for (Map<String, Object> row : lines("cpython/header-vectors.jsonl")) {
      Object input = row.getOrDefault("input", "");
      boolean failing = row.containsKey("error");
      boolean same =
          switch (Json.string(row, "fn")) {
            case "encoded_word" -> failing || sameText(row, EncodedWords.decode((String) input));
            case "decode_header" -> failing || sameChunks(row, (String) input);
            case "getaddresses" -> samePairs(row, input);
            case "parseaddr" -> samePair(row, (String) input);
            default -> sameHeader(row, (String) input);
          };
      count(same, row.toString());
    }
    report("cpython header vectors", 275);
  }

  /// Some texts were recorded as UTF-8 read as ISO-8859-1.
  private static boolean sameText(String wanted, String got) {
    return wanted.equals(got)
        || new String(wanted.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
            .equals(got);
  }

  private static boolean sameText(Map<String, Object> row, String got) {
    return sameText(Json.string(row, "text"), got);
  }

  private static boolean sameChunks(Map<String, Object> row, String input) {
    StringBuilder wanted = new StringBuilder();
    Json.list(Json.member(row, "chunks"))
        .forEach(chunk -> wanted.append(Json.list(chunk).getFirst()));
    return sameText(
        wanted.toString().replaceAll("\\s+", ""),
        EncodedWords.decode(input).replaceAll("\\s+", ""));
  }

  private static List<String> addresses(String input) {
    return AddressList.parse(input).mailboxes().stream().map(Mailbox::address).toList();
  }

  /// The strict form of getaddresses gives nothing where it doubts: here the field is malformed.
  private static boolean samePairs(Map<String, Object> row, Object input) {
    List<String> wanted = new ArrayList<>();
    Json.list(Json.member(row, "result"))
        .forEach(pair -> wanted.add((String) Json.list(pair).get(1)));
    wanted.removeIf(String::isEmpty);
    List<String> got = new ArrayList<>();
    boolean malformed = false;
    for (Object one : Json.list(input)) {
      got.addAll(addresses((String) one));
      malformed |= AddressList.parse((String) one).malformed();
    }
    return wanted.equals(got) || malformed;
  }

  private static boolean samePair(Map<String, Object> row, String input) {
    String wanted = (String) Json.list(Json.member(row, "result")).get(1);
    List<String> got = addresses(input);
    return got.equals(wanted.isEmpty() ? List.of() : List.of(wanted))
        || AddressList.parse(input).malformed();
  }

  private static boolean sameHeader(Map<String, Object> row, String input) {
    if (row.containsKey("addresses")) {
      List<String> wanted = new ArrayList<>();
      for (Object one : Json.list(Json.member(row, "addresses"))) {
        List<Object> triple = Json.list(one);
        String domain = (String) triple.get(2);
        wanted.add(triple.get(0) + "|" + triple.get(1) + "|" + domain);
      }
      List<String> got =
          AddressList.parse(input).mailboxes().stream()
              .map(box -> box.name() + "|" + box.local() + "|" + box.domain())
              .toList();
      return got.equals(wanted) || AddressList.parse(input).malformed();
    }
    if (row.containsKey("datetime")) {
      return DateTime.parse(input)
          .map(date ->
              date.time().toString().startsWith(Json.string(row, "datetime").substring(0, 16)))
          .orElse(false);
    }
    if (row.containsKey("content_type")) {
      ContentType type = ContentType.parse(input);
      boolean plain = type.type().isEmpty() || type.subtype().isEmpty();
      return sameText(Json.string(row, "content_type"), plain ? "text/plain" : type.name())
          && sameParameters(row, type.parameters());
    }
    if (row.containsKey("content_disposition")) {
      String type = ContentDisposition.parse(input).type();
      String wanted = Json.string(row, "content_disposition");
      return (wanted.equals("null") ? "" : wanted).equals(type)
          && sameParameters(row, ContentDisposition.parse(input).parameters());
    }
    return sameText(row, EncodedWords.decode(input));
  }

  private static boolean sameParameters(Map<String, Object> row, Map<String, String> got) {
    return Json.object(Json.member(row, "params")).entrySet().stream()
        .allMatch(entry ->
            ((String) entry.getValue()).isEmpty()
                || sameText((String) entry.getValue(), got.getOrDefault(entry.getKey(), "")));
  }

  @Test
  void mime4j_encoded_words() throws IOException {
    for (Map<String, Object> row : lines("rfc2047-mime4j.jsonl")) {
      String got = EncodedWords.decode(Json.string(row, "input"));
      count(got.equals(Json.string(row, "expect")), row + " but " + got);
    }
    report("mime4j rfc2047", 30);
  }
}
