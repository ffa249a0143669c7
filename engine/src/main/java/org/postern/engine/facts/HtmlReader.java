package org.postern.engine.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;
import org.jspecify.annotations.Nullable;
import org.postern.engine.facts.HtmlFacts.Counts;
import org.postern.engine.facts.HtmlFacts.Form;
import org.postern.engine.facts.HtmlFacts.Origin;
import org.postern.engine.facts.HtmlFacts.Picture;
import org.postern.engine.url.WebAddress;

/// One reading of a page, from its first node to its last. One use.
final class HtmlReader implements NodeVisitor {

  private static final int MOST_LINKS = 1_000;
  private static final int MOST_FORMS = 50;
  private static final int MOST_PICTURES = 500;
  private static final int LONGEST_BASE = 2_048;
  private static final int LONGEST_ACTION = 8_192;
  private static final int SHOWN = 200;
  private static final int ALT = 100;
  private static final int SHORTEST_LINK = 5;

  private final PageText text = new PageText();
  private final StyleStack styles;
  private final PageLinks links = new PageLinks(MOST_LINKS);
  private final List<Form> forms = new ArrayList<>();
  private final PageScripts scripts = new PageScripts();
  private final List<Picture> pictures = new ArrayList<>();
  private final StringBuilder title = new StringBuilder();
  private final boolean mayHandle;
  private Optional<WebAddress> base = Optional.empty();
  private Optional<Link> refresh = Optional.empty();
  private FormFields fields = new FormFields("", Optional.empty());
  private final FormFields loose = fields;
  private final ImageMaps maps = new ImageMaps();
  private @Nullable Anchor anchor;
  private int skipped;
  private boolean inTitle;
  private int elements;
  private int tables;
  private int frames;
  private int comments;
  private boolean cut;

  private HtmlReader(StyleSheet sheet, boolean mayHandle) {
    this.styles = new StyleStack(sheet);
    this.mayHandle = mayHandle;
  }

  static HtmlFacts read(String name, String html) {
    PageTree tree = PageTree.of(html);
    HtmlReader reader = new HtmlReader(tree.sheet(), PageScripts.mayHandle(tree.html()));
    reader.cut = tree.cut();
    NodeTraversor.traverse(reader, tree.page());
    return reader.facts(name, tree.html().length(), Distances.far(tree.html()));
  }

  private HtmlFacts facts(String name, int markup, int pushed) {
    if (loose.any()) {
      addForm(loose);
    }
    return new HtmlFacts(
        name,
        title.toString().strip(),
        text.text(),
        text.hiddenText(),
        links.all(),
        forms,
        scripts.all(),
        pictures,
        new Counts(
            markup,
            elements,
            tables,
            frames,
            comments,
            text.commentsInWords(),
            text.invisible(),
            scripts.handlers(),
            pushed,
            links.left()),
        base,
        refresh,
        cut || links.cut() || scripts.cut(),
        false);
  }

  @Override
  public void head(Node node, int depth) {
    Abandoned.check();
    if (node instanceof TextNode here) {
      text(here.getWholeText());
    } else if (node instanceof Comment comment) {
      String data = comment.getData();
      // what Outlook reads as markup is not there to deceive
      if (!data.startsWith("[if") && !data.startsWith("<![")) {
        comments += data.length();
        text.comment();
      }
    } else if (node instanceof Element element) {
      open(element, depth);
    }
  }

  private void text(String more) {
    if (inTitle) {
      title.append(more);
    } else if (skipped == 0) {
      Hiding hiding = styles.hides();
      text.append(more, hiding);
      if (hiding != null) {
        return;
      }
      if (anchor != null) {
        anchor.shows(more);
      } else if (more.length() > SHORTEST_LINK) {
        links.plain(more, true);
      }
    }
  }

  private void open(Element element, int depth) {
    elements++;
    styles.enter(element, depth);
    String name = element.normalName();
    if (skips(name)) {
      skipped++;
    }
    if (name.equals("br") || element.isBlock()) {
      text.separate(styles.hides());
    }
    if (element.attributesSize() > 0) {
      attributes(element);
    }
    take(name, element, depth);
  }

  private void attributes(Element element) {
    String style = element.attr("style");
    if (!style.isEmpty()) {
      int url = style.indexOf("url(");
      if (url >= 0) {
        int end = style.indexOf(')', url);
        String target = style.substring(url + 4, end < 0 ? style.length() : end);
        links.add(target.replace("'", "").replace("\"", ""), "", Link.Kind.BACKGROUND, base);
      }
    }
    if (element.hasAttr("background")) {
      links.add(element.attr("background"), "", Link.Kind.BACKGROUND, base);
    }
    if (anchor != null && box(element)) {
      anchor.shows();
    }
    if (mayHandle) {
      scripts.handlers(element);
    }
  }

  /// Whether it can be seen without any text in it.
  private boolean box(Element element) {
    return (element.attr("style").contains("background") || element.hasAttr("background"))
        && ShownSize.height(element) >= ShownSize.SMALLEST
        && styles.shows();
  }

