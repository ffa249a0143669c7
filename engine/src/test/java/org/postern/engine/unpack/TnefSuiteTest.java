package org.postern.engine.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The streams of the program tnef, and what it finds in them.
class TnefSuiteTest {

  private static final int INTERFACE = 16;

  private static Path folder() {
    String suites = System.getenv("POSTERN_SUITES");
    Path folder = Path.of(suites == null ? "/nowhere" : suites, "mime/tnef/tests");
    assumeTrue(Files.isDirectory(folder), () -> "SKIPPED: POSTERN_SUITES does not lead to tnef");
    return folder;
  }

  private static List<Path> streams(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".tnef")).sorted().toList();
    }
  }

  @Test
  void finds_every_file_that_tnef_finds() throws Exception {
    Path baselines = folder().resolve("files/baselines");
    int expected = 0;
    int compared = 0;
    int objects = 0;
    List<String> missed = new ArrayList<>();
    for (Path stream : streams(folder().resolve("files"))) {
      Unpacked unpacked = unpack(stream);
      for (String file : listed(stream)) {
        expected++;
        String name = ours(file, test(stream));
        Path baseline = baselines.resolve(file + ".baseline");
        if (!Files.exists(baseline)) {
          if (!names(unpacked).contains(plain(name))) {
            missed.add(test(stream) + ": " + file);
          }
          continue;
        }
        compared++;
        byte[] content = Files.readAllBytes(baseline);
        if (!holds(unpacked, name, content)) {
          objects++;
          if (!holds(unpacked, name, withoutInterface(content))) {
            missed.add(test(stream) + ": " + file + " " + content.length);
          }
        }
      }
    }
    System.out.printf(
        "tnef: %d of %d files, %d with octets to compare, %d without the interface before them;"
            + " missed %s%n",
        expected - missed.size(), expected, compared, objects - missed.size(), missed);
    assertThat(missed).isEmpty();
    assertThat(objects).isEqualTo(1);
    assertThat(expected).isEqualTo(32);
    assertThat(compared).isEqualTo(29);
  }

  @Test
  void finds_nothing_else_but_bodies_and_icons() throws Exception {
    int damaged = 0;
    for (Path stream : streams(folder().resolve("files"))) {
      Unpacked unpacked = unpack(stream);
      List<String> known =
          new ArrayList<>(List.of("message.txt", "message.html", "message.rtf", "icon.wmf"));
      listed(stream).forEach(file -> known.add(plain(file)));
      // what lies in attached documents is not of the stream
      unpacked.members().stream()
          .filter(outer -> CompoundFile.is(outer.content()))
          .flatMap(outer ->
              unpacked.members().stream()
                  .map(Unpacked.Member::path)
                  .filter(path -> path.startsWith(outer.path() + " / ")))
          .forEach(path -> known.add(plain(path.substring("dat / ".length()))));
      assertThat(names(unpacked)).as(stream.toString()).allMatch(known::contains);
      damaged += unpacked.obstacles().isEmpty() ? 0 : 1;
    }
    assertThat(damaged).as("garbage-at-end").isEqualTo(1);
  }

  private static Unpacked unpack(Path stream) throws IOException, InterruptedException {
    return Unpacker.STANDARD.unpack("dat", Files.readAllBytes(stream));
  }

  private static String test(Path stream) {
    return stream.getFileName().toString().replace(".tnef", "");
  }

  /// What the list of the test says, and what the program said that it wrote.
  private static Set<String> listed(Path stream) throws IOException {
    Path list = Path.of(stream.toString().replace(".tnef", ".list"));
    Set<String> files = new LinkedHashSet<>();
    Files.readString(list).lines().filter(line -> !line.isBlank()).forEach(files::add);
    Path log = list.resolveSibling("../baselines/" + test(stream) + ".baseline").normalize();
    if (Files.exists(log)) {
      Files.readString(log, StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> line.startsWith("WRITING\t"))
          .forEach(line -> files.add(line.split("\t")[2]));
    }
    return files;
  }

  private static List<String> names(Unpacked unpacked) {
    return unpacked.members().stream()
        .map(member -> plain(member.path().substring("dat / ".length())))
        .toList();
  }

  /// The program names bodies after its test.
  private static String ours(String file, String test) {
    return file.startsWith(test + "-body.")
        ? "message" + file.substring(file.lastIndexOf('.'))
        : file;
  }

  private static boolean holds(Unpacked unpacked, String name, byte[] content) {
    return unpacked.members().stream()
        .filter(member -> plain(member.path().substring("dat / ".length())).equals(plain(name)))
        .anyMatch(member -> Arrays.equals(member.content(), content));
  }

  /// It writes no name with blanks and the like.
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9.-]", "_");
  }

  /// An embedded object begins with the identifier of its interface, which is no part of the file.
  private static byte[] withoutInterface(byte[] content) {
    return Arrays.copyOfRange(content, Math.min(INTERFACE, content.length), content.length);
  }
}
