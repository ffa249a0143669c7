package org.postern.engine.office;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.postern.engine.unpack.CompoundFile;
import org.postern.engine.unpack.Unpacked;
import org.postern.engine.unpack.Unpacked.Member;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// Finds the office documents among attachments and what was unpacked of them, and reads them: 40
/// documents, 8 MB of XML or 16 MB of a stream each.
///
/// Thread-safe. Ends early with [InterruptedException] when its thread is interrupted.
public final class OfficeReader {

  private static final int DOCUMENTS = 40;
  private static final int XML = 8 << 20;
  private static final String BETWEEN = " / ";

  private static final int HEAD = 2_048;
  private static final int MOST_CODE = 2 << 20;
  private static final int TABLE_SIZE = 1 << 20;

  /// What a workbook program opens as a table.
  private static final Pattern TABLE =
      Pattern.compile(".{1,500}\\.(?:csv|tsv)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /// What documents in one file of XML name at their beginning.
  private static final List<String> FLAT =
      List.of(
          "<?mso-application",
          "schemas.microsoft.com/office/word/2003/wordml",
          "schemas.microsoft.com/office/2006/xmlPackage",
          "urn:schemas-microsoft-com:office:spreadsheet");

  private static final String MACRO_SHEETS = "xl/macrosheets/";

  /// Files of a document that say nothing to a reader.
  private static final List<String> SILENT =
      List.of(
          "docprops/",
          "customxml/",
          "/theme/",
          "styles.xml",
          "settings.xml",
          "fonttable.xml",
          "numbering.xml",
          "styleswitheffects.xml",
          "slidelayouts/",
          "slidemasters/",
          "notesmasters/",
          "meta.xml",
          "manifest.xml",
          "[content_types].xml");

  private OfficeReader() {}

  /// Reads all documents of a message.
  public static OfficeFacts read(Message message, Unpacked unpacked) throws InterruptedException {
    Gathered gathered = new Gathered();
    for (Part part : message.parts()) {
      if (part.leaf() && part.attachment()) {
        String name = part.names().isEmpty() ? part.contentType().name() : part.names().getFirst();
        for (byte[] content : part.contents()) {
          file(name, content, gathered);
        }
      }
    }
    return rest(unpacked, gathered);
  }

  /// Reads a file and what was unpacked of it.
  public static OfficeFacts read(String name, byte[] content, Unpacked unpacked)
      throws InterruptedException {
    Gathered gathered = new Gathered();
    file(name, content, gathered);
    return rest(unpacked, gathered);
  }

  private static OfficeFacts rest(Unpacked unpacked, Gathered gathered)
      throws InterruptedException {
    for (Map.Entry<String, Map<String, Member>> one : packages(unpacked).entrySet()) {
      if (gathered.room(one.getKey())) {
        read(one.getKey(), one.getValue(), gathered);
      }
    }
    for (Member member : unpacked.members()) {
      file(member.path(), member.content(), gathered);
    }
    return gathered.facts();
  }

  private static final class Gathered {
    private final List<OfficeDocument> documents = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private int code = MOST_CODE;

    boolean room(String name) {
      if (documents.size() == DOCUMENTS) {
        unread.add(name);
        return false;
      }
      return true;
    }

    void add(String name, OfficeText text, boolean whole) {
      OfficeDocument document = text.document(name);
      if (!document.empty()) {
        documents.add(document);
      }
      if (!whole) {
        unread.add(name);
      }
    }

    OfficeFacts facts() {
      return documents.isEmpty() && unread.isEmpty()
          ? OfficeFacts.NONE
          : new OfficeFacts(documents, unread);
    }
  }

  /// Reads a document that is no zip file: a compound file, or one of XML.
  private static void file(String name, byte[] content, Gathered gathered)
      throws InterruptedException {
    if (CompoundFile.is(content)) {
      if (gathered.room(name)) {
        OfficeText text = new OfficeText();
        boolean whole = CompoundReader.read(content, text, gathered.code);
        gathered.code -= text.macros().taken();
        gathered.add(name, text, whole);
      }
    } else if (TABLE.matcher(name).matches() || SymbolicLink.is(content)) {
      OfficeText text = new OfficeText();
      String lines =
          new String(content, 0, Math.min(TABLE_SIZE, content.length), StandardCharsets.ISO_8859_1);
      if (SymbolicLink.is(content)) {
        SymbolicLink.read(lines, text);
      } else {
        text.cells(lines);
      }
      if (!text.document(name).empty() && gathered.room(name)) {
        gathered.add(name, text, true);
      }
    } else if (flat(content) && gathered.room(name)) {
      OfficeText text = new OfficeText();
      gathered.add(name, text, content.length <= XML && text.page(content));
    }
  }

  /// Whether content is a document of Word or Excel in one file of XML.
  private static boolean flat(byte[] content) {
    int start = 0;
    while (start < Math.min(8, content.length) && content[start] != '<') {
      start++; // a byte order mark, blanks
    }
    if (start + 2 > content.length || content[start] != '<') {
      return false;
    }
    if (content[start + 1] != '?' && content[start + 1] != 'w' && content[start + 1] != 'p') {
      return false;
    }
    String head =
        new String(content, 0, Math.min(HEAD, content.length), StandardCharsets.ISO_8859_1);
    return FLAT.stream().anyMatch(head::contains);
  }

  /// The files of each archive that is a document, by their names in lower case. Where an archive
  /// was read in two ways, the first file of a name counts and the second has its own name.
  private static Map<String, Map<String, Member>> packages(Unpacked unpacked) {
    Map<String, Map<String, Member>> all = new LinkedHashMap<>();
    for (Member member : unpacked.members()) {
      int cut = member.path().lastIndexOf(BETWEEN);
      String inner = member.path().substring(cut + BETWEEN.length()).toLowerCase(Locale.ROOT);
      Map<String, Member> files =
          all.computeIfAbsent(member.path().substring(0, cut), _ -> new LinkedHashMap<>());
      String name = inner.replace('\\', '/');
      if (files.putIfAbsent(name, member) != null) {
        files.put(name + "#" + files.size(), member);
      }
    }
    all.values().removeIf(files -> !document(files));
    return all;
  }

  private static boolean document(Map<String, Member> files) {
    return files.containsKey("[content_types].xml")
        || (files.containsKey("content.xml") && files.containsKey("meta-inf/manifest.xml"));
  }

  private static void read(String name, Map<String, Member> files, Gathered gathered)
      throws InterruptedException {
    OfficeText text = new OfficeText();
    long read = 0;
    boolean whole = true;
    for (Map.Entry<String, Member> file : files.entrySet()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("reading documents");
      }
      boolean relations = file.getKey().contains(".rels");
      if (binary(file.getKey(), file.getValue().content(), text)
          || (!relations && !spoken(file.getKey()))) {
        continue;
      }
      byte[] content = file.getValue().content();
      read += content.length;
      if (read > XML) {
        whole = false;
        break;
      }
      whole &=
          relations
              ? text.relations(content)
              : file.getKey().startsWith(MACRO_SHEETS)
                  ? text.macroSheet(content)
                  : text.page(content);
    }
    gathered.add(name, text, whole);
  }

