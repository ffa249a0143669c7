package org.postern.gateway.tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            (settings, text) -> SettingText.truth(text).map(settings::withAnalysis)));
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
                    : SettingText.positive(text)
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
            "names of tests with commas between, or none: " + SettingText.words(GateTest.class),
            "Tests at the gate that refuse by themselves; what the others find is evidence.",
            settings -> SettingText.names(settings.refuseOn()),
            (settings, text) -> SettingText.tests(text).map(settings::withRefuseOn)));
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
            settings -> SettingText.text(settings.policy().blind()),
            (settings, text) ->
                Set.of("defer", "hold", "reject").contains(text)
                    ? SettingText.disposition(text)
                        .map(blind -> settings.withPolicy(blind(settings, blind)))
                    : Optional.empty()));
    all.add(
        new Setting(
            "follow-links",
            "true or false",
            "Whether shortened links are followed to where they lead, where the configuration has"
                + " `links.follow` (detection.md). A message to several domains has its links"
                + " followed only where all of them want it.",
            settings -> Boolean.toString(settings.followLinks()),
            (settings, text) -> SettingText.truth(text).map(settings::withFollowLinks)));
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
            settings -> SettingText.path(settings.recipientRules().probeSender()),
            (settings, text) ->
                SettingText.path(text)
                    .map(path -> rules(settings, rules -> rules.withProbeSender(path)))),
        new Setting(
            "exact-case",
            "true or false",
            "Whether `Bob` and `bob` are two recipients.",
            settings -> Boolean.toString(settings.recipientRules().exactCase()),
            (settings, text) ->
                SettingText.truth(text)
                    .map(exact -> rules(settings, rules -> rules.withExactCase(exact)))),
        new Setting(
            "delimiter",
            "none, or one of + - = _ . #",
            "With `recipients=list`, what divides a recipient from a detail: with `+`,"
                + " `bob+news` exists where `bob` is listed.",
            settings -> settings.recipientRules().delimiter().map(String::valueOf).orElse("none"),
            (settings, text) ->
                SettingText.delimiter(text)
                    .map(sign -> rules(settings, rules -> rules.withDelimiter(sign)))));
  }

  private static DomainSettings rules(
      DomainSettings settings, UnaryOperator<RecipientRules> change) {
    return settings.withRecipientRules(change.apply(settings.recipientRules()));
  }

  private static Setting action(Category category) {
    return new Setting(
        "on-" + SettingText.word(category),
        "deliver, mark PREFIX, hold, reject, defer, discard or redirect ADDRESS",
        "What is done with " + category + ".",
        settings -> SettingText.text(settings.policy().action(category)),
        (settings, text) ->
            SettingText.disposition(text)
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
        settings -> SettingText.number(get.apply(settings.policy())),
        (settings, text) ->
            text.matches("-?[0-9]{1,6}(\\.[0-9]{1,6})?")
                ? Optional.of(
                    settings.withPolicy(with.apply(settings.policy(), Double.valueOf(text))))
                : Optional.empty());
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
        (settings, text) ->
            SettingText.positive(text).map(duration -> with.apply(settings, duration)));
  }

  private static <E extends Enum<E>> Setting choice(
      String name,
      String doc,
      Class<E> type,
      Function<DomainSettings, E> get,
      BiFunction<DomainSettings, E, DomainSettings> with) {
    return new Setting(
        name,
        SettingText.words(type),
        doc,
        settings -> SettingText.word(get.apply(settings)),
        (settings, text) ->
            SettingText.constant(type, text).map(value -> with.apply(settings, value)));
  }
}
