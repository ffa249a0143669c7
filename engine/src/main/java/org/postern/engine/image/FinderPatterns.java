package org.postern.engine.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Finds the square eyes of QR codes: places where dark and light alternate 1:1:3:1:1 across, down
/// and aslant. Far cheaper than to look for the code itself, and light on dark counts as well.
/// Misses what specks and blur have torn apart.
final class FinderPatterns {

  /// Rows from one looked at to the next; the middle of an eye that can be read is higher.
  private static final int STEP = 3;

  /// Light and dark are told apart by what stands around, in pieces of so many pixels.
  private static final int PIECE = 16;

  private static final int AROUND = 2;
  private static final int LEAST_CONTRAST = 24;

  /// How far a run may be from the length it should have, in modules.
  private static final float TOLERANCE = .6f;

  /// From the middle of an eye to that of the next, in points: 14 in the smallest code, 170 in the
  /// largest; a code that is turned looks as if its points were larger.
  private static final double LEAST_SIDE = 8;

  private static final double MOST_SIDE = 190;

  private static final int MOST_EYES = 100;

  /// How much larger one eye may be than another of the same code.
  private static final float ALIKE = 1.4f;

  private static final float LEAST_ASLANT = .4f;

  /// How much longer one side may look than the other.
  private static final double SKEWED = 1.5;

  /// Points of one colour in a row; the rules of masking keep them few (ISO/IEC 18004, 7.8.3).
  private static final double LONGEST_RUN = 14;

  /// @param module the side of a single point
  /// @param threshold below which it is dark there
  private record Eye(int x, int y, float module, int threshold) {
    boolean same(Eye other) {
      float near = 4 * Math.max(module, other.module);
      return Math.abs(x - other.x) < near && Math.abs(y - other.y) < near;
    }

    double to(Eye other) {
      return Math.hypot(x - other.x, y - other.y);
    }

    boolean alike(Eye other) {
      return Math.max(module, other.module) <= ALIKE * Math.min(module, other.module);
    }
  }

  private final List<Eye> eyes = new ArrayList<>();
  private final byte[] shades;
  private final int width;
  private final int height;
  private final int[] darkest;
  private final int[] lightest;
  private final int[] thresholds;

  /// Where runs of one colour begin in the row looked at, and after the last one its end.
  private final int[] starts;

  private FinderPatterns(Gray picture) {
    this.shades = picture.getMatrix();
    this.width = picture.getWidth();
    this.height = picture.getHeight();
    int pieces = (width + PIECE - 1) / PIECE;
    this.darkest = new int[pieces];
    this.lightest = new int[pieces];
    this.thresholds = new int[pieces];
    this.starts = new int[width + 1];
  }

  /// Whether a picture has the three eyes of a code.
  static boolean ofCode(Gray picture) {
    return new FinderPatterns(picture).found(true);
  }

  /// Whether it has one at least, as a piece of a code has.
  static boolean any(Gray picture) {
    return new FinderPatterns(picture).found(false);
  }

