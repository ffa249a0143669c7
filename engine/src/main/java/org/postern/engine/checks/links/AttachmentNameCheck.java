package org.postern.engine.checks.links;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.unpack.Obstacle;
import org.postern.engine.unpack.Unpacked;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Group;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.postern.mail.mime.Part;

/// What the names of attachments, and of files in archives, say: programs, shortcuts, disk images,
/// one kind of file dressed up as another.
public final class AttachmentNameCheck implements Check {

  static final Symbol DOUBLE =
      symbol(
          "ATTACHMENT_DOUBLE_EXTENSION",
          3,
          "a program, script or page is named like a document: invoice.pdf.exe");
  static final Symbol PROGRAM =
      symbol("ATTACHMENT_PROGRAM", 2, "a program or script is attached, plain or in an archive");
  static final Symbol SHORTCUT =
      symbol(
          "ATTACHMENT_SHORTCUT",
          3,
          "a shortcut or a note with embedded files is attached: lnk, url, one, library-ms");
  static final Symbol DISK = symbol("ATTACHMENT_DISK_IMAGE", 2.5, "a disk image is attached");
  static final Symbol MACROS =
      symbol("ATTACHMENT_MACRO_NAME", 1.2, "a document that is named as one with macros");
  static final Symbol PASSWORD =
      symbol(
          "ARCHIVE_PASSWORD_GIVEN", 2.5, "an archive is encrypted and the text names its password");

  static final Symbol ONLY_PROGRAMS =
      symbol(
          "ARCHIVE_OF_PROGRAMS",
          2.6,
          "an archive holds nothing but one or a few scripts, programs, shortcuts or disk images");

  static final Symbol BAIT =
      symbol(
          "ARCHIVE_BAIT",
          1.8,
          "an archive holds one script or program alone, and is called an invoice, an order, a"
              + " notice");

  /// An archive of more files is somebody's software.
  private static final int FEW_FILES = 4;

  private static final String PROGRAMS =
      "exe|scr|pif|bat|cmd|js|jse|vbs|vbe|wsf|wsh|hta|jar|ps1|psm1|msi|msix|appx|cpl|reg|scf|chm|application|gadget";
  private static final Map<Symbol, Pattern> ENDINGS =
      Map.of(
          PROGRAM, Pattern.compile(".*\\.(?:" + PROGRAMS + ")|[^.@!/]+\\.com"),
          SHORTCUT,
              Pattern.compile(
                  ".*\\.(?:lnk|url|one|onepkg|library-ms|search-ms|settingcontent-ms|website|desktop|webloc)"),
          DISK, Pattern.compile(".*\\.(?:iso|img|vhdx?|udf|dmg|cue)"),
          MACROS, Pattern.compile(".*\\.(?:docm|dotm|xlsm|xlsb|xltm|xlam|xll|pptm|ppam|slk|iqy)"));
  private static final Pattern DRESSED =
      Pattern.compile(
          ".*\\.(?:pdf|docx?|xlsx?|pptx?|rtf|txt|csv|jpe?g|png|gif|bmp|mp[34]|wav|html?)[\\s_.-]{0,200}\\.(?:"
              + PROGRAMS
              + "|com|lnk|url|iso|img|html?|shtml|xhtml|svg)");
  private static final Pattern LONE =
      Pattern.compile(
          ".*\\.(?:exe|scr|pif|bat|cmd|com|jse?|vb[se]|ws[fh]|hta|ps1|msi|cpl|chm|lnk|one|iso|img|vhdx?)");
  private static final Pattern BINARY = Pattern.compile(".*\\.(?:exe|scr|pif|com|cpl|msi)");

  /// Windows runs nothing else under these names.
  private static final byte[] EXECUTABLE = {'M', 'Z'};

