package org.postern.engine.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What functions of rules ask of the tags of one HTML text, counted while it is read. Counts are
/// those of SpamAssassin: an end tag of what is not open counts as one too many.
///
/// One thread: filled by [HtmlRendering], then only read.
final class HtmlMeasures {

  /// The elements of HTML 4.01 and XHTML 1.0, and three that mail programs write.
  private static final Set<String> ELEMENTS =
      Set.of(
          ("a abbr acronym address applet area b base basefont bdo big blockquote body br button"
                  + " caption center cite code col colgroup dd del dfn dir div dl dt em fieldset"
                  + " font form frame frameset h1 h2 h3 h4 h5 h6 head hr html i iframe img input"
                  + " ins isindex kbd label legend li link map menu meta nobr noframes noscript"
                  + " object ol optgroup option p param pre q s samp script select small span"
                  + " strike strong style sub sup table tbody td textarea tfoot th thead title tr"
                  + " tt u ul var x-sigsep x-tab")
              .split(" "));

  /// What [#is] may be asked for.
  static final Set<String> SIGNS =
      Set.of(
          "embeds",
          "form_action_mailto",
          "font_face_bad",
          "font_low_contrast",
          "font_invalid_color");

  /// What [#measure] may be asked for.
  static final Set<String> MEASURES =
      Set.of(
          "max_size",
          "closed_extra_ratio",
          "bad_tag_ratio",
          "non_element_ratio",
          "obfuscation_ratio");

  private static final Pattern OFFICE = Pattern.compile("(?:o|st[0-9]):[\\w-]+");
  private static final Pattern FACE =
      Pattern.compile(
          "\\s*[\"'.]?[a-z ][a-z -]*[a-z]\\d?[\"']?(?:,\\s*[\"']?[a-z][a-z -]*[a-z]\\d?[\"']?)*;?",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SIZE = Pattern.compile("\\s*([+-]?)(\\d{1,4}).*", Pattern.DOTALL);
  private static final Pattern PIXELS = Pattern.compile("(\\d{1,6})(%?)");
  private static final int LONGEST_FACE = 200;
  private static final int GUESSED = 200;
  private static final int USUAL_SIZE = 3;
  private static final int MOST_NAMES = 200;
  private static final int MOST_TEXTS = 200;
  private static final int LONGEST_TEXT = 2_000;

  private final Map<String, Integer> inside = new HashMap<>();
  private final Map<String, Integer> opened = new HashMap<>();
  private final Set<String> signs = new HashSet<>();
  private final Optional<FontColours> following;
  private final Supplier<FontColours> reading;
  private @Nullable FontColours read;
  private final Map<String, List<StringBuilder>> texts = new HashMap<>();
  private int tags;
  private int elements;
  private int names;
  private int elementNames;
  private int closedExtra;
  private int cutWords;
  private int baseSize = USUAL_SIZE;
  private int largest = USUAL_SIZE;
  private double imageArea;
  private String width = "";
  private String height = "";

  /// @param colours read when somebody asks for them
  HtmlMeasures(Supplier<FontColours> colours) {
    this.following = Optional.empty();
    this.reading = colours;
  }

  /// @param colours to be told what is read
  HtmlMeasures(FontColours colours) {
    this.following = Optional.of(colours);
    this.reading = () -> colours;
  }

  /// An element begins; its attributes follow.
  void open(String name) {
    count(name);
    following.ifPresent(told -> told.open(name));
    inside.computeIfPresent(name, (_, depth) -> depth + 1);
    if (opened.size() < MOST_NAMES || opened.containsKey(name)) {
      opened.merge(name, 1, Integer::sum);
    }
    width = "";
    height = "";
    switch (name) {
      case "a" -> begin("anchor");
      case "title" -> begin("title");
      case "script" -> begin("script");
      case "object", "embed" -> signs.add("embeds");
      default -> {}
    }
  }

  private void count(String name) {
    boolean element =
        ELEMENTS.contains(name) || (name.indexOf(':') > 0 && OFFICE.matcher(name).matches());
    tags++;
    elements += element ? 1 : 0;
    if (!inside.containsKey(name)) {
      names++;
      elementNames += element ? 1 : 0;
      if (inside.size() < MOST_NAMES) {
        inside.put(name, 0);
      }
    }
  }

  void attribute(String element, String name, String value) {
    following.ifPresent(told -> told.attribute(name, value));
    switch (element) {
      case "img" -> {
        width = name.equals("width") ? value : width;
        height = name.equals("height") ? value : height;
      }
      case "form" -> {
        if (name.equals("action") && value.toLowerCase(Locale.ROOT).contains("mailto:")) {
          signs.add("form_action_mailto");
        }
      }
      case "font" -> font(name, value);
      case "basefont" -> baseSize = name.equals("size") ? size(value) : baseSize;
      default -> {}
    }
  }

  private void font(String name, String value) {
    if (name.equals("size")) {
      largest = Math.max(largest, size(value));
    } else if (name.equals("face")
        && (value.length() > LONGEST_FACE || !FACE.matcher(value).matches())) {
      signs.add("font_face_bad");
    }
  }

  /// All attributes of an element were told.
  void opened(String name) {
    following.ifPresent(FontColours::opened);
    if (name.equals("img")) {
      if (!width.isEmpty() && !height.isEmpty()) {
        imageArea += (double) pixels(width, 8) * pixels(height, 6);
      }
      text("a", "anchor", "<img>\n");
    }
  }

  private int size(String value) {
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      return 0;
    }
    int number = Integer.parseInt(matcher.group(2));
    return switch (matcher.group(1)) {
      case "+" -> baseSize + number;
      case "-" -> baseSize - number;
      default -> number;
    };
  }

