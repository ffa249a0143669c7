package org.postern.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postern.gateway.admit.dns.DnsList;
import org.postern.gateway.tenant.Durations;
import org.postern.mail.smtp.Cidr;

/// How a value of one type is written.
///
/// @param expected what to write, after "expected": `a duration, for example 30s or 7d`
/// @param parse reads it; empty when it is not of this form
/// @param order to compare with bounds; empty where there is none
record Form<T>(
    String expected, Function<String, Optional<T>> parse, Optional<Comparator<T>> order) {

  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

  private static final Form<String> TEXT = unordered("text", Optional::of);
  private static final Form<Boolean> TRUTH =
      unordered(
          "true or false",
          text ->
              switch (text) {
                case "true" -> Optional.of(true);
                case "false" -> Optional.of(false);
                default -> Optional.empty();
              });
  private static final Form<Long> LONG =
      ordered(
          "a whole number",
          text ->
              WHOLE.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty());
  private static final Form<Integer> INT =
      ordered(
          "a whole number",
          text ->
              LONG.parse()
                  .apply(text)
                  .filter(number -> number.intValue() == number)
                  .map(Long::intValue));
  private static final Form<Double> NUMBER =
      ordered(
          "a number",
          text ->
              DECIMAL.matcher(text).matches()
                  ? Optional.of(Double.parseDouble(text))
                  : Optional.empty());
  private static final Form<Duration> TIME =
      ordered("a duration, for example 30s, 15m, 4h or 7d", Durations::parse);
  private static final Form<Size> SIZE =
      ordered("a size, for example 64KB, 50MB or 2GB", Size::parse);
  private static final Form<HostPort> ADDRESS =
      unordered("HOST:PORT, for example 0.0.0.0:25 or [::]:25", HostPort::parse);
  private static final Form<Cidr> NETWORK =
      unordered("a network, for example 192.0.2.0/24 or 2001:db8::/32", Cidr::parse);
  private static final Form<DnsList> DNS_LIST =
      unordered(
          "a list as ZONE=CODES*WEIGHT, for example zen.example.org=127.0.0.[2..11]*3",
          DnsList::parse);
  private static final Form<Path> PATH =
      unordered("a path", text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));

  private static final Map<Class<?>, Form<?>> FORMS =
      Map.ofEntries(
          Map.entry(String.class, TEXT),
          Map.entry(boolean.class, TRUTH),
          Map.entry(int.class, INT),
          Map.entry(long.class, LONG),
          Map.entry(double.class, NUMBER),
          Map.entry(Duration.class, TIME),
          Map.entry(Size.class, SIZE),
          Map.entry(HostPort.class, ADDRESS),
          Map.entry(Cidr.class, NETWORK),
          Map.entry(Path.class, PATH),
          Map.entry(DnsList.class, DNS_LIST));

  /// The form of a type.
  static Form<?> of(Class<?> type) {
    Form<?> known = FORMS.get(type);
    if (known != null) {
      return known;
    }
    if (type.isEnum()) {
      return choice(type);
    }
    throw new IllegalStateException("no form for values of " + type);
  }

  /// What `least` and `most` demand of a text of this form that they do not allow; empty when it is
  /// in range, or not of this form at all.
  Optional<String> outOfRange(String text, String least, String most) {
    Optional<T> value = parse.apply(text);
    if (value.isEmpty() || order.isEmpty()) {
      return Optional.empty();
    }
    Comparator<T> comparator = order.get();
    if (!least.isEmpty() && comparator.compare(value.get(), bound(least)) < 0) {
      return Optional.of(most.isEmpty() ? "at least " + least : least + " to " + most);
    }
    if (!most.isEmpty() && comparator.compare(value.get(), bound(most)) > 0) {
      return Optional.of(least.isEmpty() ? "at most " + most : least + " to " + most);
    }
    return Optional.empty();
  }

  private T bound(String text) {
    return parse.apply(text).orElseThrow(() -> new IllegalStateException("bad bound " + text));
  }

  private static Form<Object> choice(Class<?> type) {
    List<Object> values = Arrays.asList(type.getEnumConstants());
    String names = values.stream().map(Form::word).collect(Collectors.joining(" or "));
    return unordered(
        names, text -> values.stream().filter(value -> word(value).equals(text)).findFirst());
  }

  private static String word(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  private static <T> Form<T> unordered(String expected, Function<String, Optional<T>> parse) {
    return new Form<>(expected, parse, Optional.empty());
  }

  private static <T extends Comparable<T>> Form<T> ordered(
      String expected, Function<String, Optional<T>> parse) {
    return new Form<>(expected, parse, Optional.of(Comparator.naturalOrder()));
  }
}
