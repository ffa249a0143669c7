package org.postern.engine.rules;

import java.util.Set;

/// The condition of an `if` line: versions, `plugin(…)`, `can(…)`, `has(…)`, numbers, logic.
///
/// We are taken for version 4.0.1, and answer for the plug-ins whose functions we have.
final class Condition {

  private static final String VERSION = "4.000001";
  private static final String PLUGIN = "Mail::SpamAssassin::Plugin::";

  /// What we do not do; a rule behind a condition on it is left out, as the format means it.
  private static final Set<String> NOT_OURS =
      Set.of(
          "AWL",
          "TxRep",
          "DCC",
          "Pyzor",
          "Razor2",
          "SpamCop",
          "Rule2XSBody",
          "Shortcircuit",
          "PDFInfo",
          "OLEVBMacro",
          "Phishing",
          "PhishTag",
          "AntiVirus",
          "AccessDB",
          "RelayCountry",
          "TextCat",
          "ASN",
          "DecodeShortURLs",
          "HashBL",
          "ResourceLimits",
          "URILocalBL",
          "OneLineBodyRuleType",
          "BodyRuleBaseExtractor",
          "AuthRes",
          "ExtractText",
          "Hashcash",
          "ImageInfo",
          "Reuse");

  /// Features of SpamAssassin's own that we have not.
  private static final Set<String> NO_FEATURES =
      Set.of("Mail::SpamAssassin::Conf::compat_welcomelist_blocklist");

  private Condition() {}

  static boolean holds(String text) throws RuleException {
    String plain = text;
    for (int start = call(plain); start >= 0; start = call(plain)) {
      int open = plain.indexOf('(', start);
      int close = plain.indexOf(')', open);
      if (close < 0) {
        throw new RuleException("')' expected in the condition '" + text + "'");
      }
      String function = plain.substring(start, open).strip();
      String argument = plain.substring(open + 1, close).strip();
      boolean yes = function.equals("plugin") ? plugin(argument) : able(argument);
      plain = plain.substring(0, start) + (yes ? " 1 " : " 0 ") + plain.substring(close + 1);
    }
    plain =
        plain
            .replaceAll("\\b(?:version|VERSION)\\b", VERSION)
            .replaceAll("\\bperl_version\\b", "5.036");
    Expression expression = ExpressionReader.read(plain);
    return expression.bound(java.util.Map.of()).value(new double[0]) != 0;
  }

  private static int call(String text) {
    var matcher = CALL.matcher(text);
    return matcher.find() ? matcher.start() : -1;
  }

  private static final java.util.regex.Pattern CALL =
      java.util.regex.Pattern.compile("\\b(?:plugin|can|has)\\s*\\(");

  static boolean plugin(String name) {
    return name.startsWith(PLUGIN) && !NOT_OURS.contains(name.substring(PLUGIN.length()));
  }

  private static boolean able(String feature) {
    int last = feature.lastIndexOf("::");
    if (last > 0 && feature.startsWith(PLUGIN)) {
      return plugin(feature.substring(0, last));
    }
    return feature.startsWith("Mail::SpamAssassin::") && !NO_FEATURES.contains(feature);
  }
}