  /// A part of a screen of 800 by 600 where it is given in hundredths, a guess where it is 0.
  private static int pixels(String value, int hundredth) {
    Matcher matcher = PIXELS.matcher(value);
    int pixels = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    int all = matcher.matches() && !matcher.group(2).isEmpty() ? pixels * hundredth : pixels;
    return all > 0 ? all : GUESSED;
  }

  /// An end tag.
  void close(String name) {
    count(name);
    following.ifPresent(told -> told.close(name));
    int depth = inside.getOrDefault(name, 0);
    if (depth == 0) {
      closedExtra++;
    } else {
      inside.put(name, depth - 1);
    }
  }

  void doctype() {
    tags++;
    elements++;
  }

  void comment(String text) {
    begin("comment");
    add("comment", text);
  }

  /// Text that is shown.
  ///
  /// @param inWord whether a tag alone stands between two letters of it and what was before
  void text(String text, boolean inWord) {
    cutWords += inWord ? 1 : 0;
    following.ifPresent(told -> told.text(text));
    text("a", "anchor", text);
    text("title", "title", text);
  }

  void script(String text) {
    add("script", text);
  }

  private void text(String element, String kind, String text) {
    if (inside.getOrDefault(element, 0) > 0) {
      add(kind, text);
    }
  }

  private void begin(String kind) {
    List<StringBuilder> all = texts.computeIfAbsent(kind, _ -> new ArrayList<>());
    if (all.size() < MOST_TEXTS) {
      all.add(new StringBuilder());
    }
  }

  private void add(String kind, String text) {
    List<StringBuilder> all = texts.getOrDefault(kind, List.of());
    if (!all.isEmpty()) {
      int room = LONGEST_TEXT - all.getLast().length();
      all.getLast().append(text, 0, Math.min(text.length(), Math.max(0, room)));
    }
  }

  /// Whether an element was opened.
  boolean has(String element) {
    return opened.containsKey(element);
  }

  /// How many of an element were never closed; empty where it does not occur.
  OptionalDouble balance(String element) {
    Integer depth = inside.get(element);
    return depth == null ? OptionalDouble.empty() : OptionalDouble.of(depth);
  }

  private FontColours colours() {
    FontColours known = read;
    if (known == null) {
      known = reading.get();
      read = known;
    }
    return known;
  }

  /// Whether it has what a name stands for.
  boolean is(String sign) {
    return switch (sign) {
      case "font_low_contrast" -> colours().lowContrast();
      case "font_invalid_color" -> colours().invalid();
      default -> signs.contains(sign);
    };
  }

  /// The sum of the areas of pictures whose width and height are given, in pixels.
  double imageArea() {
    return imageArea;
  }

  /// A measure by its name; empty where there is none.
  OptionalDouble measure(String name) {
    return switch (name) {
      case "max_size" -> OptionalDouble.of(largest);
      case "closed_extra_ratio" -> share(closedExtra, tags);
      case "bad_tag_ratio" -> share(tags - elements, tags);
      case "non_element_ratio" -> share(names - elementNames, names);
      case "obfuscation_ratio" -> cutWords == 0 ? OptionalDouble.empty() : share(cutWords, tags);
      default -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble share(int part, int all) {
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / all);
  }

  /// The texts of a kind: comments with their signs, anchors, titles, scripts.
  List<String> texts(String kind) {
    return texts.getOrDefault(kind, List.of()).stream().map(StringBuilder::toString).toList();
  }
}
