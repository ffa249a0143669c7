package org.postern.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.postern.engine.image.Drawings;
import org.postern.engine.image.Pdfs;
import org.postern.engine.office.Documents;
import org.postern.engine.office.OldDocuments;

/// Makes attachments for cases. A recipe is read from right to left: `zip tar gzip eicar` is a zip
/// that holds a tar that holds a compressed test file. The last word is the content: `eicar`,
/// `text`, `zeros` (40 MB), `parts` and `nested` (a letter of more parts, or deeper in each other,
/// than are read), `qr:ADDRESS` (a picture of a code), `svgqr:ADDRESS` (the same drawn in SVG),
/// `page` (HTML that asks for a password), `drawing` (SVG with a script), `words:…` (a picture of
/// lines of text, cut by `;`, with `_` for blanks), `hugepng`, `pdf:…` (see [#pdf]), `docx:…` (see
/// [Documents#docx]), `doc:…` and `xls:…` (see [OldDocuments#make], `$` stands for a blank);
/// `zip*9` stands for nine of them; `locked` is a zip whose entry says that it is encrypted; a
/// recipe that begins with `<` is the content itself; `tnef` is the winmail.dat of Outlook, `cut`
/// leaves out the second half, `letter` is a message with an attachment.
public final class Recipes {

  private static final String GTUBE =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";
  public static final String EICAR =
      "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

  private static final Pattern CODE = Pattern.compile("\\\\u([0-9a-f]{4})");
  private static final Pattern ATTACH = Pattern.compile("(?m)^\\{attach (\\S+) ([^}]+)}$");

  private static final Pattern TIMES = Pattern.compile("\\{times (\\d{1,4}) (.+)}");
  private static final Pattern NOTE = Pattern.compile("(?m)^\\{note (\\S+) ([^}]+)}$");

  private static final Pattern DRAWN = Pattern.compile("\\{drawn (\\S+)}");

  private Recipes() {}

  static String expand(String line) {
    Matcher drawn = DRAWN.matcher(line);
    if (drawn.matches()) {
      return Drawings.letters(drawn.group(1));
    }
    Matcher times = TIMES.matcher(line);
    if (times.matches()) {
      return times.group(2).replace("\\n", "\n").repeat(Integer.parseInt(times.group(1)));
    }
    String text = line.replace("{GTUBE}", GTUBE).replace("{EICAR}", EICAR);
    return CODE.matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
  }

  static Cases.One withAttachments(Cases.One plain) {
    Matcher matcher = ATTACH.matcher(plain.body());
    List<String> parts = new ArrayList<>();
    while (matcher.find()) {
      parts.add(
          "--=cut\nContent-Type: application/octet-stream\n"
              + "Content-Transfer-Encoding: base64\n"
              + "Content-Disposition: attachment; filename=\""
              + matcher.group(1)
              + "\"\n\n"
              + Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(make(matcher.group(2)))
              + "\n");
    }
    Matcher note = NOTE.matcher(plain.body());
    while (note.find()) {
      parts.add(
          "--=cut\nContent-Type: text/plain; charset=utf-8\n"
              + "Content-Disposition: attachment; filename=\""
              + note.group(1)
              + "\"\n\n"
              + note.group(2)
              + "\n");
    }
    if (parts.isEmpty()) {
      return plain;
    }
    List<String> header = new ArrayList<>(plain.header());
    header.add("Content-Type: multipart/mixed; boundary=\"=cut\"");
    String body =
        "--=cut\nContent-Type: text/plain; charset=utf-8\n\n"
            + NOTE.matcher(ATTACH.matcher(plain.body()).replaceAll("")).replaceAll("")
            + "\n"
            + String.join("", parts)
            + "--=cut--\n";
    return new Cases.One(
        plain.file(),
        plain.name(),
        plain.mailFrom(),
        header,
        body,
        plain.expected(),
        plain.unexpected());
  }

  /// Makes the content of a recipe.
  public static byte[] make(String recipe) {
    if (recipe.startsWith("<")) {
      return recipe.getBytes(StandardCharsets.UTF_8);
    }
    List<String> words = List.of(recipe.strip().split(" "));
    byte[] content = start(words.getLast());
    for (String word : words.subList(0, words.size() - 1).reversed()) {
      String[] times = word.split("\\*");
      for (int i = 0; i < (times.length == 1 ? 1 : Integer.parseInt(times[1])); i++) {
        content = wrap(times[0], content);
      }
    }
    return content;
  }

