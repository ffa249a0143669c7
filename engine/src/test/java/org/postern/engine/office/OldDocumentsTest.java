package org.postern.engine.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.postern.engine.unpack.CompoundFiles;
import org.postern.engine.unpack.Unpacker;

class OldDocumentsTest {

  @Test
  void text_links_and_commands_of_a_word_document_are_read() throws Exception {
    OfficeDocument document =
        only(
            OldDocuments.make(
                false,
                "text=Your_invoice_is_ready;field=HYPERLINK_\"https://a.example/x\";field=DDEAUTO_c:/windows/cmd.exe_\"/k_calc\";text=The_end"));
    assertThat(document.text()).contains("Your invoice is ready").contains("The end");
    assertThat(document.links()).containsExactly("https://a.example/x");
    assertThat(document.commands()).singleElement().asString().contains("cmd.exe");
    assertThat(document.macros().any()).isFalse();
  }

  @Test
  void text_links_and_commands_of_a_workbook_are_read() throws Exception {
    OfficeDocument document =
        only(
            OldDocuments.make(
                true, "text=Total;text=Amount_due;link=https://b.example/pay;dde=cmd|/c_calc"));
    assertThat(document.text()).isEqualTo("Total\nAmount due");
    assertThat(document.links()).containsExactly("https://b.example/pay");
    assertThat(document.commands()).containsExactly("cmd|'/c calc'!");
  }

  @Test
  void code_is_found_by_its_beginning_and_its_words_are_told() throws Exception {
    Macros macros =
        only(OldDocuments.make(
                false,
                "text=a;macro=Sub AutoOpen()~x = \"pow\" & \"ershell -w hidden\"~Shell x~End Sub"))
            .macros();
    assertThat(macros.modules()).containsExactly("Module1");
    assertThat(macros.starts()).containsExactly("AutoOpen");
    assertThat(macros.reaches()).contains("shell", "powershell");
  }

  @Test
  void modules_without_code_are_no_macros() throws Exception {
    assertThat(only(OldDocuments.make(false, "text=a;macro=Option Explicit")).macros())
        .isEqualTo(Macros.NONE);
  }

  @Test
  void names_of_translated_code_speak_where_the_code_was_taken_out() throws Exception {
    byte[] file =
        new CompoundFiles()
            .stream("VBA/Module1", new byte[100]).stream(
                    "VBA/_VBA_PROJECT",
                    "\u0001Document_Open\u0002URLDownloadToFileA\u0003"
                        .getBytes(StandardCharsets.ISO_8859_1))
                .bytes();
    Macros macros = only(file).macros();
    assertThat(macros.starts()).containsExactly("Document_Open");
    assertThat(macros.fetches()).containsExactly("urldownloadtofilea");
  }

  @Test
  void macro_sheets_are_told_with_the_name_they_start_by() throws Exception {
    Macros macros = only(OldDocuments.make(true, "text=a;sheet=AutoOpen1")).macros();
    assertThat(macros.sheets()).isTrue();
    assertThat(macros.starts()).containsExactly("AutoOpen1");
  }

  @Test
  void what_needs_a_password_is_told_as_unread() throws Exception {
    for (byte[] file :
        new byte[][] {
          OldDocuments.make(false, "text=a;locked"),
          OldDocuments.make(true, "text=a;locked"),
          new CompoundFiles()
              .stream("EncryptionInfo", new byte[100]).stream("EncryptedPackage", new byte[5_000])
                  .bytes()
        }) {
      OfficeFacts facts = read(file);
      assertThat(facts.unread()).containsExactly("file");
      assertThat(facts.documents()).singleElement().matches(OfficeDocument::encrypted);
    }
  }

  @Test
  void a_presentation_is_read_and_its_objects_are_opened() throws Exception {
    byte[] project =
        new CompoundFiles()
            .macro("", "Module1", "Sub Auto_Open()\nShell \"calc\"\nEnd Sub")
            .bytes();
    byte[] said = "A slide".getBytes(StandardCharsets.UTF_16LE);
    ByteBuffer slides =
        ByteBuffer.allocate(16 + said.length + project.length).order(ByteOrder.LITTLE_ENDIAN);
    slides.putShort((short) 0).putShort((short) 0x0fa0).putInt(said.length).put(said);
    slides.putShort((short) 0).putShort((short) 0x1011).putInt(project.length).put(project);
    OfficeFacts facts =
        read(
            new CompoundFiles()
                .stream("PowerPoint Document", CompoundFiles.octets(slides)).bytes());
    assertThat(facts.text()).isEqualTo("A slide");
    assertThat(facts.documents().getLast().macros().starts()).containsExactly("Auto_Open");
  }

  @Test
  void tables_of_plain_text_and_symbolic_links_can_call_too() throws Exception {
    byte[] table = "a,b\n=cmd|'/c calc'!A0,2\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(
            OfficeReader.read("x.csv", table, Unpacker.STANDARD.unpack("x.csv", table)).documents())
        .singleElement()
        .satisfies(document -> assertThat(document.commands()).containsExactly("cmd|'/c calc'!A0"));
    byte[] harmless = "a|'b',c\nit's 5|'6'!\n".getBytes(StandardCharsets.US_ASCII);
    assertThat(OfficeReader.read("x.csv", harmless, Unpacker.STANDARD.unpack("x.csv", harmless)))
        .isEqualTo(OfficeFacts.NONE);
    Macros macros =
        only("ID;PWXL;N;E\nO;L;E;D\nNN;NAuto_open;ER1C1\nC;Y1;X1;KFALSE;EEXEC(\"calc\")\nE\n"
                .getBytes(StandardCharsets.US_ASCII))
            .macros();
    assertThat(macros.sheets()).isTrue();
    assertThat(macros.reaches()).containsExactly("exec");
  }

  @Test
  void whatever_is_broken_ends_soon() {
    byte[] word = OldDocuments.make(false, "text=Hello;macro=Sub AutoOpen()~End Sub");
    byte[] workbook =
        OldDocuments.make(true, "text=Hello;text=again;sheet=AutoOpen;link=https://a.example/");
    Random random = new Random(2);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 2_000; i++) {
            byte[] broken = (i % 2 == 0 ? word : workbook).clone();
            for (int n = 0; n < 1 + i % 30; n++) {
              broken[8 + random.nextInt(broken.length - 8)] = (byte) random.nextInt(256);
            }
            assertThat(read(broken).documents().size()).isLessThan(2);
          }
        });
  }

  @Test
  void code_that_unpacks_without_end_is_cut() throws Exception {
    // a chunk that copies its first octets again and again: 4,096 out of 30
    java.io.ByteArrayOutputStream bomb = new java.io.ByteArrayOutputStream();
    bomb.write(1);
    for (int i = 0; i < 40_000; i++) {
      bomb.writeBytes(
          new byte[] {
            0x0e,
            (byte) 0xb0,
            0,
            'A',
            't',
            't',
            'r',
            'i',
            'b',
            'u',
            't',
            1,
            (byte) 0xff,
            0x0f,
            1,
            (byte) 0xff,
            0x0f
          });
    }
    byte[] file =
        new CompoundFiles()
            .stream("VBA/Module1", bomb.toByteArray()).stream("VBA/dir", new byte[1]).bytes();
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> read(file));
  }

  private static OfficeDocument only(byte[] file) throws InterruptedException {
    assertThat(read(file).documents()).hasSize(1);
    return read(file).documents().getFirst();
  }

  private static OfficeFacts read(byte[] file) throws InterruptedException {
    return OfficeReader.read("file", file, Unpacker.STANDARD.unpack("file", file));
  }
}
