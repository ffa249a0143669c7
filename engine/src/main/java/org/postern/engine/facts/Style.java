package org.postern.engine.facts;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What CSS says about whether text can be seen. Everything that is not understood counts as not
/// said: what is taken for hidden is not examined, so that whatever speaks for a text wins.
///
/// @param said the properties that are spoken of, see [Property]
/// @param hide those of them that say that nothing can be seen
/// @param firm those of them that are `!important`
/// @param font size in pixels; below zero in times of the size around; `UNSAID` where nothing is
///   said
/// @param colour of the text
/// @param background behind it
record Style(int said, int hide, int firm, double font, int colour, int background) {

  static final double UNSAID = Double.NaN;
  static final Style NONE = new Style(0, 0, 0, UNSAID, Colours.UNSAID, Colours.UNSAID);

  /// The size of a font where nothing else is said.
  static final double USUAL = 16;

  private static final int FAR = -500;
  private static final int PUSHED = 200;

  /// So many digits are a whole number that needs no fractions.
  private static final int PLAIN = 9;

  /// What is looked at.
  enum Property {
    DISPLAY,
    VISIBILITY,
    OPACITY,
    FONT,
    COLOUR,
    BACKGROUND,
    INDENT,
    POSITION,
    LEFT,
    TOP,
    RIGHT,
    BOTTOM,
    WIDTH,
    HEIGHT,
    MOST_WIDTH,
    MOST_HEIGHT,
    OVERFLOW,
    /// What gives a box room that has none: padding, least sizes; or makes sizes mean nothing.
    ROOM,
    /// What moves a box to the right or down, far.
    PUSH;

    @SuppressWarnings("EnumOrdinal") // a bit in a set of this process, never written down
    int bit() {
      return 1 << ordinal();
    }
  }

  private static final int SIZES =
      Property.WIDTH.bit()
          | Property.HEIGHT.bit()
          | Property.MOST_WIDTH.bit()
          | Property.MOST_HEIGHT.bit();
  private static final int PLACES =
      Property.LEFT.bit() | Property.TOP.bit() | Property.RIGHT.bit() | Property.BOTTOM.bit();

  static Style parse(String declarations) {
    if (declarations.isBlank()) {
      return NONE;
    }
    Reading reading = new Reading();
    Declarations.read(declarations, reading);
    return reading.style();
  }

  /// Why nothing within can be seen, whatever it says of itself; null where it can.
  @Nullable Hiding hides() {
    if (hides(Property.DISPLAY)) {
      return Hiding.NOT_DISPLAYED;
    }
    if (hides(Property.OPACITY)) {
      return Hiding.TRANSPARENT;
    }
    if (hides(Property.OVERFLOW) && (hide & SIZES) != 0 && !says(Property.ROOM)) {
      return Hiding.NO_SIZE;
    }
    boolean away = hides(Property.POSITION) && (hide & PLACES) != 0;
    return (away || hides(Property.INDENT)) && !says(Property.PUSH) ? Hiding.OFF_SCREEN : null;
  }

  /// `visibility`; null where nothing is said.
  @Nullable Boolean invisible() {
    return says(Property.VISIBILITY) ? hides(Property.VISIBILITY) : null;
  }

  /// Whether it is worth [#NONE].
  boolean saysNothing() {
    return said == 0;
  }

  boolean says(Property property) {
    return (said & property.bit()) != 0;
  }

  private boolean hides(Property property) {
    return (hide & property.bit()) != 0;
  }

  /// What the second says, and what the first says where it says nothing, or says it firmly.
  static Style over(Style below, Style above) {
    if (below.saysNothing()) {
      return above;
    }
    if (above.saysNothing()) {
      return below;
    }
    int wins = above.said & ~(below.firm & ~above.firm);
    boolean font = (wins & Property.FONT.bit()) != 0;
    boolean colour = (wins & Property.COLOUR.bit()) != 0;
    boolean background = (wins & Property.BACKGROUND.bit()) != 0;
    return new Style(
        below.said | above.said,
        (below.hide & ~wins) | (above.hide & wins),
        below.firm | above.firm,
        font ? above.font : below.font,
        colour ? above.colour : below.colour,
        background ? above.background : below.background);
  }

  /// Two that are worth the same, of which nobody knows which stands later: the one wins that
  /// shows.
  static Style both(Style one, Style other) {
    if (one.saysNothing()) {
      return other;
    }
    if (other.saysNothing()) {
      return one;
    }
    int shows = (one.said & ~one.hide) | (other.said & ~other.hide);
    return new Style(
        one.said | other.said,
        (one.hide | other.hide) & ~shows,
        one.firm | other.firm,
        larger(one.font, other.font),
        same(one.colour, other.colour),
        same(one.background, other.background));
  }

