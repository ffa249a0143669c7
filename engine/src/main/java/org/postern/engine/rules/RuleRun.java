package org.postern.engine.rules;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.engine.pattern.PatternException;
import org.postern.engine.pattern.PerlPattern;
import org.postern.engine.pattern.Steps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All rules over one message. One thread, used once.
final class RuleRun {

  private static final Logger LOG = LoggerFactory.getLogger(RuleRun.class);
  private static final int SHOWN = 60;

  private final RuleSet set;
  private final Renderings mail;
  private final Facts facts;
  private final MailFunctions functions;
  private final double[] hits;
  private final @Nullable String[] evidence;
  private final Captures captures = new Captures();
  private final List<Waiting> waiting = new ArrayList<>();

  /// A search for what other rules capture.
  ///
  /// @param text empty where the field is missing
  /// @param end no match ends before this place
  private record Waiting(int number, RuleTest.Search search, Optional<Lines> text, int end) {}

  RuleRun(RuleSet set, Renderings mail, Facts facts) {
    this.set = set;
    this.mail = mail;
    this.facts = facts;
    this.functions = new MailFunctions(mail, set.freemail());
    this.hits = new double[set.rules().size()];
    this.evidence = new String[hits.length];
  }

  List<RuleHit> run() {
    set.groups().forEach(this::search);
    waiting.sort(Comparator.comparingInt(Waiting::number));
    waiting.forEach(this::filled);
    List<Rule> rules = set.rules();
    for (int i = 0; i < hits.length; i++) {
      switch (rules.get(i).test()) {
        case RuleTest.Exists exists ->
            hits[i] = mail.header(exists.selector()).isPresent() == exists.negative() ? 0 : 1;
        case RuleTest.Eval eval -> hits[i] = call(eval) ? 1 : 0;
        case RuleTest.HtmlText text -> hits[i] = set.switches().off(i) ? 0 : html(i, text);
        case RuleTest.Search _, RuleTest.Meta _ -> {}
      }
    }
    for (RuleSet.Bound meta : set.metas()) {
      hits[meta.number()] = meta.expression().value(hits);
      if (hits[meta.number()] != 0) {
        evidence[meta.number()] = evidence(meta.needed());
      }
    }
    List<RuleHit> found = new ArrayList<>();
    for (int i = 0; i < hits.length; i++) {
      if (hits[i] != 0) {
        String shown = evidence[i];
        found.add(new RuleHit(rules.get(i), hits[i], shown == null ? "" : shown));
      }
    }
    return found;
  }

  /// What the rules behind a meta rule have matched, a few of them.
  private String evidence(int[] needed) {
    StringBuilder all = new StringBuilder();
    for (int one : needed) {
      String piece = evidence[one];
      if (hits[one] != 0 && piece != null && !piece.isEmpty() && all.indexOf(piece) < 0) {
        all.append(all.isEmpty() ? "" : " … ").append(piece);
      }
      if (all.length() > 2 * SHOWN) {
        break;
      }
    }
    return all.toString();
  }

