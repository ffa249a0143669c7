package org.postern.engine.rules;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postern.engine.pattern.Databases;
import org.postern.engine.pattern.PatternSet;
import org.postern.engine.time.ProcessorTime;

/// Rules, ready to run. A set does not change; a new one takes its place as a whole. Only that a
/// rule is switched off is remembered with the set.
///
/// ```java
/// switch (RuleSet.read(files, Databases.inMemory(), Set.of())) {
///   case Reading.Loaded loaded -> hits = loaded.set().run(new Renderings(message, ""), Facts.NONE);
///   case Reading.Refused refused -> refused.errors().forEach(System.err::println);
/// }
/// ```
///
/// Thread-safe.
public final class RuleSet {

  /// Rules of nothing.
  public static final RuleSet EMPTY =
      new RuleSet(
          List.of(),
          new Freemail(List.of()),
          Databases.pureJava(),
          RuleLimits.STANDARD,
          ProcessorTime.nanos(),
          InstantSource.system());

  /// With fewer parts a file has no pass of its own.
  private static final int OWN_PASS = 6;

  private final List<Rule> rules;
  private final Databases databases;
  private volatile @Nullable Groups groups;
  private final Metas metas;
  private final int[] everything;
  private final int[] scored;
  private final Freemail freemail;
  private final RuleLimits limits;
  private final LongSupplier nanoTime;
  private final InstantSource clock;
  private final Switches switches;

  /// Searches of one text, in one pass.
  ///
  /// @param numbers of the rules, in the order of the patterns
  record Group(Target target, List<RuleTest.Search> searches, int[] numbers, PatternSet patterns) {}

  /// All groups.
  ///
  /// @param groupOf for the number of a rule that searches, which group it is in
  /// @param placeOf and at which place
  /// @param templates whether some search for what others capture
  record Groups(List<Group> all, int[] groupOf, int[] placeOf, boolean templates) {

    static Groups of(List<Group> all, int rules) {
      int[] groupOf = new int[rules];
      int[] placeOf = new int[rules];
      for (int group = 0; group < all.size(); group++) {
        int[] numbers = all.get(group).numbers();
        for (int place = 0; place < numbers.length; place++) {
          groupOf[numbers[place]] = group;
          placeOf[numbers[place]] = place;
        }
      }
      boolean templates =
          all.stream()
              .flatMap(group -> group.searches().stream())
              .anyMatch(search -> search.template().isPresent());
      return new Groups(List.copyOf(all), groupOf, placeOf, templates);
    }
  }

  private RuleSet(
      List<Rule> rules,
      Freemail freemail,
      Databases databases,
      RuleLimits limits,
      LongSupplier nanoTime,
      InstantSource clock) {
    this.rules = List.copyOf(rules);
    this.freemail = freemail;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.clock = clock;
    this.databases = databases;
    this.metas = Metas.of(rules);
    this.everything = IntStream.range(0, rules.size()).toArray();
    this.scored =
        IntStream.of(everything)
            .filter(i -> !rules.get(i).partial() && rules.get(i).score() != 0)
            .toArray();
    this.switches = new Switches(rules.size(), limits, clock);
  }

  /// Reads files, in their order. See [Reading].
  ///
  /// @param functions that rules may call besides those that need the message only
  public static Reading read(List<Path> files, Databases databases, Set<String> functions) {
    RuleReader reader = new RuleReader();
    files.forEach(reader::read);
    return built(
        reader,
        databases,
        functions,
        RuleLimits.STANDARD,
        ProcessorTime.nanos(),
        InstantSource.system());
  }

  /// Reads texts by their names, as read from files.
  public static Reading readTexts(
      Map<String, byte[]> texts,
      List<Path> files,
      Databases databases,
      Set<String> functions,
      RuleLimits limits,
      LongSupplier nanoTime) {
    RuleReader reader = new RuleReader();
    texts.forEach(reader::read);
    files.forEach(reader::read);
    return built(reader, databases, functions, limits, nanoTime, InstantSource.system());
  }

  /// The same, by the limits of rules of others.
  ///
  /// @param clock by which rules that cost too much pause
  static Reading readTexts(
      Map<String, byte[]> texts, Databases databases, LongSupplier nanoTime, InstantSource clock) {
    RuleReader reader = new RuleReader();
    texts.forEach(reader::read);
    return built(reader, databases, Set.of(), RuleLimits.STANDARD, nanoTime, clock);
  }

