package org.postern.engine.office;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes office documents for tests, as small as programs accept them.
public final class Documents {

  private static final String RELATIONS =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
  private static final String SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final StringBuilder page = new StringBuilder();
  private final StringBuilder relations = new StringBuilder();
  private int count;

  /// A text document. `parts` are cut by `;`: `text=` (`_` stands for a blank), `link=` a link,
  /// `field=` a field code over two runs, `template=` and `object=` what is loaded.
  public static byte[] docx(String parts) {
    Documents document = new Documents();
    for (String part : parts.split(";")) {
      int cut = part.indexOf('=');
      document.word(part.substring(0, cut), part.substring(cut + 1).replace('_', ' '));
    }
    return document
        .file(
            "[Content_Types].xml",
            "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>")
        .file(
            "word/document.xml",
            "<w:document xmlns:w='"
                + WORD
                + "'><w:body>"
                + document.page
                + "</w:body></w:document>")
        .file("word/_rels/document.xml.rels", document.relationships())
        .zip();
  }

  /// A workbook of one cell of text and one formula.
  public static byte[] xlsx(String text, String formula) {
    return new Documents()
        .file("[Content_Types].xml", "<Types/>")
        .file(
            "xl/sharedStrings.xml", "<sst xmlns='" + SHEET + "'><si><t>" + text + "</t></si></sst>")
        .file(
            "xl/worksheets/sheet1.xml",
            "<worksheet xmlns='"
                + SHEET
                + "'><sheetData><row><c t='s'><v>0</v></c><c><f>"
                + formula.replace("&", "&amp;").replace("<", "&lt;")
                + "</f></c></row></sheetData></worksheet>")
        .zip();
  }

  /// A text document of the other family.
  public static byte[] odt(String text, String link) {
    return new Documents()
        .file("META-INF/manifest.xml", "<manifest/>")
        .file(
            "content.xml",
            "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
                + " xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
                + " xmlns:xlink='http://www.w3.org/1999/xlink'><office:body><text:p>"
                + text
                + " <text:a xlink:href='"
                + link
                + "'>here</text:a> today</text:p></office:body>"
                + "</office:document-content>")
        .zip();
  }

  Documents file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  Documents file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  byte[] zip() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return out.toByteArray();
  }

  private void word(String kind, String value) {
    switch (kind) {
      case "text" -> page.append("<w:p><w:r><w:t>").append(value).append("</w:t></w:r></w:p>");
      case "link" -> relation("hyperlink", value);
      case "template" -> relation("attachedTemplate", value);
      case "object" -> relation("oleObject", value);
      case "field" -> {
        String escaped = value.replace("&", "&amp;");
        int half = escaped.length() / 2;
        page.append("<w:p><w:r><w:instrText>")
            .append(escaped, 0, half)
            .append("</w:instrText></w:r><w:r><w:instrText>")
            .append(escaped, half, escaped.length())
            .append("</w:instrText></w:r></w:p>");
      }
      default -> throw new IllegalArgumentException(kind);
    }
  }

  private void relation(String type, String target) {
    relations
        .append("<Relationship Id='r")
        .append(++count)
        .append("' Type='")
        .append(RELATIONS)
        .append('/')
        .append(type)
        .append("' Target='")
        .append(target.replace("&", "&amp;"))
        .append("' TargetMode='External'/>");
  }

  private String relationships() {
    return "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        + relations
        + "</Relationships>";
  }
}
