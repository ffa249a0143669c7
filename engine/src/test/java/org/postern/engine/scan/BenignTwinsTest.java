package org.postern.engine.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.engine.unpack.Needle;
import org.postern.engine.unpack.Unpacked;
import org.postern.engine.unpack.Unpacker;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.MimeLimits;
import org.postern.mail.mime.MimeParser;
import org.postern.mail.mime.Part;

/// The messages of mime-is-broken with a harmless file in place of the virus, all else the same,
/// noise and broken structure included: a filter that is afraid of the structure blocks them.
class BenignTwinsTest {

  private static final Pattern LINE =
      Pattern.compile("\"file\": \"(hide-content[^\"]+)\".*\"id\": \"([^\"]+)\"");
  private static final Needle HARMLESS =
      new Needle(BenignTwin.HARMLESS.getBytes(StandardCharsets.US_ASCII));
  private static final Set<Category> MALWARE =
      Set.of(Category.SUSPECTED_VIRUS, Category.CONFIRMED_VIRUS);

  private record Sample(String id, byte[] octets) {}

  private static List<Sample> samples() throws IOException {
    String suites = System.getenv("POSTERN_SUITES");
    Path root = Path.of(suites == null ? "/nowhere" : suites, "mime/mime-is-broken");
    assumeTrue(
        Files.isDirectory(root), () -> "SKIPPED: POSTERN_SUITES does not lead to mime-is-broken");
    List<Sample> samples = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve("manifest.jsonl"))) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.find()) {
        byte[] octets = Files.readAllBytes(root.resolve(matcher.group(1)));
        samples.add(new Sample(matcher.group(2), octets));
      }
    }
    return samples;
  }

  private static Message parsed(byte[] octets) {
    return new MimeParser(MimeLimits.DEFAULT).parse(LineEnds.crlf(octets));
  }

  /// The zip that all messages carry, out of the one that hides nothing.
  private static byte[] zip(List<Sample> samples) {
    Sample plain =
        samples.stream()
            .filter(sample -> sample.id().endsWith("-b64h-basic-base64-basic"))
            .findFirst()
            .orElseThrow();
    return parsed(plain.octets()).parts().stream()
        .filter(part -> part.names().contains("eicar.zip"))
        .map(part -> part.contents().getFirst())
        .findFirst()
        .orElseThrow();
  }

  /// Whether the engine's readings of the message reach the harmless file.
  private static boolean reaches(byte[] twin) throws InterruptedException {
    Message message = parsed(twin);
    Stream<byte[]> parts = message.parts().stream().map(Part::contents).flatMap(List::stream);
    Stream<byte[]> members =
        Unpacker.STANDARD.unpack(message).members().stream().map(Unpacked.Member::content);
    return Stream.concat(parts, members).anyMatch(HARMLESS::isIn);
  }

  @Test
  void no_benign_twin_is_blocked_as_malware() throws Exception {
    List<Sample> samples = samples();
    BenignTwin twins = new BenignTwin(zip(samples));
    Tally tally = new Tally();
    try (Scanner scanner = Scanner.standard()) {
      for (Sample sample : samples) {
        byte[] twin = twins.of(sample.octets()).orElse(sample.octets());
        tally.compare(sample, twin, scanner.scan(sample.octets(), Transaction.UNKNOWN));
        tally.judge(sample, scanner.scan(twin, Transaction.UNKNOWN));
        tally.judgeOrdinary(sample, scanner.scan(withOrdinaryHeader(twin), Transaction.UNKNOWN));
      }
    }
    tally.print(samples.size());
    assertThat(samples).hasSize(372);
    assertThat(tally.unlike).isEmpty();
    assertThat(tally.blocked).isEmpty();
    // what is both ambiguous and damaged cannot be looked into, so that little more is enough
    assertThat(tally.held)
        .hasSizeLessThanOrEqualTo(2)
        .allSatisfy(one -> assertThat(one).contains("MIME_AMBIGUOUS", "ARCHIVE_UNREADABLE"));
    assertThat(tally.withoutZip).hasSize(4).allMatch(id -> id.contains("binhex"));
    assertThat(tally.read).isGreaterThanOrEqualTo(365);
  }

  private static final class Tally {
    private final Set<String> withoutZip = new TreeSet<>();
    private final List<String> unlike = new ArrayList<>();
    private final List<String> blocked = new ArrayList<>();
    private final List<String> held = new ArrayList<>();
    private final Map<Category, Integer> categories = new EnumMap<>(Category.class);
    private final Map<String, Integer> symbols = new TreeMap<>();
    private int read;

    /// The twin against its original.
    void compare(Sample sample, byte[] twin, Scanned infected) throws InterruptedException {
      if (Arrays.equals(twin, sample.octets())) {
        withoutZip.add(sample.id());
      }
      if (!sameLines(twin, sample.octets())) {
        unlike.add(sample.id());
      }
      if (infected.verdict().category() == Category.CONFIRMED_VIRUS) {
        read++;
        if (!reaches(twin)) {
          unlike.add(sample.id() + ": the harmless file is not reached");
        }
      }
    }

    void judge(Sample sample, Scanned twin) {
      List<String> found = names(twin);
      if (MALWARE.contains(twin.verdict().category()) || found.contains("EICAR")) {
        blocked.add(sample.id() + " " + found);
      }
      found.forEach(symbol -> symbols.merge(symbol, 1, Integer::sum));
      categories.merge(twin.verdict().category(), 1, Integer::sum);
    }

    void judgeOrdinary(Sample sample, Scanned twin) {
      if (twin.verdict().category() != Category.CLEAN) {
        held.add(sample.id() + " " + names(twin));
      }
    }

    void print(int all) {
      System.out.printf(
          "mime-is-broken benign twins: %d of %d made, %d read to the file, %d blocked as malware;"
              + " %s %s; under an ordinary header %d not clean; without a zip: %s%n",
          all - withoutZip.size(),
          all,
          read,
          blocked.size(),
          categories,
          symbols,
          held.size(),
          withoutZip);
    }
  }

  /// The messages come from `me` and have no date, which counts by itself.
  private static byte[] withOrdinaryHeader(byte[] twin) {
    String from = "From: me\nTo: you\n";
    String text = new String(twin, StandardCharsets.ISO_8859_1);
    assertThat(text).startsWith(from);
    String header =
        "From: Me <me@example.com>\nTo: you@example.net\nDate: Wed, 18 May 2022 23:07:00 +0000\n";
    return (header + text.substring(from.length())).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> names(Scanned scanned) {
    return scanned.report().findings().stream().map(Finding::symbol).map(Symbol::name).toList();
  }

  /// Whether two messages end their lines at the same places.
  private static boolean sameLines(byte[] one, byte[] other) {
    if (one.length != other.length) {
      return false;
    }
    for (int i = 0; i < one.length; i++) {
      if ((one[i] == '\n') != (other[i] == '\n') || (one[i] == '\r') != (other[i] == '\r')) {
        return false;
      }
    }
    return true;
  }
}
