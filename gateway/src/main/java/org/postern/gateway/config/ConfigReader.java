package org.postern.gateway.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Reads YAML into records whose components are described by [Key], and tells all mistakes at once.
/// A component is a section (a record), a value, an `Optional` value or a `List` of values.
///
/// One thread: that of the caller.
final class ConfigReader {

  private static final int MAX_CHARACTERS = 1 << 17;
  private static final int MAX_DEPTH = 20;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, List<String>> keysOfSections = new LinkedHashMap<>();

  private ConfigReader(String file) {
    this.file = file;
  }

  /// Reads the text of a file; an empty one gives the defaults.
  ///
  /// @param file its name, for messages
  static <R extends Record> R read(Class<R> type, String file, String yaml) throws ConfigException {
    ConfigReader reader = new ConfigReader(file);
    Optional<Node> root = reader.compose(yaml);
    reader.collectKeys(type, "");
    R read = reader.section(type, root, "");
    if (!reader.problems.isEmpty()) {
      reader.problems.sort(
          Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
      throw new ConfigException(reader.problems);
    }
    return read;
  }

  /// The name of the key of a component: `maxSize` is `max_size`.
  static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  static Key key(RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    if (key == null) {
      throw new IllegalStateException(component + " has no @Key");
    }
    return key;
  }

  /// The type of one value: that of the elements of an `Optional` or a `List`.
  static Class<?> valueType(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType generic
        ? (Class<?>) generic.getActualTypeArguments()[0]
        : component.getType();
  }

  private Optional<Node> compose(String yaml) throws ConfigException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(MAX_CHARACTERS).build();
    try {
      checkDepth(settings, yaml);
      return new Compose(settings).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      throw new ConfigException(
          List.of(
              new Problem(
                  file,
                  mark.map(m -> m.getLine() + 1).orElse(1),
                  mark.map(m -> m.getColumn() + 1).orElse(1),
                  "",
                  "broken YAML (" + String.valueOf(e.getProblem()).strip() + ")",
                  "valid YAML")));
    } catch (YamlEngineException e) {
      throw new ConfigException(
          List.of(
              new Problem(file, 1, 1, "", "broken YAML (" + e.getMessage() + ")", "valid YAML")));
    }
  }