  private double html(int number, RuleTest.HtmlText wanted) {
    Rule rule = set.rules().get(number);
    Steps steps = steps();
    for (HtmlRendering html : mail.html()) {
      for (String text : html.measures().texts(wanted.kind())) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        PerlPattern.Search search = wanted.pattern().search(octets, steps);
        PerlPattern.Outcome outcome = search.in(0, octets.length);
        switch (outcome) {
          case FOUND, ABSENT -> {
            if ((outcome == PerlPattern.Outcome.FOUND) != wanted.negative()) {
              evidence[number] = wanted.negative() ? null : shown(search.found());
              return 1;
            }
          }
          case TOO_DEAR, LATE -> {
            giveUp(number, rule, outcome, steps);
            return 0;
          }
        }
      }
    }
    return 0;
  }

  private Steps steps() {
    RuleLimits limits = set.limits();
    return new Steps(limits.steps(), limits.time().toNanos(), set.nanoTime());
  }

  private boolean call(RuleTest.Eval eval) {
    return functions
        .test(eval.function(), eval.arguments())
        .orElseGet(() -> facts.test(eval.function(), eval.arguments()));
  }

  private void search(RuleSet.Group group) {
    Optional<Lines> text = mail.of(group.target());
    if (text.isEmpty()) {
      for (int i = 0; i < group.numbers().length; i++) {
        RuleTest.Search search = group.searches().get(i);
        if (search.template().isPresent()) {
          waiting.add(new Waiting(group.numbers()[i], search, text, 0));
        } else {
          missing(search, search.pattern(), group.numbers()[i]);
        }
      }
      return;
    }
    Lines lines = text.get();
    int[] first = group.patterns().candidates(lines.octets(), lines.length());
    for (int i = 0; i < first.length; i++) {
      int number = group.numbers()[i];
      RuleTest.Search search = group.searches().get(i);
      if (set.switches().off(number)) {
        continue;
      }
      if (search.template().isPresent()) {
        if (first[i] >= 0 || search.negative()) {
          waiting.add(new Waiting(number, search, text, Math.max(0, first[i])));
        }
        continue;
      }
      int count = first[i] < 0 ? 0 : count(number, search, search.pattern(), lines, first[i]);
      note(number, search, count);
    }
  }

  private void note(int number, RuleTest.Search search, int count) {
    if (count >= 0) {
      hits[number] = search.negative() ? (count == 0 ? 1 : 0) : count;
    }
  }

  /// Runs a search once it is known what it is for; where nothing was captured it does not run.
  private void filled(Waiting one) {
    Optional<Template> template = one.search().template();
    if (template.isEmpty() || !captures.has(template.get().names())) {
      return;
    }
    PerlPattern pattern;
    try {
      pattern = template.get().filled(captures);
    } catch (PatternException tooLong) {
      LOG.debug("rule {} is given up for a message", set.rules().get(one.number()).name(), tooLong);
      return;
    }
    if (one.text().isPresent()) {
      int count = count(one.number(), one.search(), pattern, one.text().get(), one.end());
      note(one.number(), one.search(), count);
    } else {
      missing(one.search(), pattern, one.number());
    }
  }

  /// A field that is not there has the text of `if-unset`; without one nothing is found in it.
  private void missing(RuleTest.Search search, PerlPattern pattern, int number) {
    if (search.ifUnset().isEmpty()) {
      hits[number] = search.negative() ? 1 : 0;
      return;
    }
    byte[] octets = search.ifUnset().get().getBytes(StandardCharsets.ISO_8859_1);
    note(number, search, count(number, search, pattern, Lines.of(octets), 0));
  }

  /// How often it is found; -1 where it had to be given up.
  ///
  /// @param end no match ends before this place
  private int count(int number, RuleTest.Search search, PerlPattern pattern, Lines lines, int end) {
    Rule rule = set.rules().get(number);
    int from = lines.lineBefore(end);
    int start = rule.noSubject() ? Math.max(1, from) : from;
    Steps steps = steps();
    PerlPattern.Search matcher = pattern.search(lines.octets(), steps);
    boolean anyWillDo = !rule.multiple() && pattern.named().isEmpty();
    int count = 0;
    for (int line = start; line < lines.count(); line++) {
      int begin = lines.start(line);
      PerlPattern.Outcome outcome =
          anyWillDo
              ? matcher.any(begin, lines.end(line), end)
              : matcher.in(begin, lines.end(line), end);
      while (outcome == PerlPattern.Outcome.FOUND) {
        if (count++ == 0 && !search.negative()) {
          evidence[number] = shown(matcher.found());
        }
        if (!pattern.named().isEmpty()) {
          captures.take(pattern, matcher);
        }
        if (!rule.multiple() || count >= rule.mostHits()) {
          return count;
        }
        outcome = matcher.next();
      }
      if (outcome != PerlPattern.Outcome.ABSENT) {
        giveUp(number, rule, outcome, steps);
        return -1;
      }
    }
    return count;
  }

  private void giveUp(int number, Rule rule, PerlPattern.Outcome outcome, Steps steps) {
    boolean late = outcome == PerlPattern.Outcome.LATE;
    String reason =
        late
            ? "more than " + set.limits().time().toMillis() + " ms for a message"
            : "too many steps or too deep, after " + steps.taken() + " steps of a message";
    Optional<Instant> until =
        late ? set.switches().late(number, reason) : set.switches().tooDear(number, reason);
    if (until.isPresent()) {
      LOG.warn(
          "rule {} of {}:{} is switched off until {}: {}",
          rule.name(),
          rule.file(),
          rule.line(),
          until.get().truncatedTo(ChronoUnit.SECONDS),
          reason);
    } else {
      LOG.debug("rule {} is given up for a message: {}", rule.name(), reason);
    }
  }

  private static String shown(String found) {
    String plain = found.strip();
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN - 1) + "…";
  }
}