  private void take(String name, Element element, int depth) {
    switch (name) {
      case "a", "area" -> anchor(name, element, depth);
      case "img", "image" -> picture(element);
      case "form" -> {
        fields.link(false).ifPresent(links::add); // of a form within which this one stands
        fields = form(element.attr("action"));
      }
      case "input" -> {
        if (element.attr("type").equalsIgnoreCase("image")) {
          picture(element);
        }
        fields.input(element.attr("type"));
      }
      case "textarea", "select" -> fields.input("text");
      case "button" -> {
        fields.input("submit");
        inAnchor();
      }
      case "svg", "canvas" -> inAnchor();
      case "table" -> tables++;
      case "title" -> inTitle = elements < 50;
      case "script" -> script(element);
      case "iframe", "frame" -> {
        frames++;
        links.add(element.attr("src"), "", Link.Kind.FRAME, base);
      }
      case "embed", "audio", "video", "source" ->
          links.add(element.attr("src"), "", Link.Kind.OBJECT, base);
      case "object" -> links.add(element.attr("data"), "", Link.Kind.OBJECT, base);
      case "link" -> links.add(element.attr("href"), "", Link.Kind.STYLE, base);
      case "base" -> base(element.attr("href"));
      case "meta" -> meta(element);
      default -> {}
    }
  }

  /// Something that a reader sees stands here, in a link or not.
  private void inAnchor() {
    if (anchor != null && styles.shows()) {
      anchor.shows();
    }
  }

  /// Every relative link becomes as long as the base: one without end would fill the memory.
  private void base(String target) {
    if (base.isEmpty() && target.length() <= LONGEST_BASE) {
      base = WebAddress.parse(target);
    }
  }

  private FormFields form(String action) {
    Optional<WebAddress> address =
        action.isBlank()
            ? Optional.empty()
            : Link.of(action.strip(), "", Link.Kind.FORM, base).address();
    return new FormFields(action.substring(0, Math.min(action.length(), LONGEST_ACTION)), address);
  }

  private void anchor(String name, Element element, int depth) {
    String target = element.attr("href");
    if (target.isEmpty()) {
      target = element.attr("xlink:href");
    }
    if (target.isBlank() || target.startsWith("#")) {
      return;
    }
    if (name.equals("area")) {
      links.add(target, element.attr("alt"), Link.Kind.AREA, base, maps.shows(element));
      return;
    }
    if (anchor != null) {
      close(anchor);
    }
    anchor = new Anchor(depth, text.length(), target, base);
    if (box(element)) {
      anchor.shows();
    }
  }

  private void close(Anchor open) {
    int end = Math.min(text.length(), open.start() + SHOWN);
    links.add(open, text.between(open.start(), end));
    anchor = null;
  }

  private void picture(Element element) {
    String source = element.attr("src");
    if (source.isEmpty()) {
      source = element.attr("xlink:href");
    }
    String start = source.substring(0, Math.min(5, source.length())).toLowerCase(Locale.ROOT);
    Origin origin =
        start.startsWith("cid:")
            ? Origin.ATTACHED
            : start.equals("data:")
                ? Origin.INLINE
                : start.startsWith("http") || start.startsWith("//") ? Origin.REMOTE : Origin.OTHER;
    if (!ShownSize.small(element)) {
      inAnchor();
    }
    if (origin != Origin.INLINE) {
      links.add(source, "", Link.Kind.IMAGE, base);
    }
    if (pictures.size() == MOST_PICTURES) {
      cut = true;
      return;
    }
    String alt = element.attr("alt");
    pictures.add(
        new Picture(
            origin,
            origin == Origin.INLINE ? "data:" : source,
            ShownSize.width(element),
            ShownSize.height(element),
            anchor == null ? Optional.empty() : anchor.address(),
            alt.substring(0, Math.min(ALT, alt.length()))));
  }

  private void script(Element element) {
    String source = element.attr("src");
    if (source.isEmpty()) {
      source = element.attr("xlink:href");
    }
    links.add(source, "", Link.Kind.SCRIPT, base);
    scripts.add(element, source);
  }

  private void meta(Element element) {
    if (!element.attr("http-equiv").strip().equalsIgnoreCase("refresh")) {
      return;
    }
    String content = element.attr("content");
    int at = content.toLowerCase(Locale.ROOT).indexOf("url");
    int sign = at < 0 ? -1 : content.indexOf('=', at);
    if (sign < 0) {
      return;
    }
    String target = content.substring(sign + 1).replace("'", "").replace("\"", "").strip();
    if (!target.isEmpty()) {
      refresh = Optional.of(Link.of(target, "", Link.Kind.META_REFRESH, base).unseen());
      refresh.ifPresent(links::add);
    }
  }

  private void addForm(FormFields closed) {
    closed.link(forms.size() < MOST_FORMS).ifPresent(links::add);
    if (forms.size() == MOST_FORMS) {
      cut = true;
      return;
    }
    forms.add(closed.form());
  }

  @Override
  public void tail(Node node, int depth) {
    if (!(node instanceof Element element)) {
      return;
    }
    if (anchor != null && depth == anchor.depth()) {
      close(anchor);
    }
    if (element.isBlock()) {
      text.separate(styles.hides());
    }
    String name = element.normalName();
    if (name.equals("form")) {
      addForm(fields);
      fields = loose;
    } else if (name.equals("title")) {
      inTitle = false;
    }
    if (skips(name)) {
      skipped--;
    }
    styles.leave(depth);
  }

  private static boolean skips(String name) {
    return switch (name) {
      case "title", "script", "style", "template", "noembed", "noframes" -> true;
      default -> false;
    };
  }
}
