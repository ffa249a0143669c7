package org.postern.gateway.tenant;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.engine.verdict.Disposition;
import org.postern.engine.verdict.GateTest;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;

/// How values of settings are written, and read again: what is not of the form is empty.
final class SettingText {

  private static final int LONGEST_PREFIX = 100;

  private SettingText() {}

  static String path(ReversePath path) {
    return switch (path) {
      case ReversePath.Null _ -> "<>";
      case ReversePath.Sender(EmailAddress address) -> address.toString();
    };
  }

  static Optional<ReversePath> path(String text) {
    return text.equals("<>")
        ? Optional.of(new ReversePath.Null())
        : EmailAddress.parse(text).map(ReversePath.Sender::new);
  }

  static Optional<Optional<Character>> delimiter(String text) {
    if (text.equals("none")) {
      return Optional.of(Optional.empty());
    }
    return text.length() == 1 && "+-=_.#".contains(text)
        ? Optional.of(Optional.of(text.charAt(0)))
        : Optional.empty();
  }

  static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  static Optional<Duration> positive(String text) {
    return Durations.parse(text).filter(duration -> !duration.isZero());
  }

  static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  static Optional<Set<GateTest>> tests(String text) {
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

  static String names(Set<GateTest> tests) {
    return tests.isEmpty()
        ? "none"
        : tests.stream().sorted().map(SettingText::word).collect(Collectors.joining(","));
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
          rest.isEmpty()
                  || rest.length() > LONGEST_PREFIX
                  || rest.chars().anyMatch(Character::isISOControl)
              ? Optional.empty()
              : Optional.of(new Disposition.Mark(rest));
      case "redirect" -> EmailAddress.parse(rest).map(Disposition.Redirect::new);
      default -> Optional.empty();
    };
  }

  private static Optional<Disposition> alone(String rest, Disposition disposition) {
    return rest.isEmpty() ? Optional.of(disposition) : Optional.empty();
  }

  static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> word(value).equals(text))
        .findFirst();
  }

  static <E extends Enum<E>> String words(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(SettingText::word)
        .collect(Collectors.joining(" or "));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
