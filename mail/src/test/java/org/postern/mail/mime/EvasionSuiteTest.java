package org.postern.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/// The collection of broken MIME by which attachments are hidden from filters.
class EvasionSuiteTest {

  private static final Pattern LINE =
      Pattern.compile("\"file\": \"([^\"]+)\".*\"id\": \"([^\"]+)\".*\"validity\": (\\d)");

  private record Sample(Path file, String id, int validity) {}

  private static List<Sample> samples(String set) throws IOException {
    Path root = Suites.folder("mime/mime-is-broken");
    List<Sample> samples = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve("manifest.jsonl"))) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.find() && matcher.group(1).startsWith(set)) {
        samples.add(
            new Sample(
                root.resolve(matcher.group(1)),
                matcher.group(2),
                Integer.parseInt(matcher.group(3))));
      }
    }
    return samples;
  }

  @Test
  void hidden_virus_is_found_or_the_message_is_ambiguous() throws IOException {
    List<Sample> samples = samples("hide-content");
    int found = 0;
    int ambiguous = 0;
    List<String> missed = new ArrayList<>();
    List<String> onlyAmbiguous = new ArrayList<>();
    int[] valid = new int[4];
    for (Sample sample : samples) {
      Message message = new MimeParser(MimeLimits.DEFAULT).parse(Suites.read(sample.file()));
      boolean severe = message.ambiguities().stream().anyMatch(Ambiguity::severe);
      if (message.parts().stream().anyMatch(EvasionSuiteTest::holdsVirus)) {
        found++;
        valid[sample.validity()]++;
      } else if (severe) {
        ambiguous++;
        onlyAmbiguous.add(sample.validity() + " " + sample.id());
      } else {
        missed.add(sample.validity() + " " + sample.id());
      }
    }
    onlyAmbiguous.forEach(id -> System.out.println("  ambiguous only: " + id));
    missed.forEach(id -> System.out.println("  missed: " + id));
    System.out.printf(
        "mime-is-broken hide-content: %d/%d found, %d more ambiguous, %d missed; validity 3: %d,"
            + " 2: %d, 1: %d, 0: %d%n",
        found, samples.size(), ambiguous, missed.size(), valid[3], valid[2], valid[1], valid[0]);
    assertThat(samples).hasSize(372);
    assertThat(valid[3]).isEqualTo(2);
    assertThat(found).isGreaterThanOrEqualTo(366);
    assertThat(found + ambiguous).isEqualTo(372);
  }

  private static boolean holdsVirus(Part part) {
    return part.contents().stream().anyMatch(EvasionSuiteTest::zipHoldsVirus);
  }

  /// Unpackers look for the signature of a local header anywhere.
  private static boolean zipHoldsVirus(byte[] content) {
    for (int i = 0; i + 4 < content.length; i++) {
      if (content[i] == 'P' && content[i + 1] == 'K' && content[i + 2] == 3 && unzip(content, i)) {
        return true;
      }
    }
    return false;
  }

  private static boolean unzip(byte[] content, int from) {
    ByteArrayInputStream octets = new ByteArrayInputStream(content, from, content.length - from);
    try (ZipInputStream zip = new ZipInputStream(octets)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String text = new String(zip.readNBytes(1_000), StandardCharsets.ISO_8859_1);
        if (text.contains("STANDARD-ANTIVIRUS-TEST-FILE")) {
          return true;
        }
      }
      return false;
    } catch (IOException broken) {
      return false; // No zip here: the answer.
    }
  }
}
