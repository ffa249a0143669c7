package org.postern.engine.office;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a workbook in Microsoft's symbolic link format (.slk), lines of text: it can hold Excel 4
/// macros, and opens without a warning.
final class SymbolicLink {

  private static final byte[] BEGIN = "ID;P".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern MACROS = Pattern.compile("(?m)^O;(?:[^\\n;]{0,40};){0,8}E");
  private static final Pattern NAME = Pattern.compile("(?m)^NN;N([^;\\r\\n]{1,60});");
  private static final Pattern FORMULA =
      Pattern.compile(
          "(?m)^[CF];(?:[XY]\\d{1,6};){0,2}(?:K[^;\\r\\n]{0,400};)?E([^\\r\\n]{1,1000})");

  private static final int MOST_FORMULAS = 2_000;

  private SymbolicLink() {}

  static boolean is(byte[] content) {
    return content.length > BEGIN.length
        && java.util.Arrays.equals(content, 0, BEGIN.length, BEGIN, 0, BEGIN.length);
  }

  static void read(String lines, OfficeText text) {
    if (MACROS.matcher(lines).find()) {
      text.macros().sheet();
    }
    Matcher name = NAME.matcher(lines);
    while (name.find()) {
      if (OfficeText.AUTOMATIC.matcher(name.group(1)).matches()) {
        text.macros().start(name.group(1));
      }
    }
    Matcher formula = FORMULA.matcher(lines);
    int left = MOST_FORMULAS;
    while (left-- > 0 && formula.find()) {
      text.macros().formula(formula.group(1).toLowerCase(Locale.ROOT));
      text.field(formula.group(1));
    }
  }
}
