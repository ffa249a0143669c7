package org.postern.engine.rules;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.postern.engine.pattern.PatternException;
import org.postern.engine.pattern.PerlPattern;
import org.postern.engine.pattern.Steps;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules of a set that search a message for something. A text is looked through at the first
/// question about it, for all its rules at once; what may be there is searched for when somebody
/// asks. One thread.
final class Searches {

  private static final Logger LOG = LoggerFactory.getLogger(Searches.class);
  private static final int SHOWN = 60;

  private final RuleSet set;
  private final Renderings mail;
  private final double[] hits;
  private final @Nullable String[] evidence;
  private final @Nullable Scanned[] scanned;
  private final Captures captures = new Captures();
  private final Set<Integer> notRun = new TreeSet<>();

  /// A text that was looked through.
  ///
  /// @param text empty where the field is missing
  /// @param first for each search of the group -1, or a place such that no match ends before it
  private record Scanned(Optional<Lines> text, int[] first) {}

  /// @param hits of each rule, NaN where that is not known yet; what becomes known is put there
  /// @param evidence where what was found is put
  Searches(RuleSet set, Renderings mail, double[] hits, @Nullable String[] evidence) {
    this.set = set;
    this.mail = mail;
    this.hits = hits;
    this.evidence = evidence;
    this.scanned = new Scanned[set.groups().all().size()];
  }

  /// Tells of one rule.
  void tell(int number, RuleTest.Search search) {
    RuleSet.Groups groups = set.groups();
    Scanned known = scanned(groups.groupOf()[number]);
    if (Double.isNaN(hits[number])) {
      int end = known.first()[groups.placeOf()[number]];
      if (set.switches().off(number)) {
        hits[number] = paused(number, end >= 0 || search.negative());
        return;
      }
      int count = known.text().isEmpty() ? 0 : count(number, search, search.pattern(), known, end);
      hits[number] = counted(search, count);
    }
  }

  private Scanned scanned(int group) {
    Scanned known = scanned[group];
    if (known == null) {
      known = scan(set.groups().all().get(group));
      scanned[group] = known;
    }
    return known;
  }

  /// Looks through a text for all its rules, and notes those that cannot hit. Those that wait for
  /// what others capture stay open.
  private Scanned scan(RuleSet.Group group) {
    Optional<Lines> text = mail.of(group.target());
    int[] first =
        text.isEmpty()
            ? new int[group.numbers().length]
            : group.patterns().candidates(text.get().octets(), text.get().length());
    for (int i = 0; i < first.length; i++) {
      int number = group.numbers()[i];
      RuleTest.Search search = group.searches().get(i);
      if (search.template().isPresent()) {
        continue;
      }
      if (text.isEmpty()) {
        hits[number] = missing(search, search.pattern(), number);
      } else if (first[i] < 0 && !set.switches().off(number)) {
        hits[number] = counted(search, 0);
      }
    }
    return new Scanned(text, first);
  }

  /// Tells of the rules that capture something for others, and then of those others.
  void tellCaptures() {
    if (!set.groups().templates()) {
      return;
    }
    for (RuleSet.Group group : set.groups().all()) {
      for (int i = 0; i < group.numbers().length; i++) {
        RuleTest.Search search = group.searches().get(i);
        if (search.template().isEmpty() && !search.pattern().named().isEmpty()) {
          tell(group.numbers()[i], search);
        }
      }
    }
    List<RuleSet.Group> groups = set.groups().all();
    List<Waiting> waiting = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      for (int place = 0; place < groups.get(i).numbers().length; place++) {
        RuleTest.Search search = groups.get(i).searches().get(place);
        if (search.template().isPresent()) {
          int number = groups.get(i).numbers()[place];
          waiting.add(new Waiting(number, search, search.template().get(), i, place));
        }
      }
    }
    waiting.sort(Comparator.comparingInt(Waiting::number));
    waiting.forEach(one -> hits[one.number()] = filled(one));
  }

  /// A search for what other rules capture.
  private record Waiting(
      int number, RuleTest.Search search, Template template, int group, int place) {}

  /// Runs a search once it is known what it is for; where nothing was captured it does not run.
  private double filled(Waiting one) {
    if (!captures.has(one.template().names())) {
      return 0;
    }
    Scanned known = scanned(one.group());
    int first = known.first()[one.place()];
    boolean there = known.text().isPresent();
    if (there && first < 0 && !one.search().negative()) {
      return 0;
    }
    if (there && set.switches().off(one.number())) {
      return paused(one.number(), true);
    }
    PerlPattern pattern;
    try {
      pattern = one.template().filled(captures);
    } catch (PatternException tooLong) {
      LOG.debug("rule {} is given up for a message", set.rules().get(one.number()).name(), tooLong);
      notRun.add(one.number());
      return 0;
    }
    return there
        ? counted(
            one.search(), count(one.number(), one.search(), pattern, known, Math.max(0, first)))
        : missing(one.search(), pattern, one.number());
  }

  /// A field that is not there has the text of `if-unset`; without one nothing is found in it.
  private double missing(RuleTest.Search search, PerlPattern pattern, int number) {
    if (search.ifUnset().isEmpty()) {
      return search.negative() ? 1 : 0;
    }
    byte[] octets = search.ifUnset().get().getBytes(StandardCharsets.ISO_8859_1);
    return counted(search, count(number, search, pattern, Lines.of(octets), 0));
  }

  private static double counted(RuleTest.Search search, int count) {
    if (count < 0) {
      return 0; // It had to be given up.
    }
    return search.negative() ? (count == 0 ? 1 : 0) : count;
  }

  private int count(
      int number, RuleTest.Search search, PerlPattern pattern, Scanned known, int end) {
    return known.text().isEmpty() ? 0 : count(number, search, pattern, known.text().get(), end);
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

  /// Tells of a rule about one of the texts that HTML holds beside what is shown.
  void tell(int number, RuleTest.HtmlText wanted) {
    hits[number] =
        set.switches().off(number) ? paused(number, !mail.html().isEmpty()) : html(number, wanted);
  }

  private double html(int number, RuleTest.HtmlText wanted) {
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
            giveUp(number, set.rules().get(number), outcome, steps);
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

  /// A rule that is switched off hits nothing; whether it might have is told.
  private double paused(int number, boolean open) {
    if (open) {
      notRun.add(number);
    }
    return 0;
  }

  /// The rules that somebody asked about and that were not run, or not to their end.
  Set<Integer> notRun() {
    return notRun;
  }

  private void giveUp(int number, Rule rule, PerlPattern.Outcome outcome, Steps steps) {
    notRun.add(number);
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