  /// The files of a binary workbook that matter: its sheets of macros, and its names.
  private static boolean binary(String file, byte[] content, OfficeText text) {
    if (!file.endsWith(".bin")) {
      return false;
    }
    if (file.startsWith(MACRO_SHEETS)) {
      text.macros().sheet();
    } else if (file.startsWith("xl/externallinks/")) {
      supplier(content, text);
    } else if (file.endsWith("/workbook.bin") && content.length <= XML) {
      String names =
          new String(content, StandardCharsets.ISO_8859_1)
              .replace("\0", "")
              .toLowerCase(Locale.ROOT);
      if (names.contains("auto_open")) {
        text.macros().start("auto_open");
      }
    }
    return true;
  }

  /// Another program that a binary workbook asks (MS-XLSB section 2.4.30).
  private static void supplier(byte[] content, OfficeText text) {
    ByteBuffer in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < 9 || in.getShort(0) != 0x02e8 || in.get(2) < 0 || in.getShort(3) != 1) {
      return;
    }
    in.position(5);
    String[] said = new String[2];
    for (int i = 0; i < 2; i++) {
      int length = in.remaining() < 4 ? -1 : in.getInt();
      if (length < 0 || length > in.remaining() / 2) {
        return;
      }
      said[i] = StandardCharsets.UTF_16LE.decode(in.slice(in.position(), 2 * length)).toString();
      in.position(in.position() + 2 * length);
    }
    text.command(said[0] + "|'" + said[1] + "'!");
  }

  private static boolean spoken(String file) {
    int copy = file.indexOf('#');
    String name = copy < 0 ? file : file.substring(0, copy);
    return name.endsWith(".xml") && SILENT.stream().noneMatch(name::contains);
  }
}
