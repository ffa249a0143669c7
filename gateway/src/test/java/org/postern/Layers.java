package org.postern;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order of packages as `layers.txt` tells it: a package sees those of lower lines only. As
/// lines are numbered, a cycle between packages is impossible when no class breaks the order.
record Layers(Map<String, Integer> lines) {

  private static final String ROOT = "org.postern.";

  /// A type of ours in any Utf8 constant: a class entry, a descriptor, a signature, an annotation,
  /// or the text of a name (class entries alone miss a type that stands only in a field).
  private static final Pattern TYPE =
      Pattern.compile("org([./])postern\\1((?:[a-z][a-z0-9_]*\\1)+)(?:[A-Z]|package-info)");

  static Layers read(Path file) throws IOException {
    return parse(Files.readAllLines(file));
  }

  static Layers parse(List<String> text) {
    Map<String, Integer> lines = new LinkedHashMap<>();
    for (int i = 0; i < text.size(); i++) {
      String line = text.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      for (String name : line.split("\\s+")) {
        if (lines.put(name, i) != null) {
          throw new IllegalArgumentException(name + " stands twice in layers.txt");
        }
      }
    }
    return new Layers(lines);
  }

  /// What is wrong with one class, as sentences; empty when nothing is.
  List<String> problems(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    String type = model.thisClass().asInternalName().replace('/', '.');
    String from = packageOf(type);
    OptionalInt line = line(from);
    if (line.isEmpty()) {
      return List.of(type + ": its package " + from + " is not in layers.txt");
    }
    List<String> problems = new ArrayList<>();
    for (String to : packagesIn(model)) {
      OptionalInt other = line(to);
      if (to.equals(from)) {
        continue;
      }
      if (other.isEmpty()) {
        problems.add(type + " sees " + to + ", which is not in layers.txt");
      } else if (other.getAsInt() < line.getAsInt()) {
        problems.add(type + " sees " + to + ", which is above " + from);
      } else if (other.getAsInt() == line.getAsInt()) {
        problems.add(type + " sees " + to + ", which is beside " + from);
      }
    }
    return problems;
  }

  /// The line of a package: its own, else that of the longest `name.*` it is below.
  private OptionalInt line(String name) {
    Integer own = lines.get(name);
    if (own != null) {
      return OptionalInt.of(own);
    }
    for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      Integer below = lines.get(name.substring(0, dot) + ".*");
      if (below != null) {
        return OptionalInt.of(below);
      }
    }
    return OptionalInt.empty();
  }

  private static TreeSet<String> packagesIn(ClassModel model) {
    TreeSet<String> packages = new TreeSet<>();
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof Utf8Entry text && text.stringValue().contains("postern")) {
        Matcher matcher = TYPE.matcher(text.stringValue());
        while (matcher.find()) {
          String name = matcher.group(2).replace('/', '.');
          packages.add(name.substring(0, name.length() - 1));
        }
      }
    }
    return packages;
  }

  private static String packageOf(String type) {
    String name = type.substring(0, type.lastIndexOf('.') + 1);
    return name.startsWith(ROOT) && name.length() > ROOT.length()
        ? name.substring(ROOT.length(), name.length() - 1)
        : name;
  }
}
