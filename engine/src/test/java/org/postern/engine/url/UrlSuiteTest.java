package org.postern.engine.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The web platform tests for addresses and host names, and the tests of the public suffix list.
class UrlSuiteTest {

  private static Path suite(String path) {
    String suites = System.getenv("POSTERN_SUITES");
    Path file = Path.of(suites == null ? "/nowhere" : suites, "url").resolve(path);
    assumeTrue(Files.exists(file), () -> "SKIPPED: POSTERN_SUITES does not lead to url/" + path);
    return file;
  }

  /// The flat objects of an array; text values stay, null becomes absent, other values their text.
  private static List<Map<String, String>> objects(String path) throws IOException {
    List<Map<String, String>> all = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(suite(path).toFile())) {
      json.nextToken();
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          continue;
        }
        Map<String, String> one = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          JsonToken value = json.nextToken();
          if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
            one.put(name, json.getText());
          } else {
            json.skipChildren();
          }
        }
        all.add(one);
      }
    }
    return all;
  }

  private static Optional<WebAddress> parse(Map<String, String> one) {
    String base = one.get("base");
    String input = String.valueOf(one.get("input"));
    return base == null
        ? WebAddress.parse(input)
        : WebAddress.parse(base).flatMap(address -> WebAddress.parse(input, address));
  }

  private static void all_agree(String path, int least) throws IOException {
    List<String> missed = new ArrayList<>();
    List<Map<String, String>> all = objects(path);
    for (Map<String, String> one : all) {
      Optional<WebAddress> read = parse(one);
      if (one.containsKey("failure")) {
        if (read.isPresent()) {
          missed.add(one.get("input") + " was read as " + read.get());
        }
      } else if (read.isEmpty()) {
        missed.add(one.get("input") + " was not read");
      } else if (!agrees(read.get(), one)) {
        missed.add(
            one.get("input")
                + " on "
                + one.get("base")
                + " became "
                + read.get()
                + ", not "
                + one.get("href"));
      }
    }
    System.out.printf("%s: %d of %d%n", path, all.size() - missed.size(), all.size());
    missed.stream().limit(60).forEach(System.out::println);
    assertThat(all).hasSizeGreaterThanOrEqualTo(least);
    assertThat(missed).isEmpty();
  }

  private static boolean agrees(WebAddress read, Map<String, String> one) {
    String search = read.query().filter(text -> !text.isEmpty()).map(text -> "?" + text).orElse("");
    String hash =
        read.fragment().filter(text -> !text.isEmpty()).map(text -> "#" + text).orElse("");
    return same(read.toString(), one, "href")
        && same(read.scheme() + ":", one, "protocol")
        && same(read.username(), one, "username")
        && same(read.password(), one, "password")
        && same(read.hostAsWritten().orElse(""), one, "hostname")
        && same(read.portGiven() < 0 ? "" : "" + read.portGiven(), one, "port")
        && same(read.path(), one, "pathname")
        && same(search, one, "search")
        && same(hash, one, "hash");
  }

  private static boolean same(String ours, Map<String, String> one, String name) {
    return !one.containsKey(name) || ours.equals(one.get(name));
  }

  @Test
  void reads_addresses_as_browsers_do() throws IOException {
    all_agree("wpt-ada/tests/wpt/urltestdata.json", 891);
  }

  @Test
  void reads_more_addresses_as_browsers_do() throws IOException {
    all_agree("wpt-ada/tests/wpt/ada_extra_urltestdata.json", 28);
    all_agree("wpt-ada/tests/wpt/ada_long_urltestdata.json", 1);
    all_agree("wpt-ada/tests/wpt/urltestdata-javascript-only.json", 1);
  }

  private static void hosts_agree(String path, int least, int known) throws IOException {
    List<String> missed = new ArrayList<>();
    List<Map<String, String>> all = objects(path);
    // an empty name is none in an address
    all.removeIf(one -> String.valueOf(one.get("input")).isEmpty());
    for (Map<String, String> one : all) {
      Optional<String> expected = Optional.ofNullable(one.get("output"));
      // a slash, say, ends the host, as it does in the tests of browsers
      Optional<String> ours =
          WebAddress.parse("https://" + one.get("input") + "/x").flatMap(WebAddress::hostAsWritten);
      if (!ours.equals(expected)) {
        missed.add(
            one.get("input") + " became " + ours + ", not " + expected + " " + one.get("comment"));
      }
    }
    System.out.printf("%s: %d of %d%n", path, all.size() - missed.size(), all.size());
    missed.stream().limit(60).forEach(System.out::println);
    assertThat(all).hasSizeGreaterThanOrEqualTo(least);
    assertThat(missed).hasSize(known);
  }

  @Test
  void reads_host_names_as_browsers_do() throws IOException {
    hosts_agree("wpt-ada/tests/wpt/toascii.json", 80, 0);
  }

  /// ICU takes one character for assigned that the suite does not know.
  @Test
  void maps_international_names_as_unicode_demands() throws IOException {
    hosts_agree("wpt-ada/tests/wpt/IdnaTestV2.json", 2_600, 2);
  }

  @Test
  void finds_registrable_domains_by_the_public_suffix_list() throws IOException {
    List<String> missed = new ArrayList<>();
    int count = 0;
    for (String line : Files.readAllLines(suite("psl/tests/test_psl.txt"))) {
      if (!line.startsWith("checkPublicSuffix(") || line.contains("(null")) {
        continue;
      }
      String[] arguments = line.substring(18, line.lastIndexOf(')')).split(", ");
      String expected = arguments[1].replace("'", "").replace("null", "");
      String name = arguments[0].replace("'", "");
      String ascii = HostReader.toAscii(name).orElse("");
      String ours = RegistrableDomain.listed(ascii, true);
      count++;
      if (!ours.equals(HostReader.toAscii(expected).orElse(""))) {
        missed.add(line + " gave " + ours);
      }
    }
    System.out.printf("psl: %d of %d%n", count - missed.size(), count);
    missed.forEach(System.out::println);
    assertThat(count).isGreaterThan(70);
    assertThat(missed).isEmpty();
  }
}
