package org.postern.engine.facts;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// The maps of a page that lie on a picture, gathered at the first question.
final class ImageMaps {

  private @Nullable Set<String> names;

  /// Whether a picture that can be seen has the map in which an area stands.
  boolean shows(Element area) {
    Set<String> known = names;
    if (known == null) {
      known = names(area.ownerDocument());
      names = known;
    }
    Element map = area.parent();
    for (int i = 0; i < 3 && map != null && !map.normalName().equals("map"); i++) {
      map = map.parent();
    }
    return map != null && known.contains(plain(map.attr("name")));
  }

  private static Set<String> names(@Nullable Document page) {
    Set<String> names = new HashSet<>();
    if (page != null) {
      for (Element picture : page.getElementsByAttribute("usemap")) {
        if (!ShownSize.small(picture)) {
          names.add(plain(picture.attr("usemap").replace("#", "")));
        }
      }
    }
    return names;
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
