package org.postern.engine.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.engine.pattern.PatternException;
import org.postern.engine.pattern.PerlPattern;

/// Makes rules of drafts: expressions are compiled here, and what is wrong is told with the line of
/// its test. One thread, used once.
final class RuleBuilder {

  private static final Pattern EVAL = Pattern.compile("(?:rbl)?eval:\\s*(\\w+)\\s*(?:\\((.*)\\))?");
  private static final Pattern ARGUMENT = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s,'\"]+)");

  /// Octets: the second one of a letter may look like the end of a line.
  private static final Pattern HEADER =
      Pattern.compile(
          "(\\S+)\\s*([=!]~)\\s*(.*?)(?:\\s*\\[if-unset:\\s*([^\\]]*)\\])?", Pattern.DOTALL);

  private final RuleReader reader;
  private final Set<String> functions;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Remark> errors = new ArrayList<>();
  private final List<Remark> idle = new ArrayList<>();
  private final Map<String, List<Draft>> withoutFunction = new TreeMap<>();
  private final Set<String> captured = new TreeSet<>();

  /// @param functions that rules can call
  RuleBuilder(RuleReader reader, Set<String> functions) {
    this.reader = reader;
    this.functions = functions;
  }

  void build() {
    for (Draft draft : reader.drafts().values()) {
      if (draft.kind.isEmpty()) {
        continue; // A score or a description of a rule that is not there.
      }
      try {
        RuleTest test = test(draft);
        rules.add(
            new Rule(
                draft.name,
                test,
                draft.score(),
                draft.description,
                draft.flags,
                draft.mostHits(),
                draft.file,
                draft.line));
      } catch (RuleException wrong) {
        errors.add(remark(draft, draft.name + ": " + wrong.getMessage()));
      } catch (PatternException wrong) {
        errors.add(remark(draft, draft.name + ": an expression expected: " + wrong.getMessage()));
      }
    }
    noteUncaptured();
    withoutFunction.forEach((missing, all) -> idle.add(withoutFunction(missing, all)));
  }

  /// At the line of the first of them.
  private static Remark withoutFunction(String missing, List<Draft> all) {
    String others = all.stream().skip(1).map(draft -> draft.name).collect(Collectors.joining(" "));
    return remark(
        all.getFirst(),
        all.getFirst().name
            + " never hits: "
            + missing
            + " is not known here, one of those in docs/rules.md expected"
            + (others.isEmpty() ? "" : "; the same of " + others));
  }

  /// Rules that wait for a text which no rule captures.
  private void noteUncaptured() {
    for (Rule rule : rules) {
      if (rule.test() instanceof RuleTest.Search search && search.template().isPresent()) {
        Set<String> missing = new TreeSet<>(search.template().get().names());
        missing.removeAll(captured);
        if (!missing.isEmpty()) {
          idle.add(
              new Remark(
                  rule.file(),
                  rule.line(),
                  rule.name() + " never hits: no rule captures " + String.join(", ", missing)));
        }
      }
    }
  }

  private static Remark remark(Draft draft, String text) {
    return new Remark(draft.file, draft.line, text);
  }

  List<Rule> rules() {
    return rules;
  }

  List<Remark> errors() {
    return errors;
  }

  /// Rules that can never hit.
  List<Remark> idle() {
    return idle;
  }

  private RuleTest test(Draft draft) throws RuleException, PatternException {
    String definition = draft.definition;
    if (draft.kind.equals("meta")) {
      return new RuleTest.Meta(ExpressionReader.read(definition));
    }
    Matcher eval = EVAL.matcher(definition);
    if (eval.matches()) {
      return eval(draft, eval.group(1), Optional.ofNullable(eval.group(2)).orElse(""));
    }
    return switch (draft.kind) {
      case "body" -> search(draft, new Target.Body(), definition);
      case "rawbody" -> search(draft, new Target.RawBody(), definition);
      case "full" -> search(draft, new Target.Full(), definition);
      case "uri" -> search(draft, new Target.Uri(), definition);
      case "header", "mimeheader" -> header(draft, definition);
      default -> throw new IllegalStateException(draft.kind);
    };
  }

  private RuleTest eval(Draft draft, String function, String arguments)
      throws RuleException, PatternException {
    List<String> all = new ArrayList<>();
    Matcher matcher = ARGUMENT.matcher(arguments);
    while (matcher.find()) {
      for (int group = 1; group <= 3; group++) {
        if (matcher.group(group) != null) {
          all.add(matcher.group(group));
        }
      }
    }
    if (!functions.contains(function)) {
      withoutFunction.computeIfAbsent(function, _ -> new ArrayList<>()).add(draft);
    } else if (!all.isEmpty() && !HtmlFunctions.measures(function, all.getFirst())) {
      withoutFunction
          .computeIfAbsent(function + "('" + all.getFirst() + "')", _ -> new ArrayList<>())
          .add(draft);
    }
    return function.equals("html_text_match") || function.equals("html_text_not_match")
        ? htmlText(all, function.equals("html_text_not_match"))
        : new RuleTest.Eval(function, all);
  }

  private static RuleTest htmlText(List<String> arguments, boolean negative)
      throws RuleException, PatternException {
    if (arguments.size() != 2) {
      throw new RuleException("a kind of text and an expression expected, as in ('title', 'x')");
    }
    return new RuleTest.HtmlText(
        arguments.getFirst(), PerlPattern.of(arguments.getLast(), ""), negative);
  }

  private RuleTest search(Draft draft, Target target, String text)
      throws RuleException, PatternException {
    return search(draft, target, text, false, Optional.empty());
  }

  private RuleTest search(
      Draft draft, Target target, String text, boolean negative, Optional<String> ifUnset)
      throws RuleException, PatternException {
    Delimited delimited = Delimited.parse(text);
    String expression = delimited.expression();
    if (draft.replaceTags) {
      expression = reader.tags().replaced(expression);
    }
    Optional<Template> template = Template.of(expression, delimited.modifiers());
    PerlPattern pattern =
        template.isPresent()
            ? template.get().wider()
            : PerlPattern.of(expression, delimited.modifiers());
    captured.addAll(pattern.named().keySet());
    return new RuleTest.Search(target, pattern, negative, ifUnset, template);
  }

  private RuleTest header(Draft draft, String definition) throws RuleException, PatternException {
    boolean negative = definition.startsWith("!");
    String plain = negative ? definition.substring(1) : definition;
    if (plain.startsWith("exists:")) {
      return new RuleTest.Exists(HeaderSelector.parse(plain.substring(7).strip()), negative);
    }
    Matcher matcher = HEADER.matcher(definition);
    if (!matcher.matches()) {
      throw new RuleException("a field, =~ or !~ and an expression expected, or exists:, or eval:");
    }
    HeaderSelector selector = HeaderSelector.parse(matcher.group(1));
    Target target =
        draft.kind.equals("header") ? new Target.Header(selector) : new Target.PartHeader(selector);
    return search(
        draft,
        target,
        matcher.group(3).strip(),
        matcher.group(2).equals("!~"),
        Optional.ofNullable(matcher.group(4)).map(String::strip));
  }
}
