package org.postern.engine.unpack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.engine.facts.HtmlFacts;
import org.postern.engine.unpack.Unpacked.Member;
import org.postern.mail.mime.Part;

/// Finds the pages that lie in attached archives: in small ones alone, since large ones hold the
/// pages of a program's manual; in saved web pages; in compressed pictures (.svgz).
public final class PackedPages {

  private static final String BETWEEN = " / ";
  private static final int FEW = 5;
  private static final int MOST = 10;
  private static final int LONGEST = 1 << 20;
  private static final Set<String> DOCUMENTS =
      Set.of("[content_types].xml", "content.xml", "meta-inf/manifest.xml");

  private PackedPages() {}

  /// The pages among what was unpacked of these attachments, at most 10 of a megabyte in all.
  public static List<HtmlFacts> read(List<Part> attachments, Unpacked unpacked) {
    if (unpacked.members().isEmpty()) {
      return List.of();
    }
    Set<String> names = new HashSet<>();
    attachments.forEach(part ->
        names.add(part.names().isEmpty() ? part.contentType().name() : part.names().getFirst()));
    Map<String, Integer> files = new HashMap<>();
    Set<String> documents = new HashSet<>();
    for (Member member : unpacked.members()) {
      files.merge(container(member), 1, Integer::sum);
      if (DOCUMENTS.contains(last(member).toLowerCase(Locale.ROOT))) {
        documents.add(container(member));
      }
    }
    List<HtmlFacts> pages = new ArrayList<>();
    int left = LONGEST;
    for (Member member : unpacked.members()) {
      String container = container(member);
      boolean saved = ends(container, ".mht") || ends(container, ".mhtml");
      if (pages.size() == MOST
          || !names.contains(first(member))
          || documents.contains(container)
          || (files.getOrDefault(container, 0) > FEW && !saved)
          || member.content().length > left
          || body(container, last(member))) {
        continue;
      }
      Optional<HtmlFacts> page = HtmlFacts.ofFile(name(container, last(member)), member.content());
      if (page.isPresent()) {
        pages.add(page.get());
        left -= member.content().length;
      }
    }
    return pages;
  }

  /// Whether it is what a message says, and not what is attached to it: of an Outlook container, of
  /// a letter, which are read as such.
  private static boolean body(String container, String name) {
    return ends(container, ".eml") || (name.equals("message.html") && ends(container, ".dat"));
  }

  /// A compressed file has no name of its own.
  private static String name(String container, String name) {
    return name.equals("content")
        ? container.substring(Math.max(0, container.lastIndexOf(BETWEEN) + 1)).strip()
        : name;
  }

  private static boolean ends(String path, String ending) {
    return path.toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static String container(Member member) {
    return member.path().substring(0, Math.max(0, member.path().lastIndexOf(BETWEEN)));
  }

  private static String first(Member member) {
    return member.path().substring(0, Math.max(0, member.path().indexOf(BETWEEN)));
  }

  private static String last(Member member) {
    return member.path().substring(member.path().lastIndexOf(BETWEEN) + BETWEEN.length());
  }
}