  private boolean found(boolean three) {
    for (int y = STEP / 2; y < height; y += STEP) {
      int runs = runs(y);
      for (int run = 0; run + 5 <= runs; run++) {
        if (across(run)) {
          int x = (starts[run + 2] + starts[run + 3]) / 2;
          Eye eye = new Eye(x, y, module(run), thresholds[x / PIECE]);
          if (square(eye) && (!three || completes(eye))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Whether it makes a code with two seen before; the same eye is found in several rows.
  private boolean completes(Eye eye) {
    if (eyes.size() >= MOST_EYES || eyes.stream().anyMatch(eye::same)) {
      return false;
    }
    List<Eye> alike = eyes.stream().filter(eye::alike).toList();
    eyes.add(eye);
    for (int i = 0; i < alike.size(); i++) {
      for (int j = 0; j < i; j++) {
        Eye one = alike.get(i);
        Eye other = alike.get(j);
        if (corner(eye, one, other) || corner(one, eye, other) || corner(other, eye, one)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether they stand like three corners of a square, turned or seen aslant, with points of a
  /// code between the first and the others.
  private boolean corner(Eye at, Eye one, Eye other) {
    double module = (at.module + one.module + other.module) / 3;
    double shorter = Math.min(at.to(one), at.to(other));
    double longer = Math.max(at.to(one), at.to(other));
    double across = one.to(other);
    double right = (shorter * shorter + longer * longer) / (across * across);
    return shorter > LEAST_SIDE * module
        && longer < MOST_SIDE * module
        && longer < SKEWED * shorter
        && right > .75
        && right < 1.33
        && (dotted(at, one, module) || dotted(at, other, module));
  }

  /// Whether no colour lasts long on the way from one to the other.
  private boolean dotted(Eye one, Eye other, double module) {
    int steps = Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y));
    double step = one.to(other) / steps;
    boolean dark = dark(one.x, one.y, one.threshold);
    double length = 0;
    for (int i = 1; i <= steps; i++) {
      int x = one.x + (other.x - one.x) * i / steps;
      int y = one.y + (other.y - one.y) * i / steps;
      if (dark(x, y, one.threshold) == dark) {
        length += step;
        if (length > LONGEST_RUN * module) {
          return false;
        }
      } else {
        dark = !dark;
        length = 0;
      }
    }
    return true;
  }

  /// Divides a row into runs; how many.
  private int runs(int y) {
    if (!thresholds(y)) {
      return 0;
    }
    int row = y * width;
    int runs = 0;
    boolean dark = (shades[row] & 0xff) < thresholds[0];
    starts[0] = 0;
    for (int x = 1; x < width; x++) {
      if ((shades[row + x] & 0xff) < thresholds[x / PIECE] != dark) {
        dark = !dark;
        starts[++runs] = x;
      }
    }
    starts[++runs] = width;
    return runs;
  }

  /// Where little changes around, the middle of the whole row; false where the row is plain.
  private boolean thresholds(int y) {
    Arrays.fill(darkest, 255);
    Arrays.fill(lightest, 0);
    int row = y * width;
    for (int x = 0; x < width; x++) {
      int shade = shades[row + x] & 0xff;
      int piece = x / PIECE;
      if (shade < darkest[piece]) {
        darkest[piece] = shade;
      }
      if (shade > lightest[piece]) {
        lightest[piece] = shade;
      }
    }
    int least = Arrays.stream(darkest).min().orElse(0);
    int most = Arrays.stream(lightest).max().orElse(0);
    if (most - least < LEAST_CONTRAST) {
      return false;
    }
    for (int piece = 0; piece < thresholds.length; piece++) {
      int dark = 255;
      int light = 0;
      int end = Math.min(thresholds.length, piece + AROUND + 1);
      for (int other = Math.max(0, piece - AROUND); other < end; other++) {
        dark = Math.min(dark, darkest[other]);
        light = Math.max(light, lightest[other]);
      }
      thresholds[piece] = light - dark < LEAST_CONTRAST ? (least + most) / 2 : (dark + light) / 2;
    }
    return true;
  }

  private float module(int run) {
    return (starts[run + 5] - starts[run]) / 7f;
  }

  private boolean across(int run) {
    float module = module(run);
    return module >= 1
        && is(length(run + 2), 3, module)
        && is(length(run), 1, module)
        && is(length(run + 1), 1, module)
        && is(length(run + 3), 1, module)
        && is(length(run + 4), 1, module);
  }

  private int length(int run) {
    return starts[run + 1] - starts[run];
  }

  private static boolean is(int length, int modules, float module) {
    return Math.abs(length - modules * module) <= TOLERANCE * module * (modules == 3 ? 2 : 1);
  }

  /// Whether the same is seen down and aslant through the middle of what was found across.
  private boolean square(Eye eye) {
    int threshold = eye.threshold;
    boolean dark = dark(eye.x, eye.y, threshold);
    int most = (int) (5 * eye.module) + 2;
    int above = run(eye.x, eye.y, 0, -1, dark, threshold, most);
    int below = run(eye.x, eye.y, 0, 1, dark, threshold, most);
    int middle = eye.y + (below - above) / 2;
    return is(above + below - 1, 3, eye.module)
        && is(run(eye.x, eye.y - above, 0, -1, !dark, threshold, most), 1, eye.module)
        && is(run(eye.x, eye.y + below, 0, 1, !dark, threshold, most), 1, eye.module)
        && aslant(eye, middle, 1, most)
        && aslant(eye, middle, -1, most);
  }

  /// Of an eye that is turned itself, the points are shorter aslant.
  private boolean aslant(Eye eye, int y, int direction, int most) {
    int threshold = eye.threshold;
    boolean dark = dark(eye.x, y, threshold);
    int before = run(eye.x, y, -direction, -1, dark, threshold, most);
    int after = run(eye.x, y, direction, 1, dark, threshold, most);
    int middle = before + after - 1;
    int left = run(eye.x - direction * before, y - before, -direction, -1, !dark, threshold, most);
    int right = run(eye.x + direction * after, y + after, direction, 1, !dark, threshold, most);
    float module = (middle + left + right) / 5f;
    return module > LEAST_ASLANT * eye.module
        && is(middle, 3, module)
        && is(left, 1, module)
        && is(right, 1, module);
  }

  /// How many pixels from a place on are of one colour.
  private int run(
      int fromX, int fromY, int acrossBy, int downBy, boolean dark, int threshold, int most) {
    int length = 0;
    int x = fromX;
    int y = fromY;
    while (x >= 0
        && x < width
        && y >= 0
        && y < height
        && length <= most
        && dark(x, y, threshold) == dark) {
      length++;
      x += acrossBy;
      y += downBy;
    }
    return length;
  }

  private boolean dark(int x, int y, int threshold) {
    return (shades[y * width + x] & 0xff) < threshold;
  }
}