  private static double larger(double one, double other) {
    if (Double.isNaN(one)) {
      return other;
    }
    double first = one < 0 ? -one * USUAL : one;
    double second = other < 0 ? -other * USUAL : other;
    return second > first ? other : one;
  }

  private static int same(int one, int other) {
    if (one == other || other == Colours.UNSAID) {
      return one;
    }
    return one == Colours.UNSAID ? other : Colours.UNKNOWN;
  }

  /// Colours that attributes of old say.
  static Style of(int colour, int background) {
    int said =
        (colour == Colours.UNSAID ? 0 : Property.COLOUR.bit())
            | (background == Colours.UNSAID ? 0 : Property.BACKGROUND.bit());
    return new Style(said, 0, 0, UNSAID, colour, background);
  }

  /// Only what it says firmly.
  Style firmly() {
    return firm == 0 ? NONE : new Style(said & firm, hide & firm, firm, font, colour, background);
  }

  /// With what another style may say, which holds for some elements only, or at some times: it
  /// shows, and never hides.
  Style unless(Style maybe) {
    if (maybe.saysNothing()) {
      return this;
    }
    int shows = maybe.said & ~maybe.hide & ~(firm & ~maybe.firm);
    boolean font = (shows & Property.FONT.bit()) != 0 && !Double.isNaN(maybe.font);
    return new Style(
        said | shows,
        hide & ~shows,
        firm,
        font ? maybe.font : this.font,
        (shows & Property.COLOUR.bit()) != 0 ? Colours.UNKNOWN : colour,
        (shows & Property.BACKGROUND.bit()) != 0 ? Colours.UNKNOWN : background);
  }

  /// A length in pixels, roughly; below zero for times of the font around; NaN where it is none.
  static double length(String value) {
    double number = number(value);
    return switch (unit(value)) {
      case "px" -> number;
      case "pt" -> number * 4 / 3;
      case "pc" -> number * 16;
      case "mm" -> number * 3.8;
      case "cm" -> number * 38;
      case "in" -> number * 96;
      case "vw", "vh", "rem" -> number * 8;
      case "em", "ex", "ch" -> number * 16;
      case "%" -> number * 16 / 100;
      // CSS Values Level 4 section 6.1: only zero needs no unit
      case "" -> number == 0 ? 0 : Double.NaN;
      default -> Double.NaN;
    };
  }

  /// The size of a font, below zero where it is relative; NaN where it is none.
  private static double font(String value) {
    double number = number(value);
    if (number < 0) {
      return Double.NaN;
    }
    return switch (unit(value)) {
      case "em" -> -number;
      case "ex", "ch" -> -number / 2;
      case "%" -> -number / 100;
      default -> length(value);
    };
  }

