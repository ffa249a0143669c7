package org.postern.engine.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.mail.mime.Message;
import org.postern.mail.mime.Part;

/// Finds codes that are drawn without a picture: with block letters, or with cells of a table.
final class BlockCodes {

  /// Letters beside a code in a table, at most: whoever draws one does not write much.
  static final int MOST_BESIDE_TABLE = 3_000;

  private static final String BLOCKS = "█▀▄■▉▊⬛#";
  private static final String LIGHT = " \u00a0\u2007\u3000⬜░□.";
  private static final int LEAST_LINES = 11;
  private static final int LEAST_SIDE = 21;
  private static final int MOST_LINES = 200;
  private static final int MOST_COLUMNS = 400;
  private static final int MOST_DRAWINGS = 4;
  private static final int MOST_TEXT = 400_000;

  /// With cells that stand for several, a code has at least so many.
  private static final int LEAST_CELLS = 150;

  private static final int LEAST_COLOURS = 100;

  private static final int PIXELS = 4;
  private static final int MARGIN = 4 * PIXELS;

  private static final Pattern CELL = Pattern.compile("<(/?tr|td|th)\\b([^>]{0,400})>");
  private static final Pattern COLOUR =
      Pattern.compile(
          "(?:bgcolor\\s*=|background(?:-color)?\\s*:)[\\s\"']*"
              + "(#[0-9a-f]{3,6}|black|rgb\\(\\s*\\d+\\s*,\\s*\\d+\\s*,\\s*\\d+\\s*\\))");
  private static final Pattern SPAN = Pattern.compile("colspan\\s*=[\\s\"']*(\\d{1,3})");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private BlockCodes() {}

  /// Whether the text has the letters such drawings are made of.
  static boolean drawn(String visible) {
    for (int i = 0; i < BLOCKS.length() - 1; i++) {
      if (visible.indexOf(BLOCKS.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /// The drawings in the text of a message.
  static List<Gray> letters(Message message) {
    List<Gray> drawings = new ArrayList<>();
    for (Part part : message.parts()) {
      if (part.leaf() && part.contentType().type().equals("text")) {
        String text = part.text();
        boolean html = part.contentType().subtype().equals("html");
        String cut = text.substring(0, Math.min(text.length(), MOST_TEXT));
        drawings(html ? HtmlLines.of(cut) : cut, drawings);
      }
    }
    return drawings;
  }

  /// The drawings in the tables of a message.
  static List<Gray> tables(Message message) {
    List<Gray> drawings = new ArrayList<>();
    for (Part part : message.parts()) {
      if (part.leaf()
          && part.contentType().name().equals("text/html")
          && coloured(part.content())) {
        String text = part.text();
        table(text.substring(0, Math.min(text.length(), MOST_TEXT)), drawings);
      }
    }
    return drawings;
  }

  /// Whether the page colours as many cells as a code has dark ones; newsletters colour fewer.
  private static boolean coloured(byte[] html) {
    int colours = 0;
    for (int i = 0; i < html.length - 3 && colours < LEAST_COLOURS; i++) {
      // `bgcolor`, `background`, in letters of either case
      if ((html[i] | 0x20) == 'b') {
        int second = html[i + 1] | 0x20;
        if ((second == 'g' || second == 'a') && (html[i + 2] | 0x20) == 'c') {
          colours++;
        }
      }
    }
    return colours >= LEAST_COLOURS;
  }

  private static void table(String html, List<Gray> drawings) {
    StringBuilder lines = new StringBuilder();
    int cells = 0;
    Matcher matcher = CELL.matcher(html.toLowerCase(Locale.ROOT));
    while (matcher.find()) {
      if (matcher.group(1).endsWith("tr")) {
        lines.append(matcher.group(1).startsWith("/") ? "" : "\n");
        continue;
      }
      cells++;
      Matcher span = SPAN.matcher(matcher.group(2));
      int width = span.find() ? Math.min(MOST_COLUMNS, Integer.parseInt(span.group(1))) : 1;
      lines.repeat(dark(matcher.group(2)) ? '⬛' : '⬜', width);
    }
    if (cells >= LEAST_CELLS) {
      drawings(lines.toString(), drawings);
    }
  }

  private static boolean dark(String attributes) {
    Matcher matcher = COLOUR.matcher(attributes);
    if (!matcher.find()) {
      return false;
    }
    String colour = matcher.group(1);
    if (colour.startsWith("#")) {
      String digits = colour.substring(1);
      String six =
          digits.length() == 6
              ? digits
              : "" + digits.charAt(0) + '0' + digits.charAt(1) + '0' + digits.charAt(2) + '0';
      return six.charAt(0) < '8' && six.charAt(2) < '8' && six.charAt(4) < '8';
    }
    Matcher numbers = NUMBER.matcher(colour);
    return numbers.results().allMatch(number -> number.group().length() < 3);
  }

  private static void drawings(String text, List<Gray> drawings) {
    List<String> block = new ArrayList<>();
    for (String line : text.split("\r?\n")) {
      String rest = line.stripTrailing();
      if (drawn(rest, block.isEmpty()) && block.size() < MOST_LINES) {
        block.add(rest);
      } else {
        end(block, drawings);
      }
    }
    end(block, drawings);
  }

  /// Whether a line is part of a drawing: nothing but dark and light letters.
  private static boolean drawn(String line, boolean first) {
    if (line.length() > MOST_COLUMNS || line.length() < (first ? 5 : 1)) {
      return false;
    }
    int dark = 0;
    for (int i = 0; i < line.length(); i++) {
      if (BLOCKS.indexOf(line.charAt(i)) >= 0) {
        dark++;
      } else if (LIGHT.indexOf(line.charAt(i)) < 0) {
        return false;
      }
    }
    return dark >= 2 || !first;
  }

  private static void end(List<String> block, List<Gray> drawings) {
    int width = block.stream().mapToInt(String::length).max().orElse(0);
    if (block.size() >= LEAST_LINES && width >= LEAST_SIDE && drawings.size() < MOST_DRAWINGS) {
      boolean halves = block.stream().anyMatch(l -> l.indexOf('▀') >= 0 || l.indexOf('▄') >= 0);
      // letters are twice as high as they are wide, unless a style makes them square
      boolean tall = halves || width > block.size() * 3 / 2;
      drawings.add(painted(block, width, tall));
    }
    block.clear();
  }

  private static Gray painted(List<String> block, int columns, boolean tall) {
    int cell = tall ? 2 * PIXELS : PIXELS;
    int width = columns * PIXELS + 2 * MARGIN;
    int height = block.size() * cell + 2 * MARGIN;
    byte[] pixels = new byte[width * height];
    Arrays.fill(pixels, (byte) 255);
    for (int row = 0; row < block.size(); row++) {
      for (int column = 0; column < block.get(row).length(); column++) {
        char letter = block.get(row).charAt(column);
        if (BLOCKS.indexOf(letter) < 0) {
          continue;
        }
        int from = letter == '▄' ? cell / 2 : 0;
        int to = letter == '▀' ? cell / 2 : cell;
        for (int y = from; y < to; y++) {
          int start = (MARGIN + row * cell + y) * width + MARGIN + column * PIXELS;
          Arrays.fill(pixels, start, start + PIXELS, (byte) 0);
        }
      }
    }
    return new Gray(width, height, pixels);
  }
}
