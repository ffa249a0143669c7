package org.postern.engine.facts;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Gathers what declarations say into a [Style]. One use.
final class StyleReading implements Declarations.Taker {

  private static final int FAR = -500;
  private static final int PUSHED = 200;

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
  private double font = Style.UNSAID;
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
          say(Style.Property.VISIBILITY, value.equals("hidden") || value.equals("collapse"));
      case "opacity" -> opacity(value);
      case "font-size" -> {
        if (!value.equals("inherit")) {
          double size = Lengths.font(value);
          fontSize(Double.isNaN(size) ? Style.USUAL : size);
        }
      }
      case "font" -> shorthand(value);
      case "color" -> colour(Colours.parse(value));
      case "background-color", "background" -> background(Colours.background(value));
      case "background-image" -> background(Colours.UNKNOWN);
      case "margin" -> {
        for (String one : BLANKS.split(value, 5)) {
          note(Style.Property.PUSH, !(Lengths.length(one) <= PUSHED) && !one.equals("auto"));
        }
      }
      case "text-indent" -> place(Style.Property.INDENT, value);
      case "position" ->
          say(Style.Property.POSITION, value.equals("absolute") || value.equals("fixed"));
      case "left", "margin-left" -> place(Style.Property.LEFT, value);
      case "top", "margin-top" -> place(Style.Property.TOP, value);
      case "right", "margin-right" -> place(Style.Property.RIGHT, value);
      case "bottom", "margin-bottom" -> place(Style.Property.BOTTOM, value);
      case "width" -> size(Style.Property.WIDTH, value);
      case "height" -> size(Style.Property.HEIGHT, value);
      case "max-width" -> size(Style.Property.MOST_WIDTH, value);
      case "max-height" -> size(Style.Property.MOST_HEIGHT, value);
      case "overflow", "overflow-x", "overflow-y" ->
          say(Style.Property.OVERFLOW, value.equals("hidden"));
      case "min-width", "min-height" -> note(Style.Property.ROOM, Lengths.length(value) != 0);
      case "padding", "padding-left", "padding-top", "padding-right", "padding-bottom" ->
          padding(value);
      case "transform", "translate", "animation", "animation-name", "-webkit-animation" -> {
        note(Style.Property.ROOM, !value.equals("none"));
        note(Style.Property.PUSH, !value.equals("none"));
      }
      default -> {}
    }
  }

  /// Notes a property; one that is important stands over one that is not.
  private boolean say(Style.Property property, boolean hides) {
    int bit = property.bit();
    if ((firm & bit) != 0 && !important) {
      return false;
    }
    said |= bit;
    firm |= important ? bit : 0;
    hide = hides ? hide | bit : hide & ~bit;
    return true;
  }

  private void note(Style.Property property, boolean there) {
    if (there) {
      say(property, false);
    }
  }

  private void display(String value) {
    say(Style.Property.DISPLAY, value.equals("none"));
    // the sizes of these are not those that were asked for
    note(
        Style.Property.ROOM,
        value.equals("inline") || value.equals("contents") || value.startsWith("table"));
  }

  /// More than the breadth of a line of letters makes room for one.
  private void padding(String value) {
    for (String one : BLANKS.split(value, 5)) {
      double length = Lengths.length(one);
      note(Style.Property.ROOM, !(length <= 10));
      note(Style.Property.PUSH, !(length <= PUSHED));
    }
  }

  private void opacity(String value) {
    String unit = Lengths.unit(value);
    double share = unit.equals("%") ? Lengths.number(value) / 100 : Lengths.number(value);
    say(Style.Property.OPACITY, (unit.isEmpty() || unit.equals("%")) && share < 0.05);
  }

  private void place(Style.Property property, String value) {
    double length = Lengths.length(value);
    say(property, length < FAR);
    note(Style.Property.PUSH, length > PUSHED);
  }

  private void size(Style.Property property, String value) {
    double length = Lengths.length(value);
    if (!(length < 0)) {
      say(property, length < 1);
    }
  }

  private void fontSize(double size) {
    if (say(Style.Property.FONT, false)) {
      font = size;
    }
  }

  private void colour(int parsed) {
    if (parsed != Colours.UNSAID && say(Style.Property.COLOUR, false)) {
      colour = parsed;
    }
  }

  private void background(int parsed) {
    if (parsed != Colours.UNSAID && say(Style.Property.BACKGROUND, false)) {
      background = parsed;
    }
  }

  private void shorthand(String value) {
    for (String word : value.split("[\\s/]+", 8)) {
      double size = Lengths.font(word);
      if (!Double.isNaN(size) && !(size >= 100 && size % 100 == 0)) {
        fontSize(size);
        return;
      }
    }
  }

  Style style() {
    return said == 0 ? Style.NONE : new Style(said, hide, firm, font, colour, background);
  }
}