  private static Reading built(
      RuleReader reader,
      Databases databases,
      Set<String> functions,
      RuleLimits limits,
      LongSupplier nanoTime,
      InstantSource clock) {
    Set<String> known = new TreeSet<>(functions);
    known.addAll(MailFunctions.names());
    RuleBuilder builder = new RuleBuilder(reader, known);
    builder.build();
    List<Remark> errors = new ArrayList<>(reader.errors());
    errors.addAll(builder.errors());
    if (!errors.isEmpty()) {
      return new Reading.Refused(errors);
    }
    return new Reading.Loaded(
        new RuleSet(
            builder.rules(),
            new Freemail(reader.freemailDomains()),
            databases,
            limits,
            nanoTime,
            clock),
        reader.notes(),
        builder.idle());
  }

  /// What is searched for in one pass. Parts of other rules in the text are looked for by their
  /// files, because the rules of a file are about one thing, and mostly it is known before that
  /// none of them can hit.
  ///
  /// @param file empty for all others
  /// @param gate whether it decides, see [Gates]
  private record Pass(Target target, String file, boolean gate) {}

  /// Which search is made in which pass. A few of a file are looked for with those of others.
  private static Map<Pass, List<Integer>> passes(List<Rule> rules, Metas metas) {
    Map<Pass, List<Integer>> own = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.test() instanceof RuleTest.Search search) {
        String file = Gates.isPart(rule) ? rule.file() : "";
        own.computeIfAbsent(new Pass(search.target(), file, metas.gate(i)), _ -> new ArrayList<>())
            .add(i);
      }
    }
    Map<Pass, List<Integer>> passes = new LinkedHashMap<>();
    own.forEach((pass, numbers) -> {
      Pass wider = numbers.size() < OWN_PASS ? new Pass(pass.target(), "", pass.gate()) : pass;
      passes.computeIfAbsent(wider, _ -> new ArrayList<>()).addAll(numbers);
    });
    return passes;
  }

  private static Groups groups(List<Rule> rules, Metas metas, Databases databases) {
    List<Group> groups = new ArrayList<>();
    passes(rules, metas)
        .forEach((pass, numbers) -> {
          List<RuleTest.Search> searches = new ArrayList<>();
          for (int number : numbers) {
            if (rules.get(number).test() instanceof RuleTest.Search search) {
              searches.add(search);
            }
          }
          groups.add(
              new Group(
                  pass.target(),
                  List.copyOf(searches),
                  numbers.stream().mapToInt(Integer::intValue).toArray(),
                  PatternSet.of(
                      searches.stream().map(RuleTest.Search::pattern).toList(), databases)));
        });
    return Groups.of(groups, rules.size());
  }

  /// All rules, in the order read.
  public List<Rule> rules() {
    return rules;
  }

  /// Compiles now what the first message would wait for otherwise.
  public RuleSet compiled() {
    groups();
    return this;
  }

  /// The same rules, none switched off, to be compiled by others.
  public RuleSet with(Databases others) {
    return new RuleSet(rules, freemail, others, limits, nanoTime, clock);
  }

  /// How many expressions are tried on every message, because neither filter can read them.
  public int unfiltered() {
    return groups().all().stream().mapToInt(group -> group.patterns().unfiltered()).sum();
  }

  /// The rules that are switched off now, in the order read.
  public List<SwitchedOff> switchedOff() {
    List<SwitchedOff> off = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      switches
          .why(i)
          .ifPresent(pause ->
              off.add(
                  new SwitchedOff(
                      rule.name(), rule.file(), rule.line(), pause.reason(), pause.until())));
    }
    return off;
  }

  /// Runs all rules over a message: those that hit, in the order read, parts of others included.
  public List<RuleHit> run(Renderings mail, Facts facts) {
    return new RuleRun(this, mail, facts).run(everything);
  }

  /// The same of rules with a score alone. Parts of others are looked at where such a rule depends
  /// on them, which costs half as much or less.
  public Examined scored(Renderings mail, Facts facts) {
    RuleRun run = new RuleRun(this, mail, facts);
    List<RuleHit> hits = run.run(scored);
    return new Examined(hits, run.notRun());
  }

  Groups groups() {
    Groups known = groups;
    if (known == null) {
      synchronized (this) {
        known = groups;
        if (known == null) {
          known = groups(rules, metas, databases);
          groups = known;
        }
      }
    }
    return known;
  }

  Metas metas() {
    return metas;
  }

  Freemail freemail() {
    return freemail;
  }

  RuleLimits limits() {
    return limits;
  }

  LongSupplier nanoTime() {
    return nanoTime;
  }

  Switches switches() {
    return switches;
  }
}
