package org.postern.gateway.tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Policy;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;

/// Every setting of a domain by its name, as the commands, the console and the store write it.
public final class DomainKeys {

  private static final List<Setting> ALL = all();
  private static final Map<String, Setting> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::name, setting -> setting));

  private static final String AS_OTHERS = "as-others";

  private DomainKeys() {}

  /// One setting.
  ///
  /// @param name lower case with hyphens: `queue-lifetime`
  /// @param expected how a value is written
  /// @param doc what it does
  /// @param write the value as text
  /// @param read the settings with the value of that text; empty when it is not of the form
  public record Setting(
      String name,
      String expected,
      String doc,
      Function<DomainSettings, String> write,
      BiFunction<DomainSettings, String, Optional<DomainSettings>> read) {}

  /// All, in the order of the documentation.
  public static List<Setting> list() {
    return ALL;
  }

  /// The settings with one value changed.
  ///
  /// @throws IllegalArgumentException that says what was expected
  public static DomainSettings with(DomainSettings settings, String name, String value) {
    Setting setting = BY_NAME.get(name);
    if (setting == null) {
      throw new IllegalArgumentException(
          "there is no setting '"
              + name
              + "' of a domain; there are "
              + ALL.stream().map(Setting::name).collect(Collectors.joining(", ")));
    }
    return setting
        .read()
        .apply(settings, value)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'" + value + "' is no value of " + name + "; expected " + setting.expected()));
  }

  /// What differs from the standard, by name.
  public static Map<String, String> changed(DomainSettings settings) {
    Map<String, String> changed = new java.util.LinkedHashMap<>();
    for (Setting setting : ALL) {
      String value = setting.write().apply(settings);
      if (!value.equals(setting.write().apply(DomainSettings.STANDARD))) {
        changed.put(setting.name(), value);
      }
    }
    return changed;
  }

  private static List<Setting> all() {
    List<Setting> all = new ArrayList<>();
    all.add(
        choice(
            "mode",
            "`queue`: 250 once the message is on our disk. `proxy`: delivered inside the sender's"
                + " transaction, nothing is queued.",
            DomainSettings.Mode.class,
            DomainSettings::mode,
            DomainSettings::withMode));
    all.add(
        new Setting(
            "analysis",
            "true or false",
            "Whether messages are examined.",
            settings -> Boolean.toString(settings.analysis()),
            (settings, text) -> truth(text).map(settings::withAnalysis)));
    all.add(
        time(
            "lifetime",
            "How long delivery is tried before it is given up.",
            DomainSettings::queueLifetime,
            DomainSettings::withQueueLifetime));
    all.add(
        time(
            "retention",
            "How long held messages are kept.",
            DomainSettings::quarantineRetention,
            DomainSettings::withQuarantineRetention));
    all.add(
        new Setting(
            "infomail-retention",
            "a duration, for example 12h or 7d, or as-others",
            "How long held INFOMAIL is kept; `as-others`: as long as `retention` says.",
            settings -> settings.infomailRetention().map(Durations::text).orElse(AS_OTHERS),
            (settings, text) ->
                text.equals(AS_OTHERS)
                    ? Optional.of(settings.withInfomailRetention(Optional.empty()))
                    : positive(text)
                        .map(time -> settings.withInfomailRetention(Optional.of(time)))));
    all.add(
        choice(
            "recipients",
            "How it is known which recipients exist. `pass-through`: the next hop is asked at RCPT"
                + " and its answer handed on. `list`: those that were listed. `off`: all are"
                + " taken.",
            DomainSettings.Recipients.class,
            DomainSettings::recipients,
            DomainSettings::withRecipients));
    all.addAll(recipientRules());
    all.add(
        new Setting(
            "refuse-on",
            "names of tests with commas between, or none: " + words(GateTest.class),
            "Tests at the gate that refuse by themselves; what the others find is evidence.",
            settings -> names(settings.refuseOn()),
            (settings, text) -> tests(text).map(settings::withRefuseOn)));
    all.add(
        points(
            "suspect-at",
            "From this score on a message is SUSPECTED_SPAM.",
            Policy::suspectAt,
            DomainKeys::withSuspectAt));
    all.add(
        points(
            "confirm-at",
            "From this score on a message is CONFIRMED_SPAM.",
            Policy::confirmAt,
            DomainKeys::withConfirmAt));
    for (Category category : Category.values()) {
      all.add(action(category));
    }
    all.add(
        choice(
            "infomail-by",
            "Who says what is done with INFOMAIL. `domain`: on-infomail, for all. `users`: what a"
                + " user chose, and on-infomail for the others.",
            DomainSettings.Chooser.class,
            DomainSettings::infomailBy,
            DomainSettings::withInfomailBy));
    all.add(
        new Setting(
            "when-blind",
            "defer, hold or reject",
            "What is done when a check failed or was late and no rule decided.",
            settings -> text(settings.policy().blind()),
            (settings, text) ->
                Set.of("defer", "hold", "reject").contains(text)
                    ? disposition(text).map(blind -> settings.withPolicy(blind(settings, blind)))
                    : Optional.empty()));
    return List.copyOf(all);
  }

  private static List<Setting> recipientRules() {
    return List.of(
        choice(
            "when-down",
            "With `recipients=pass-through`, while the next hop cannot be asked. `refuse`: 451 for"
                + " all. `buffer`: recipients that are known to exist are taken and their mail"
                + " queued, 451 for others.",
            RecipientRules.WhenDown.class,
            settings -> settings.recipientRules().whenDown(),
            (settings, value) -> rules(settings, rules -> rules.withWhenDown(value))),
        new Setting(
            "probe-sender",
            "an address, or <>",
            "The sender in the question to the next hop whether a recipient exists.",
            settings -> path(settings.recipientRules().probeSender()),
            (settings, text) ->
                path(text).map(path -> rules(settings, rules -> rules.withProbeSender(path)))),
        new Setting(
            "exact-case",
            "true or false",
            "Whether `Bob` and `bob` are two recipients.",
            settings -> Boolean.toString(settings.recipientRules().exactCase()),
            (settings, text) ->
                truth(text).map(exact -> rules(settings, rules -> rules.withExactCase(exact)))),
        new Setting(
            "delimiter",
            "none, or one of + - = _ . #",
            "With `recipients=list`, what divides a recipient from a detail: with `+`,"
                + " `bob+news` exists where `bob` is listed.",
            settings -> settings.recipientRules().delimiter().map(String::valueOf).orElse("none"),
            (settings, text) ->
                delimiter(text).map(sign -> rules(settings, rules -> rules.withDelimiter(sign)))));
  }

  private static DomainSettings rules(
      DomainSettings settings, UnaryOperator<RecipientRules> change) {
    return settings.withRecipientRules(change.apply(settings.recipientRules()));
  }

  private static String path(ReversePath path) {
    return switch (path) {
      case ReversePath.Null _ -> "<>";
      case ReversePath.Sender(EmailAddress address) -> address.toString();
    };
  }

  private static Optional<ReversePath> path(String text) {
    return text.equals("<>")
        ? Optional.of(new ReversePath.Null())
        : EmailAddress.parse(text).map(ReversePath.Sender::new);
  }

  private static Optional<Optional<Character>> delimiter(String text) {
    if (text.equals("none")) {
      return Optional.of(Optional.empty());
    }
    return text.length() == 1 && "+-=_.#".contains(text)
        ? Optional.of(Optional.of(text.charAt(0)))
        : Optional.empty();
  }

  private static Setting action(Category category) {
    return new Setting(
        "on-" + word(category),
        "deliver, mark PREFIX, hold, reject, defer, discard or redirect ADDRESS",
        "What is done with " + category + ".",
        settings -> text(settings.policy().action(category)),
        (settings, text) ->
            disposition(text)
                .map(action -> settings.withPolicy(acting(settings.policy(), category, action))));
  }

  private static Policy acting(Policy policy, Category category, Disposition action) {
    return policy.with(category, action);
  }

  private static Policy blind(DomainSettings settings, Disposition blind) {
    Policy policy = settings.policy();
    return new Policy(
        policy.suspectAt(),
        policy.confirmAt(),
        policy.actions(),
        blind,
        policy.dispensable(),
        policy.weights());
  }

  // One threshold never passes the other: it takes it along.
  private static Policy withSuspectAt(Policy policy, double points) {
    return policy.with(points, Math.max(points, policy.confirmAt()));
  }

  private static Policy withConfirmAt(Policy policy, double points) {
    return policy.with(Math.min(points, policy.suspectAt()), points);
  }

  private static Setting points(
      String name,
      String doc,
      Function<Policy, Double> get,
      BiFunction<Policy, Double, Policy> with) {
    return new Setting(
        name,
        "a number of points, for example 5 or 7.5",
        doc,
        settings -> number(get.apply(settings.policy())),
        (settings, text) ->
            text.matches("-?[0-9]{1,6}(\\.[0-9]{1,6})?")
                ? Optional.of(
                    settings.withPolicy(with.apply(settings.policy(), Double.valueOf(text))))
                : Optional.empty());
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static Setting time(
      String name,
      String doc,
      Function<DomainSettings, Duration> get,
      BiFunction<DomainSettings, Duration, DomainSettings> with) {
    return new Setting(
        name,
        "a duration, for example 12h or 7d",
        doc,
        settings -> Durations.text(get.apply(settings)),
        (settings, text) -> positive(text).map(duration -> with.apply(settings, duration)));
  }

  private static Optional<Duration> positive(String text) {
    return Durations.parse(text).filter(duration -> !duration.isZero());
  }

  private static <E extends Enum<E>> Setting choice(
      String name,
      String doc,
      Class<E> type,
      Function<DomainSettings, E> get,
      BiFunction<DomainSettings, E, DomainSettings> with) {
    return new Setting(
        name,
        words(type),
        doc,
        settings -> word(get.apply(settings)),
        (settings, text) -> constant(type, text).map(value -> with.apply(settings, value)));
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Set<GateTest>> tests(String text) {
    Set<GateTest> tests = EnumSet.noneOf(GateTest.class);
    if (text.equals("none")) {
      return Optional.of(tests);
    }
    for (String name : text.split(",", -1)) {
      Optional<GateTest> test = constant(GateTest.class, name.strip());
      if (test.isEmpty()) {
        return Optional.empty();
      }
      tests.add(test.get());
    }
    return Optional.of(tests);
  }

  private static String names(Set<GateTest> tests) {
    return tests.isEmpty()
        ? "none"
        : tests.stream().sorted().map(DomainKeys::word).collect(Collectors.joining(","));
  }

  static String text(Disposition disposition) {
    return switch (disposition) {
      case Disposition.Mark mark -> "mark " + mark.subjectPrefix();
      case Disposition.Redirect redirect -> "redirect " + redirect.to();
      case Disposition.Deliver _,
          Disposition.Hold _,
          Disposition.Strip _,
          Disposition.Reject _,
          Disposition.Defer _,
          Disposition.Discard _ ->
          disposition.word();
    };
  }

  static Optional<Disposition> disposition(String text) {
    int space = text.indexOf(' ');
    String rest = space < 0 ? "" : text.substring(space + 1).strip();
    return switch (space < 0 ? text : text.substring(0, space)) {
      case "deliver" -> alone(rest, new Disposition.Deliver());
      case "hold" -> alone(rest, new Disposition.Hold());
      case "reject" -> alone(rest, new Disposition.Reject());
      case "defer" -> alone(rest, new Disposition.Defer());
      case "discard" -> alone(rest, new Disposition.Discard());
      case "mark" ->
          rest.isEmpty() || rest.length() > 100 || rest.chars().anyMatch(Character::isISOControl)
              ? Optional.empty()
              : Optional.of(new Disposition.Mark(rest));
      case "redirect" -> EmailAddress.parse(rest).map(Disposition.Redirect::new);
      default -> Optional.empty();
    };
  }

  private static Optional<Disposition> alone(String rest, Disposition disposition) {
    return rest.isEmpty() ? Optional.of(disposition) : Optional.empty();
  }

  private static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> word(value).equals(text))
        .findFirst();
  }

  private static <E extends Enum<E>> String words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(DomainKeys::word)
        .collect(Collectors.joining(" or "));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
