package org.postern.engine.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdfGuardTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n \n"})
  void sees_through_the_armour_of_ascii(String before) throws IOException {
    byte[] bomb = armoured(deflated(new byte[40 << 20]));
    byte[] harmless = armoured(deflated(new byte[1 << 20]));
    assertThat(new PdfGuard(file(before, bomb), () -> false).objection())
        .contains("unpacks to more than 32 MB");
    assertThat(new PdfGuard(file(before, harmless), () -> false).objection()).isEmpty();
  }

  @Test
  void letters_that_are_none_end_the_armour() throws IOException {
    byte[] bomb = armoured(deflated(new byte[40 << 20]));
    byte[] odd = bomb.clone();
    odd[bomb.length / 2] = '\t';
    assertThat(new PdfGuard(file("", odd), () -> false).objection()).isEmpty();
    odd[bomb.length / 2] = bomb[bomb.length / 2];
    odd[bomb.length - 20] = '\t'; // nearly all of it is there
    assertThat(new PdfGuard(file("", odd), () -> false).objection()).isPresent();
  }

  @Test
  void finds_streams_wherever_they_begin() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(bomb)) {
      out.write(new byte[40 << 20]);
    }
    for (String filler : List.of("", "s", "str", "strea", "sstream", "endstrea", "streamstrea")) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.writeBytes(Pdfs.ascii("%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\n" + filler));
      file.writeBytes(Pdfs.ascii(" stream\n"));
      file.writeBytes(bomb.toByteArray());
      file.writeBytes(Pdfs.ascii("\nendstream\nendobj\n"));
      assertThat(new PdfGuard(file.toByteArray(), () -> false).objection()).isPresent();
    }
  }

  private static byte[] file(String before, byte[] armour) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(Pdfs.ascii("<< /Filter [/ASCII85Decode /FlateDecode] >>\nstream\n" + before));
    body.writeBytes(armour);
    body.writeBytes(Pdfs.ascii("\nendstream"));
    return Pdfs.raw(List.of(Pdfs.ascii("<< /Type /Catalog >>"), body.toByteArray()));
  }

  private static byte[] deflated(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var packing = new DeflaterOutputStream(out)) {
      packing.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] armoured(byte[] octets) {
    StringBuilder out = new StringBuilder();
    for (int at = 0; at < octets.length; at += 4) {
      long group = 0;
      for (int i = at; i < at + 4; i++) {
        group = group << 8 | (i < octets.length ? octets[i] & 0xff : 0);
      }
      char[] letters = new char[5];
      for (int i = 4; i >= 0; i--, group /= 85) {
        letters[i] = (char) ('!' + group % 85);
      }
      String five = new String(letters);
      out.append(five.equals("!!!!!") ? "z" : five).append(at % 80 == 0 ? "\n" : "");
    }
    return Pdfs.ascii(out.append("~>").toString());
  }
}
