package org.postern.engine.office;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postern.engine.unpack.Unpacked;
import org.postern.engine.unpack.Unpacked.Member;

/// Finds the office documents among what was unpacked, and reads them: 20 documents, 8 MB of XML
/// each.
///
/// Thread-safe. Ends early with [InterruptedException] when its thread is interrupted.
public final class OfficeReader {

  private static final int DOCUMENTS = 20;
  private static final int XML = 8 << 20;
  private static final String BETWEEN = " / ";

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

  /// Reads all documents.
  public static OfficeFacts read(Unpacked unpacked) throws InterruptedException {
    List<OfficeDocument> documents = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (Map.Entry<String, Map<String, Member>> one : packages(unpacked).entrySet()) {
      if (documents.size() == DOCUMENTS) {
        unread.add(one.getKey());
        continue;
      }
      read(one.getKey(), one.getValue(), documents, unread);
    }
    return documents.isEmpty() && unread.isEmpty()
        ? OfficeFacts.NONE
        : new OfficeFacts(documents, unread);
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

  private static void read(
      String name, Map<String, Member> files, List<OfficeDocument> documents, List<String> unread)
      throws InterruptedException {
    OfficeText text = new OfficeText();
    long read = 0;
    boolean whole = true;
    for (Map.Entry<String, Member> file : files.entrySet()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("reading documents");
      }
      boolean relations = file.getKey().contains(".rels");
      if (!relations && !spoken(file.getKey())) {
        continue;
      }
      byte[] content = file.getValue().content();
      read += content.length;
      if (read > XML) {
        whole = false;
        break;
      }
      whole &= relations ? text.relations(content) : text.page(content);
    }
    documents.add(text.document(name));
    if (!whole) {
      unread.add(name);
    }
  }

  private static boolean spoken(String file) {
    int copy = file.indexOf('#');
    String name = copy < 0 ? file : file.substring(0, copy);
    return name.endsWith(".xml") && SILENT.stream().noneMatch(name::contains);
  }
}
