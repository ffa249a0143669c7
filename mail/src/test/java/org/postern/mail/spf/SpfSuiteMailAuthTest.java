package org.postern.mail.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.dns.Resolver;

/// The cases of mail-auth, where POSTERN_SUITES names a folder with them.
class SpfSuiteMailAuthTest {

  // The suite takes ten lookups that find nothing; the standard only says two should be the limit.
  private static final SpfLimits LIMITS = new SpfLimits(10, 10, 10, SpfLimits.STANDARD.aside());

  // Where the suite does not say what the standard says: a syntax error is one after `all` too
  // (section 4.6), and `exists` asks for A records alone (section 5.7), twice.
  private static final List<String> AGAINST_THE_STANDARD =
      List.of(
          "all.yml test.org sender@test.org 10.0.0.1",
          "exists.yml ip6.test.org sender@ip6.test.org 167.1.2.3",
          "macro.yml mx.example.org strong-bad@email.example.com 2001:db8::cb01");

  @Test
  void every_case_of_the_suite_gives_its_verdict_but_three_that_are_against_the_standard()
      throws IOException {
    String root = System.getenv().getOrDefault("POSTERN_SUITES", "");
    Path folder = Path.of(root, "spf/mail-auth/resources/spf");
    assumeTrue(
        Files.isDirectory(folder), "SKIPPED: POSTERN_SUITES names no folder with spf/mail-auth");
    List<String> wrong = new ArrayList<>();
    int cases = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Script script = new Script(file.getFileName().toString());
        Files.readAllLines(file).forEach(script::line);
        wrong.addAll(script.wrong);
        cases += script.cases;
      }
    }
    System.out.println("mail-auth: " + (cases - wrong.size()) + "/" + cases);
    assertThat(wrong.stream().map(text -> text.substring(0, text.indexOf(" wants "))))
        .as(wrong.toString())
        .containsExactlyElementsOf(AGAINST_THE_STANDARD);
    assertThat(cases).isGreaterThan(100);
  }

  /// Carries out a file line by line: records stay until the next `---`, settings until changed.
  private static final class Script {

    private final String file;
    private final List<String> wrong = new ArrayList<>();
    private int cases;
    private FakeZone zone = new FakeZone();
    private String helo = "";
    private String sender = "";
    private String ip = "";

    Script(String file) {
      this.file = file;
    }

    void line(String line) {
      String text = line.strip();
      if (text.startsWith("---")) {
        zone = new FakeZone();
        return;
      }
      String plain = text.startsWith("- ") ? text.substring(2) : text;
      int colon = plain.indexOf(':');
      if (plain.startsWith("#") || colon < 0) {
        return;
      }
      String value = plain.substring(colon + 1).strip();
      switch (plain.substring(0, colon)) {
        case "domain" -> helo = value;
        case "sender" -> sender = value;
        case "ip" -> ip = value;
        case "expect" -> expect(value);
        case "a", "aaaa", "mx", "ptr", "spf", "exp" -> {
          int space = value.indexOf(' ');
          record(plain.substring(0, colon), value.substring(0, space), value.substring(space + 1));
        }
        default -> {} // Headings.
      }
    }

    private void record(String type, String name, String value) {
      switch (type) {
        case "spf", "exp" -> {
          zone.remove(name, RecordType.TXT);
          zone.txt(name, value);
        }
        case "ptr" -> split(value).forEach(host -> zone.ptr(name, host));
        case "mx" -> {
          zone.remove(name, RecordType.MX);
          int number = 0;
          for (String address : split(value)) {
            String host = "mx" + ++number + "." + name;
            zone.mx(name, number, host).address(host, address);
          }
        }
        default -> {
          zone.remove(name, RecordType.valueOf(type.toUpperCase(Locale.ROOT)));
          split(value).forEach(address -> zone.address(name, address));
        }
      }
    }

    private static List<String> split(String value) {
      return Stream.of(value.split(",")).map(String::strip).toList();
    }

    // HELO is judged first; only what passes there is judged by its sender.
    private void expect(String wanted) {
      cases++;
      Spf spf = new Spf(zone(), "receiver.example", LIMITS, InstantSource.system());
      InetAddress client = InetAddress.ofLiteral(ip);
      int at = sender.lastIndexOf('@');
      SpfResult result = spf.helo(client, helo);
      boolean same = sender.substring(at + 1).equals(helo);
      if (at >= 0 && (same || result.verdict() == SpfVerdict.PASS)) {
        result =
            spf.check(
                new SpfQuery(client, sender.substring(0, at), sender.substring(at + 1), helo));
      }
      String verdict = result.verdict().name().toLowerCase(Locale.ROOT);
      String found =
          wanted.contains(" ") ? verdict + " " + result.explanation().orElse("") : verdict;
      if (!found.equals(wanted)) {
        wrong.add(file + " " + helo + " " + sender + " " + ip + " wants " + wanted + ": " + result);
      }
    }

    private Resolver zone() {
      FakeZone known = zone;
      return (String name, RecordType type, Duration atMost) ->
          name.contains("_dns_error")
              ? new Answer.Failed(Answer.Why.SERVFAIL)
              : known.lookup(name, type, atMost);
    }
  }
}
