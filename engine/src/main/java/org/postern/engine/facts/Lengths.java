package org.postern.engine.facts;

/// Lengths of style sheets (CSS Values Level 4 section 6), roughly, in pixels.
final class Lengths {

  /// So many digits are a whole number that needs no fractions.
  private static final int PLAIN = 9;

  private Lengths() {}

  /// A length; below zero for times of the font around; NaN where it is none.
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
  static double font(String value) {
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

  static double number(String value) {
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

  static String unit(String value) {
    return value.substring(digits(value));
  }

  private static int digits(String value) {
    int end = 0;
    while (end < value.length() && "+-.0123456789".indexOf(value.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }
}
