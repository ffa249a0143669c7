package org.postern.engine.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.postern.engine.unpack.Unpacked;
import org.postern.engine.unpack.Unpacker;

/// The documents of oletools, and what that program's own tests say of them.
class OfficeSuiteTest {

  private static final String TEXT_OF_WORD = "bd5c063a5a43f67b3c50dc7b0f1195af";
  private static final String TEXT_OF_OTHERS = "ab8c65e4c0fc51739aa66ca5888265b4";
  private static final String LINK = "6aedb1a876d4ad5236f1fbbbeb7274f3";
  private static final String NAMED_ODDLY = "264397735b6f09039ba0adf0dc9fb942";
  private static final String PROGRAM = "40e85286357723f326980a3b30f84e4f";

  private static Path folder() {
    String suites = System.getenv("POSTERN_SUITES");
    Path folder = Path.of(suites == null ? "/nowhere" : suites, "office/oletools/tests/test-data");
    assumeTrue(
        Files.isDirectory(folder), () -> "SKIPPED: POSTERN_SUITES does not lead to oletools");
    return folder;
  }

  private static List<Path> files(String under) throws IOException {
    try (Stream<Path> files = Files.walk(folder().resolve(under))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private record Read(OfficeFacts facts, Unpacked unpacked) {
    boolean asks() {
      return facts.documents().stream().anyMatch(document -> !document.commands().isEmpty());
    }

    boolean programmed() {
      return facts.documents().stream().anyMatch(document -> document.macros().any());
    }
  }

  private static Read read(Path file) throws Exception {
    String name = file.getFileName().toString();
    byte[] content = Files.readAllBytes(file);
    if (file.toString().contains("/msodde/") && name.endsWith(".zip")) {
      return read(name.replace(".zip", ""), locked(content));
    }
    return read(name, content);
  }

  private static Read read(String name, byte[] content) throws Exception {
    Unpacked unpacked = Unpacker.STANDARD.unpack(name, content);
    return new Read(OfficeReader.read(name, content, unpacked), unpacked);
  }

  @Test
  void commands_to_other_programs_are_found_and_none_in_the_harmless() throws Exception {
    int asked = 0;
    for (Path file : files("msodde")) {
      boolean harmless = file.getFileName().toString().startsWith("harmless");
      Read read = read(file);
      assertThat(read.asks()).as(file.toString()).isEqualTo(!harmless);
      assertThat(read.programmed()).as(file.toString()).isFalse();
      asked += harmless ? 0 : 1;
    }
    System.out.println("oletools, DDE: " + asked + " found, 5 harmless without");
    assertThat(asked).isEqualTo(12);
  }

  @Test
  void every_document_that_needs_a_password_is_told_so() throws Exception {
    int told = 0;
    for (Path file : files("encrypted")) {
      Read read = read(file);
      assertThat(read.facts().documents()).as(file.toString()).anyMatch(OfficeDocument::encrypted);
      assertThat(read.facts().unread()).as(file.toString()).isNotEmpty();
      told++;
    }
    System.out.println("oletools, encrypted: " + told + " told");
    assertThat(told).isEqualTo(17);
  }

  @Test
  void sheets_of_excel_4_macros_are_found_with_their_start() throws Exception {
    int found = 0;
    for (Path file : files("excel4-macros")) {
      assertThat(read(file).facts().documents())
          .as(file.toString())
          .anyMatch(
              document -> document.macros().sheets() && !document.macros().starts().isEmpty());
      found++;
    }
    System.out.println("oletools, Excel 4 macros: " + found + " found");
    assertThat(found).isEqualTo(7);
  }

  @Test
  void code_is_found_where_there_is_some_and_nowhere_else() throws Exception {
    List<String> found = new ArrayList<>();
    for (Path file : files("")) {
      boolean sheets = file.toString().contains("/excel4-macros/");
      if (!sheets && read(file).programmed()) {
        found.add(file.getFileName().toString());
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrder("sample_with_vba.ppt", "autostart-encrypt-standardpassword.xls");
  }

  @Test
  void embedded_files_come_out_octet_for_octet() throws Exception {
    int same = 0;
    for (Path file : files("oleobj")) {
      String name = file.getFileName().toString();
      String expected = expected(name);
      if (expected.isEmpty()) {
        continue;
      }
      List<String> sums = new ArrayList<>();
      for (Unpacked.Member member : read(file).unpacked().members()) {
        sums.add(
            HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(member.content())));
      }
      assertThat(sums).as(name).contains(expected);
      same++;
    }
    System.out.println("oletools, embedded files: " + same + " the same");
    assertThat(same).isEqualTo(33);
  }

  private static String expected(String name) {
    if (name.startsWith("embedded-simple") && !name.endsWith(".xml")) {
      String ending = name.substring(name.lastIndexOf('.') + 1);
      boolean word = ending.startsWith("do") || ending.equals("odt");
      return word ? TEXT_OF_WORD : TEXT_OF_OTHERS;
    }
    if (name.startsWith("embedded-unicode")) {
      return NAMED_ODDLY;
    }
    return name.startsWith("sample_with_lnk_file")
        ? LINK
        : name.startsWith("sample_with_calc") ? PROGRAM : "";
  }

  @Test
  void what_is_loaded_from_elsewhere_is_told() throws Exception {
    int loaded = 0;
    for (Path file : files("oleobj/external_link")) {
      assertThat(read(file).facts().documents())
          .as(file.toString())
          .anyMatch(document ->
              document.loaded().stream().anyMatch(target -> target.startsWith("https://")));
      loaded++;
    }
    System.out.println("oletools, objects from elsewhere: " + loaded + " told");
    assertThat(loaded).isEqualTo(13);
  }

  @Test
  void no_document_is_left_unread_but_those_with_a_password() throws Exception {
    for (Path file : files("")) {
      Read read = read(file);
      boolean encrypted = read.facts().documents().stream().anyMatch(OfficeDocument::encrypted);
      assertThat(read.facts().unread().isEmpty()).as(file.toString()).isEqualTo(!encrypted);
    }
  }

  /// Opens the one file of a zip with the old encryption (APPNOTE section 6.1); the suite keeps its
  /// documents so from virus scanners.
  private static byte[] locked(byte[] zip) throws Exception {
    ByteBuffer in = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = zip.length - 22;
    while (in.getInt(directory) != 0x06054b50) {
      directory--;
    }
    int entry = in.getInt(directory + 16);
    int packed = in.getInt(entry + 20);
    int plain = in.getInt(entry + 24);
    int local = in.getInt(entry + 42);
    int from = local + 30 + in.getShort(local + 26) + in.getShort(local + 28);
    Keys keys = new Keys();
    for (byte one : "infected-test".getBytes(StandardCharsets.US_ASCII)) {
      keys.update(one);
    }
    byte[] content = new byte[packed];
    for (int i = 0; i < packed; i++) {
      content[i] = keys.open(zip[from + i]);
    }
    byte[] out = new byte[plain];
    if (in.getShort(entry + 10) == 0) {
      System.arraycopy(content, 12, out, 0, plain);
    } else {
      Inflater inflater = new Inflater(true);
      inflater.setInput(content, 12, packed - 12);
      assertThat(inflater.inflate(out)).isEqualTo(plain);
      inflater.end();
    }
    CRC32 sum = new CRC32();
    sum.update(out);
    assertThat((int) sum.getValue()).isEqualTo(in.getInt(entry + 16));
    return out;
  }

  private static final class Keys {
    private int first = 0x12345678;
    private int second = 0x23456789;
    private int third = 0x34567890;

    void update(byte plain) {
      first = step(first, plain);
      second = (second + (first & 0xff)) * 134775813 + 1;
      third = step(third, (byte) (second >>> 24));
    }

    byte open(byte hidden) {
      int mask = (third & 0xffff) | 2;
      byte plain = (byte) (hidden ^ ((mask * (mask ^ 1)) >>> 8));
      update(plain);
      return plain;
    }

    private static int step(int sum, byte octet) {
      int value = (sum ^ octet) & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ 0xedb88320;
      }
      return (sum >>> 8) ^ value;
    }
  }
}
