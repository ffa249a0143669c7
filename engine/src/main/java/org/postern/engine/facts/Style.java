package org.postern.engine.facts;

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
    StyleReading reading = new StyleReading();
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
}
