package org.postern.engine.rules;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Functions of SpamAssassin's `eval:` about HTML, its plug-in HTMLEval: they hold where one of the
/// parts of HTML is so. One thread.
final class HtmlFunctions {

  /// Those with an expression are searches of their own, see [RuleTest.HtmlText].
  static final Set<String> NAMES =
      Set.of(
          "html_tag_exists",
          "html_tag_balance",
          "html_test",
          "html_eval",
          "html_range",
          "html_image_only",
          "html_image_ratio",
          "html_title_subject_ratio",
          "html_charset_faraway",
          "html_text_match",
          "html_text_not_match");

  private static final Pattern COMPARISON =
      Pattern.compile("\\s*(==|!=|<=|>=|<|>)\\s*([-+]?\\d{1,9})\\s*");

  private final Renderings mail;

  HtmlFunctions(Renderings mail) {
    this.mail = mail;
  }

  /// Whether it is so; empty where the function is not of this kind.
  Optional<Boolean> test(String function, List<String> arguments) {
    String what = MailFunctions.argument(arguments, 0);
    return switch (function) {
      case "html_tag_exists" -> Optional.of(any(html -> html.measures().has(what)));
      case "html_tag_balance" ->
          Optional.of(any(html -> compares(html.measures().balance(what), arguments)));
      case "html_test" ->
          Optional.of(maybe(what) && any(html -> what.equals("html") || html.measures().is(what)));
      case "html_eval" -> Optional.of(any(html -> compares(measure(html, what), arguments)));
      case "html_range" ->
          Optional.of(
              any(html ->
                  measure(html, what).stream()
                      .anyMatch(value -> between(value, arguments.subList(1, arguments.size())))));
      case "html_image_only" ->
          Optional.of(any(html -> html.measures().has("img") && between(html.length(), arguments)));
      case "html_image_ratio" -> Optional.of(any(html -> between(textOfPictures(html), arguments)));
      case "html_title_subject_ratio" ->
          Optional.of(titleIsOther(MailFunctions.number(arguments, 0)));
      // which character sets are far away is a setting of users, who have none here
      case "html_charset_faraway" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /// Whether a function knows what it is asked for; those that ask for nothing by its name do.
  static boolean measures(String function, String what) {
    return switch (function) {
      case "html_test" -> what.equals("html") || HtmlMeasures.SIGNS.contains(what);
      case "html_eval", "html_range" ->
          what.equals("length") || HtmlMeasures.MEASURES.contains(what);
      default -> true;
    };
  }

  /// Few messages have forms: those that hold none need not be rendered to tell where one leads.
  private boolean maybe(String sign) {
    return !sign.equals("form_action_mailto") || mail.htmlHolds("<form");
  }

  private boolean any(Predicate<HtmlRendering> wanted) {
    return mail.html().stream().anyMatch(wanted);
  }

  private static OptionalDouble measure(HtmlRendering html, String what) {
    return what.equals("length") ? OptionalDouble.of(html.length()) : html.measures().measure(what);
  }

  /// Whether a value is above the first and not above the second argument.
  private static boolean between(double value, List<String> bounds) {
    String most = MailFunctions.argument(bounds, 1);
    return value > MailFunctions.number(bounds, 0)
        && (most.isEmpty() || most.equals("inf") || value <= MailFunctions.number(bounds, 1));
  }

  private static boolean compares(OptionalDouble value, List<String> arguments) {
    Matcher comparison = COMPARISON.matcher(MailFunctions.argument(arguments, 1));
    if (value.isEmpty() || !comparison.matches()) {
      return false;
    }
    int order = Double.compare(value.getAsDouble(), Integer.parseInt(comparison.group(2)));
    return switch (comparison.group(1)) {
      case "==" -> order == 0;
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case ">" -> order > 0;
      case "<=" -> order <= 0;
      default -> order >= 0;
    };
  }

  /// Letters of text for each pixel of pictures; where there are no pictures of a known size, none.
  private static double textOfPictures(HtmlRendering html) {
    double area = html.measures().imageArea();
    long letters = html.text().chars().filter(c -> !Character.isWhitespace(c)).count();
    return area > 0 ? letters / area : -1;
  }

  /// A title says quite something else than the subject: it is so many times longer.
  private boolean titleIsOther(double ratio) {
    String subject = mail.header(SUBJECT).orElse("");
    return !subject.isBlank()
        && any(html ->
            html.measures().texts("title").stream()
                .anyMatch(title -> title.length() > ratio * subject.length()));
  }

  private static final HeaderSelector SUBJECT =
      new HeaderSelector("subject", false, HeaderSelector.Piece.WHOLE, HeaderSelector.Which.LAST);
}