  private static final byte[] INSTALLER = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};
  private static final Pattern ARCHIVE =
      Pattern.compile(".*\\.(?:zip|rar|7z|tar|gz|tgz|cab|arj|ace|lzh|xz|bz2|z|r0\\d|uue?)");
  private static final int LONGEST = 500;

  private static Symbol symbol(String name, double points, String meaning) {
    return Symbol.scored(name, Group.STRUCTURE, points, Stage.ACTIVE, meaning);
  }

  @Override
  public String name() {
    return "attachment-name";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  @Override
  public List<Symbol> symbols() {
    return List.of(DOUBLE, PROGRAM, SHORTCUT, DISK, MACROS, PASSWORD, ONLY_PROGRAMS, BAIT);
  }

  @Override
  public List<Finding> inspect(Case mail) throws InterruptedException {
    if (mail.content().attachments().isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (Part part : mail.content().attachments()) {
      part.names().stream().filter(name -> name.length() < LONGEST).forEach(names::add);
    }
    Stream.concat(
            mail.unpacked().members().stream().map(Unpacked.Member::path),
            encrypted(mail.unpacked()))
        .filter(path -> path.length() < LONGEST)
        .limit(500)
        .forEach(names::add);
    List<Finding> found = new ArrayList<>();
    names(names, found);
    if (archivesAlone(mail)) {
      List<String> programs = onlyPrograms(mail.unpacked());
      if (!programs.isEmpty()) {
        found.add(ONLY_PROGRAMS.found(programs.getFirst()));
      }
      if (programs.size() == 1 && BaitName.in(programs.getFirst())) {
        found.add(BAIT.found(programs.getFirst()));
      }
    }
    boolean locked =
        mail.unpacked().obstacles().stream().anyMatch(one -> one instanceof Obstacle.Encrypted);
    if (locked && GivenPassword.in(mail)) {
      found.add(PASSWORD.found());
    }
    return found;
  }

  /// Whether all that is attached is archives by name.
  private static boolean archivesAlone(Case mail) {
    return mail.content().attachments().stream()
        .allMatch(part ->
            part.names().stream()
                .anyMatch(name ->
                    name.length() < LONGEST
                        && ARCHIVE.matcher(name.strip().toLowerCase(Locale.ROOT)).matches()));
  }

  /// The files of all archives, archives within aside, where they are few and all of them run; the
  /// names of the archives stand before them.
  private static List<String> onlyPrograms(Unpacked unpacked) {
    List<String> files =
        Stream.concat(
                unpacked.members().stream().map(AttachmentNameCheck::named), encrypted(unpacked))
            .filter(path -> path.length() < LONGEST)
            .map(path -> path.strip().toLowerCase(Locale.ROOT))
            .filter(path -> !path.endsWith("/") && !ARCHIVE.matcher(path).matches())
            .limit(FEW_FILES + 1L)
            .toList();
    boolean only =
        !files.isEmpty()
            && files.size() <= FEW_FILES
            && files.stream().allMatch(path -> LONE.matcher(path).matches());
    return only ? files : List.of();
  }

  /// The path of a file, and something else of one that is named like a program and cannot run.
  private static String named(Unpacked.Member member) {
    String path = member.path();
    return BINARY.matcher(path.strip().toLowerCase(Locale.ROOT)).matches()
            && !startsWith(member.content(), EXECUTABLE)
            && !startsWith(member.content(), INSTALLER)
        ? path + " (no program)"
        : path;
  }

  private static boolean startsWith(byte[] octets, byte[] start) {
    return octets.length >= start.length
        && Arrays.equals(octets, 0, start.length, start, 0, start.length);
  }

  /// Names can be read where contents cannot.
  private static Stream<String> encrypted(Unpacked unpacked) {
    return unpacked.obstacles().stream()
        .filter(Obstacle.Encrypted.class::isInstance)
        .map(Obstacle::path);
  }

  private static void names(List<String> names, List<Finding> found) {
    String dressed = first(names, DRESSED);
    if (!dressed.isEmpty()) {
      found.add(DOUBLE.found(dressed));
    }
    for (Symbol symbol : List.of(PROGRAM, SHORTCUT, DISK, MACROS)) {
      String name = first(names, java.util.Objects.requireNonNull(ENDINGS.get(symbol)));
      if (!name.isEmpty()) {
        found.add(symbol.found(name));
      }
    }
  }

  private static String first(List<String> names, Pattern pattern) {
    for (String name : names) {
      String plain = name.strip().toLowerCase(Locale.ROOT);
      if (pattern.matcher(plain).matches()) {
        return name;
      }
    }
    return "";
  }
}