  private static byte[] start(String word) {
    return switch (word) {
      case "eicar" -> EICAR.getBytes(StandardCharsets.US_ASCII);
      case "text" -> "Nothing to see here.\r\n".getBytes(StandardCharsets.US_ASCII);
      case "zeros" -> new byte[40 << 20];
      case "parts" -> ofMany("multipart/mixed; boundary=b", "--b\r\n\r\nx\r\n", 1_100);
      case "nested" -> ofMany("message/rfc822", "Content-Type: message/rfc822\r\n\r\n", 60);
      case "hugepng" -> hugePng();
      case "page" ->
          "<html><form><input type=\"password\"></form></html>".getBytes(StandardCharsets.US_ASCII);
      case "drawing" ->
          "<svg><script>window.location='https://evil.example/'</script></svg>"
              .getBytes(StandardCharsets.US_ASCII);
      default -> {
        if (word.startsWith("qr:")) {
          yield Drawings.file(Drawings.qr(word.substring(3), 3), "png");
        }
        if (word.startsWith("svgqr:")) {
          yield Drawings.svg(word.substring(6)).getBytes(StandardCharsets.US_ASCII);
        }
        if (word.startsWith("words:")) {
          yield Drawings.file(
              Drawings.words(word.substring(6).replace('_', ' ').split(";")), "png");
        }
        if (word.startsWith("docx:")) {
          yield Documents.docx(word.substring(5));
        }
        if (word.startsWith("doc:") || word.startsWith("xls:")) {
          yield OldDocuments.make(word.startsWith("xls:"), word.substring(4).replace('$', ' '));
        }
        if (word.startsWith("pdf:")) {
          yield pdf(word.substring(4));
        }
        throw new IllegalArgumentException(word);
      }
    };
  }

  /// A page as a browser saves it (.mht).
  private static byte[] saved(byte[] page) {
    return ("From: <Saved by a browser>\nSubject: Page\nMIME-Version: 1.0\n"
            + "Content-Type: multipart/related; type=\"text/html\"; boundary=\"=s\"\n\n"
            + "--=s\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n"
            + "Content-Location: https://saved.example/pages/\n\n"
            + Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(page)
            + "\n--=s--\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// A PDF file of one page. Its parts are cut by `;`: `text=` (with `_` for blanks), `link=`,
  /// `qr=`, `embed=` a file of that name, `script`, `launch`, `lock`.
  static byte[] pdf(String parts) {
    Pdfs pdf = new Pdfs();
    for (String part : parts.split(";")) {
      String value = part.substring(part.indexOf('=') + 1);
      switch (part.substring(0, part.length() - value.length())) {
        case "text=" -> pdf.text(value.replace('_', ' ').split("(?<=\\G.{70})"));
        case "link=" -> pdf.link(value);
        case "qr=" -> pdf.picture(Drawings.qr(value, 4), 200, 300, 120);
        case "embed=" -> pdf.embedded(value);
        case "" -> {
          switch (value) {
            case "script" -> pdf.script("app.alert('x')");
            case "launch" -> pdf.launch("cmd.exe");
            case "lock" -> pdf.password("open");
            default -> throw new IllegalArgumentException(part);
          }
        }
        default -> throw new IllegalArgumentException(part);
      }
    }
    return pdf.file();
  }

  /// Says that it is 30,000 by 30,000 pixels large.
  private static byte[] hugePng() {
    byte[] png = Drawings.file(Drawings.blank(30, 30), "png");
    java.nio.ByteBuffer.wrap(png).putInt(16, 30_000).putInt(20, 30_000);
    return png;
  }

  private static byte[] ofMany(String type, String one, int times) {
    return ("From: ann@sender.example\r\nMIME-Version: 1.0\r\nContent-Type: "
            + type
            + "\r\n\r\n"
            + one.repeat(times))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] letter(byte[] content) {
    return ("From: ann@sender.example\r\nMIME-Version: 1.0\r\n"
            + "Content-Type: multipart/mixed; boundary=l\r\n\r\n--l\r\n\r\nHello.\r\n--l\r\n"
            + "Content-Type: application/octet-stream; name=inner.bin\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(content)
            + "\r\n--l--\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] wrap(String word, byte[] content) {
    try {
      return switch (word) {
        case "zip" -> zip("inner.bin", content);
        case "script" -> zip("invoice.js", content);
        case "gzip" -> gzip(content);
        case "tar" -> tar(content);
        case "tnef" -> Tnef.withFile("inner.bin", content);
        case "locked" -> locked("inner.bin", content);
        case "lockedscript" -> locked("act.pdf.lnk", content);
        case "program" -> zip("setup.exe", content);
        case "prefixed" -> concat("MZ some program".getBytes(StandardCharsets.US_ASCII), content);
        case "saved" -> saved(content);
        case "letter" -> letter(content);
        case "cut" -> java.util.Arrays.copyOf(content, content.length / 2);
        default -> throw new IllegalArgumentException(word);
      };
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] all = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return out.toByteArray();
  }

  /// Sets bit 0 of the flags in the local header and in the directory.
  private static byte[] locked(String name, byte[] content) throws IOException {
    byte[] zip = zip(name, content);
    for (int i = 0; i < zip.length - 10; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 3 && zip[i + 3] == 4) {
        zip[i + 6] |= 1;
      } else if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 8] |= 1;
      }
    }
    return zip;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] tar(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry entry = new TarArchiveEntry("inner.bin");
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return out.toByteArray();
  }
}