  private static double number(String value) {
    int end = digits(value);
    if (end == 0 || end > 12) {
      return Double.NaN;
    }
    if (end <= PLAIN && plainDigits(value, end)) {
      return Integer.parseInt(value, 0, end, 10);
    }
    try {
      return Double.parseDouble(value.substring(0, end));
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  private static boolean plainDigits(String value, int end) {
    for (int i = 0; i < end; i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String unit(String value) {
    return value.substring(digits(value));
  }

  private static int digits(String value) {
    int end = 0;
    while (end < value.length() && "+-.0123456789".indexOf(value.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static final class Reading implements Declarations.Taker {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /// All that [#read] knows: most that pages say is of borders, families of letters and the like.
    private static final Set<String> KNOWN =
        Set.of(
            "display",
            "visibility",
            "opacity",
            "font-size",
            "font",
            "color",
            "background-color",
            "background",
            "background-image",
            "margin",
            "text-indent",
            "position",
            "left",
            "margin-left",
            "top",
            "margin-top",
            "right",
            "margin-right",
            "bottom",
            "margin-bottom",
            "width",
            "height",
            "max-width",
            "max-height",
            "overflow",
            "overflow-x",
            "overflow-y",
            "min-width",
            "min-height",
            "padding",
            "padding-left",
            "padding-top",
            "padding-right",
            "padding-bottom",
            "transform",
            "translate",
            "animation",
            "animation-name",
            "-webkit-animation");

    private int said;
    private int hide;
    private int firm;
    private boolean important;
    private double font = UNSAID;
    private int colour = Colours.UNSAID;
    private int background = Colours.UNSAID;

    @Override
    public boolean wants(String name) {
      return KNOWN.contains(name);
    }

    @Override
    public void take(String name, String value) {
      String lower = value.toLowerCase(Locale.ROOT);
      int mark = lower.indexOf('!');
      important = mark >= 0 && lower.substring(mark + 1).strip().equals("important");
      // a browser passes over what it cannot read
      if (mark < 0 || important) {
        read(name, mark < 0 ? lower : lower.substring(0, mark).strip());
      }
    }

    private void read(String name, String value) {
      switch (name) {
        case "display" -> display(value);
        case "visibility" ->
            say(Property.VISIBILITY, value.equals("hidden") || value.equals("collapse"));
        case "opacity" -> opacity(value);
        case "font-size" -> {
          if (!value.equals("inherit")) {
            double size = font(value);
            fontSize(Double.isNaN(size) ? USUAL : size);
          }
        }
        case "font" -> shorthand(value);
        case "color" -> colour(Colours.parse(value));
        case "background-color", "background" -> background(Colours.background(value));
        case "background-image" -> background(Colours.UNKNOWN);
        case "margin" -> {
          for (String one : BLANKS.split(value, 5)) {
            note(Property.PUSH, !(length(one) <= PUSHED) && !one.equals("auto"));
          }
        }
        case "text-indent" -> place(Property.INDENT, value);
        case "position" ->
            say(Property.POSITION, value.equals("absolute") || value.equals("fixed"));
        case "left", "margin-left" -> place(Property.LEFT, value);
        case "top", "margin-top" -> place(Property.TOP, value);
        case "right", "margin-right" -> place(Property.RIGHT, value);
        case "bottom", "margin-bottom" -> place(Property.BOTTOM, value);
        case "width" -> size(Property.WIDTH, value);
        case "height" -> size(Property.HEIGHT, value);
        case "max-width" -> size(Property.MOST_WIDTH, value);
        case "max-height" -> size(Property.MOST_HEIGHT, value);
        case "overflow", "overflow-x", "overflow-y" ->
            say(Property.OVERFLOW, value.equals("hidden"));
        case "min-width", "min-height" -> note(Property.ROOM, length(value) != 0);
        case "padding", "padding-left", "padding-top", "padding-right", "padding-bottom" ->
            padding(value);
        case "transform", "translate", "animation", "animation-name", "-webkit-animation" -> {
          note(Property.ROOM, !value.equals("none"));
          note(Property.PUSH, !value.equals("none"));
        }
        default -> {}
      }
    }

    /// Notes a property; one that is important stands over one that is not.
    private boolean say(Property property, boolean hides) {
      int bit = property.bit();
      if ((firm & bit) != 0 && !important) {
        return false;
      }
      said |= bit;
      firm |= important ? bit : 0;
      hide = hides ? hide | bit : hide & ~bit;
      return true;
    }

    private void note(Property property, boolean there) {
      if (there) {
        say(property, false);
      }
    }

    private void display(String value) {
      say(Property.DISPLAY, value.equals("none"));
      // the sizes of these are not those that were asked for
      note(
          Property.ROOM,
          value.equals("inline") || value.equals("contents") || value.startsWith("table"));
    }

    /// More than the breadth of a line of letters makes room for one.
    private void padding(String value) {
      for (String one : BLANKS.split(value, 5)) {
        double length = length(one);
        note(Property.ROOM, !(length <= 10));
        note(Property.PUSH, !(length <= PUSHED));
      }
    }

    private void opacity(String value) {
      String unit = unit(value);
      double share = unit.equals("%") ? number(value) / 100 : number(value);
      say(Property.OPACITY, (unit.isEmpty() || unit.equals("%")) && share < 0.05);
    }

    private void place(Property property, String value) {
      double length = length(value);
      say(property, length < FAR);
      note(Property.PUSH, length > PUSHED);
    }

    private void size(Property property, String value) {
      double length = length(value);
      if (!(length < 0)) {
        say(property, length < 1);
      }
    }

    private void fontSize(double size) {
      if (say(Property.FONT, false)) {
        font = size;
      }
    }

    private void colour(int parsed) {
      if (parsed != Colours.UNSAID && say(Property.COLOUR, false)) {
        colour = parsed;
      }
    }

    private void background(int parsed) {
      if (parsed != Colours.UNSAID && say(Property.BACKGROUND, false)) {
        background = parsed;
      }
    }

    private void shorthand(String value) {
      for (String word : value.split("[\\s/]+", 8)) {
        double size = font(word);
        if (!Double.isNaN(size) && !(size >= 100 && size % 100 == 0)) {
          fontSize(size);
          return;
        }
      }
    }

    Style style() {
      return said == 0 ? NONE : new Style(said, hide, firm, font, colour, background);
    }
  }
}