  /// Composing is recursive: what is nested too deeply is refused before.
  private void checkDepth(LoadSettings settings, String yaml) throws ConfigException {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(yaml)) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        int column = event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
        throw new ConfigException(
            List.of(
                new Problem(
                    file, line, column, "", "nesting of " + depth, "at most " + MAX_DEPTH)));
      }
    }
  }

  private void collectKeys(Class<?> type, String path) {
    List<String> keys = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      keys.add(name(component));
      if (isSection(component.getType())) {
        collectKeys(component.getType(), join(path, name(component)));
      }
    }
    keysOfSections.put(path, keys);
  }

  private <R extends Record> R section(Class<R> type, Optional<Node> node, String path) {
    Map<String, Node> given = entries(type, node, path);
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = name(components[i]);
      Optional<Node> value = Optional.ofNullable(given.get(name));
      values[i] = component(components[i], value, join(path, name));
    }
    return create(type, values, node, path);
  }

  /// The entries of a mapping by key; those that are unknown or stand twice are problems.
  private Map<String, Node> entries(Class<?> type, Optional<Node> node, String path) {
    Map<String, Node> entries = new HashMap<>();
    if (node.isEmpty() || isNothing(node.get())) {
      return entries;
    }
    if (!(node.get() instanceof MappingNode mapping)) {
      problem(
          node.get(),
          path,
          shown(node.get()),
          "keys: " + String.join(", ", keysOfSections.getOrDefault(path, List.of())));
      return entries;
    }
    List<String> known = Arrays.stream(type.getRecordComponents()).map(ConfigReader::name).toList();
    for (NodeTuple tuple : mapping.getValue()) {
      String name =
          tuple.getKeyNode() instanceof ScalarNode scalar
              ? scalar.getValue()
              : shown(tuple.getKeyNode());
      if (!known.contains(name)) {
        problem(tuple.getKeyNode(), join(path, name), "an unknown key", suggestion(name, path));
      } else if (entries.putIfAbsent(name, tuple.getValueNode()) != null) {
        problem(tuple.getKeyNode(), join(path, name), "the key a second time", "it once");
      }
    }
    return entries;
  }

  private Object component(RecordComponent component, Optional<Node> node, String path) {
    Class<?> type = component.getType();
    if (isSection(type)) {
      return section(type.asSubclass(Record.class), node, path);
    }
    Key key = key(component);
    Form<?> form = Form.of(valueType(component));
    if (type == List.class) {
      return list(key, form, node, path);
    }
    Optional<?> value =
        node.isPresent()
            ? value(key, form, node.get(), path, type == Optional.class)
            : Optional.empty();
    if (type == Optional.class) {
      boolean absent = node.isEmpty() && !key.standard().isEmpty();
      return absent ? form.parse().apply(key.standard()) : value;
    }
    return value.isPresent() ? value.get() : form.parse().apply(key.standard()).orElseThrow();
  }

  private List<?> list(Key key, Form<?> form, Optional<Node> node, String path) {
    List<Object> values = new ArrayList<>();
    if (node.isEmpty()) {
      for (String text : key.standard().isEmpty() ? new String[0] : key.standard().split(", ")) {
        values.add(form.parse().apply(text).orElseThrow());
      }
    } else if (node.get() instanceof SequenceNode sequence) {
      for (int i = 0; i < sequence.getValue().size(); i++) {
        value(key, form, sequence.getValue().get(i), path + "[" + i + "]", false)
            .ifPresent(values::add);
      }
    } else {
      value(key, form, node.get(), path, false).ifPresent(values::add);
    }
    return List.copyOf(values);
  }

  /// One value; empty when it is wrong, which is then a problem, or when it may be absent and is.
  private Optional<?> value(Key key, Form<?> form, Node node, String path, boolean optional) {
    if (optional && (isNothing(node) || shown(node).equals("\"\""))) {
      return Optional.empty();
    }
    if (!(node instanceof ScalarNode scalar) || isNothing(node)) {
      problem(node, path, shown(node), form.expected());
      return Optional.empty();
    }
    Optional<?> value = form.parse().apply(scalar.getValue());
    if (value.isEmpty()) {
      problem(node, path, shown(node), form.expected());
      return Optional.empty();
    }
    Optional<String> range = form.outOfRange(scalar.getValue(), key.least(), key.most());
    range.ifPresent(allowed -> problem(node, path, shown(node), allowed));
    return range.isPresent() ? Optional.empty() : value;
  }

  /// Calls the constructor of the record; what it does not like about keys that belong together is
  /// a problem of the section.
  private <R extends Record> R create(
      Class<R> type, Object[] values, Optional<Node> node, String path) {
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong && node.isPresent()) {
        problem(node.get(), path, "a contradiction", String.valueOf(wrong.getMessage()));
        return section(type, Optional.empty(), path);
      }
      throw new IllegalStateException("the defaults of " + type + " contradict", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot create " + type, e);
    }
  }

  private String suggestion(String name, String path) {
    List<String> here = keysOfSections.getOrDefault(path, List.of());
    Optional<String> nearest =
        here.stream()
            .min(Comparator.comparingInt(key -> distance(name, key)))
            .filter(key -> distance(name, key) <= 1 + name.length() / 4);
    if (nearest.isPresent()) {
      return nearest.get() + " (did you mean that?)";
    }
    Optional<String> elsewhere =
        keysOfSections.entrySet().stream()
            .filter(section -> section.getValue().contains(name))
            .map(section -> join(section.getKey(), name))
            .findFirst();
    return elsewhere
        .map(key -> key + " (did you mean that?)")
        .orElse("one of " + String.join(", ", here));
  }

  /// Number of edits from one text to the other (Levenshtein).
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }

  static boolean isSection(Class<?> type) {
    return type.isRecord() && !Comparable.class.isAssignableFrom(type) && hasKeys(type);
  }

  private static boolean hasKeys(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .allMatch(component -> component.isAnnotationPresent(Key.class));
  }

  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static String shown(Node node) {
    return switch (node) {
      case ScalarNode scalar when isNothing(scalar) -> "nothing";
      case ScalarNode scalar -> "\"" + scalar.getValue() + "\"";
      case SequenceNode _ -> "a list";
      case MappingNode _ -> "a section";
      default -> "something else";
    };
  }

  private void problem(Node node, String path, String found, String expected) {
    Optional<Mark> mark = node.getStartMark();
    problems.add(
        new Problem(
            file,
            mark.map(m -> m.getLine() + 1).orElse(1),
            mark.map(m -> m.getColumn() + 1).orElse(1),
            path,
            found,
            expected));
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
