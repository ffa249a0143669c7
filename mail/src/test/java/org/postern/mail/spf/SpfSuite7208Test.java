package org.postern.mail.spf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.postern.mail.dns.Answer;
import org.postern.mail.dns.DnsRecord;
import org.postern.mail.dns.FakeZone;
import org.postern.mail.dns.RecordType;
import org.postern.mail.mime.Json;

/// The suite of the standard's authors, where POSTERN_SUITES names a folder with it.
class SpfSuite7208Test {

  @Test
  void every_case_of_the_suite_gives_a_verdict_it_accepts() throws IOException {
    Path folder = Path.of(System.getenv().getOrDefault("POSTERN_SUITES", ""), "spf");
    boolean there = Files.exists(folder.resolve("cases.jsonl"));
    assumeTrue(there, "SKIPPED: POSTERN_SUITES names no folder with the suite spf");
    Map<String, FakeZone> zones = zones(folder.resolve("scenarios.json"));
    List<String> wrong = new ArrayList<>();
    List<String> lines = Files.readAllLines(folder.resolve("cases.jsonl"));
    for (String line : lines) {
      Map<String, Object> wanted = Json.object(Json.parse(line));
      String scenario = Json.string(wanted, "scenario");
      SpfResult result = check(Objects.requireNonNull(zones.get(scenario), scenario), wanted);
      if (!matches(result, wanted)) {
        wrong.add(wanted.get("id") + " wants " + wanted.get("accept") + ": " + result);
      }
    }
    System.out.println("rfc7208: " + (lines.size() - wrong.size()) + "/" + lines.size());
    assertThat(wrong).isEmpty();
    assertThat(lines).hasSizeGreaterThan(100);
  }

  private static SpfResult check(FakeZone zone, Map<String, Object> wanted) {
    Spf spf = new Spf(zone, "receiver.example", SpfLimits.STANDARD, InstantSource.system());
    String sender = Json.string(wanted, "mailfrom");
    String helo = Json.string(wanted, "helo");
    InetAddress client = InetAddress.ofLiteral(Json.string(wanted, "ip"));
    if (sender.isEmpty()) {
      return spf.helo(client, helo);
    }
    int at = sender.lastIndexOf('@');
    String local = at < 0 ? "" : sender.substring(0, at);
    return spf.check(new SpfQuery(client, local, sender.substring(at + 1), helo));
  }

  private static boolean matches(SpfResult result, Map<String, Object> wanted) {
    String verdict = result.verdict().name().toLowerCase(Locale.ROOT);
    String explanation = Json.string(wanted, "explanation");
    return Json.list(Json.member(wanted, "accept")).contains(verdict)
        && (explanation.equals("null")
            || result.explanation().orElse("DEFAULT").equals(explanation));
  }

  private static Map<String, FakeZone> zones(Path file) throws IOException {
    Map<String, FakeZone> zones = new HashMap<>();
    for (Object scenario : Json.list(Json.parse(Files.readString(file)))) {
      Map<String, Object> members = Json.object(scenario);
      FakeZone zone = new FakeZone();
      Json.object(Json.member(members, "zonedata"))
          .forEach((name, records) -> fill(zone, name, Json.list(records)));
      zones.put(Json.string(members, "id"), zone);
    }
    return zones;
  }

  // A policy of the old record type SPF stands for a TXT record, unless there is one.
  private static void fill(FakeZone zone, String name, List<Object> records) {
    boolean txt = false;
    for (Object record : records) {
      txt |= record instanceof Map<?, ?> map && map.containsKey("TXT");
    }
    boolean timeout = false;
    for (Object record : records) {
      if (record instanceof Map<?, ?>) {
        for (Map.Entry<String, Object> entry : Json.object(record).entrySet()) {
          boolean copied = entry.getKey().equals("SPF") && !txt;
          add(zone, name, copied ? "TXT" : entry.getKey(), entry.getValue());
        }
      } else {
        timeout = true;
      }
    }
    for (RecordType type : RecordType.values()) {
      if (timeout && !(zone.lookup(name, type) instanceof Answer.Found)) {
        zone.fails(name, type, Answer.Why.TIMEOUT);
      }
    }
  }

  private static void add(FakeZone zone, String name, String type, Object value) {
    switch (type) {
      case "A", "AAAA" -> zone.address(name, value.toString());
      case "MX" -> {
        List<Object> parts = Json.list(value);
        zone.mx(name, Integer.parseInt(parts.get(0).toString()), parts.get(1).toString());
      }
      case "PTR" -> zone.add(name, RecordType.PTR, new DnsRecord.Host(value.toString()));
      case "CNAME" -> zone.add(name, RecordType.CNAME, new DnsRecord.Host(value.toString()));
      case "TXT" -> {
        if (value instanceof List<?> strings) {
          zone.txt(name, strings.stream().map(Object::toString).toArray(String[]::new));
        } else if (!value.equals("NONE")) {
          zone.txt(name, value.toString());
        }
      }
      default -> zone.remove(name, RecordType.NS); // The name exists, without a record for us.
    }
  }
}
