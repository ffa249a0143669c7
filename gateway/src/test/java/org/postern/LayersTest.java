package org.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the packages to the order of `layers.txt`, and tests that it would notice.
class LayersTest {

  private static final Path ROOT = Path.of(System.getProperty("postern.root", ".."));

  private static final Layers FOUR =
      Layers.parse(
          List.of("# from the top", "top", "leaf.*", "left  right", "", "bottom", "bottom.deep"));

  @Test
  void every_package_sees_lower_layers_only() throws IOException {
    Layers layers = Layers.read(ROOT.resolve("layers.txt"));
    List<String> problems = new ArrayList<>();
    for (String module : List.of("mail", "engine", "gateway")) {
      List<Path> classes = classes(ROOT.resolve(module).resolve("target/classes"));
      assertThat(classes).as("compiled classes of " + module).isNotEmpty();
      for (Path file : classes) {
        problems.addAll(layers.problems(Files.readAllBytes(file)));
      }
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void every_package_says_what_it_is_for() throws IOException {
    List<Path> silent = new ArrayList<>();
    for (String module : List.of("mail", "engine", "gateway")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .map(file -> file.resolveSibling("package-info.java"))
            .distinct()
            .filter(file -> !Files.exists(file))
            .forEach(silent::add);
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void sees_downwards_without_complaint() {
    assertThat(FOUR.problems(withField("top.A", "Lorg/postern/bottom/deep/B;"))).isEmpty();
    assertThat(FOUR.problems(withField("left.A", "Lorg/postern/left/B;"))).isEmpty();
    assertThat(FOUR.problems(withField("bottom.A", "Ljava/util/List;"))).isEmpty();
  }

  @Test
  void notices_a_type_that_stands_only_in_a_field() {
    assertThat(FOUR.problems(withField("bottom.A", "Lorg/postern/top/B;")))
        .containsExactly("org.postern.bottom.A sees top, which is above bottom");
  }

  @Test
  void notices_a_type_that_stands_only_in_an_array_of_a_method() {
    byte[] built =
        type(
            "bottom.A",
            builder ->
                builder.withMethod(
                    "m",
                    MethodTypeDesc.of(
                        ConstantDescs.CD_void, ClassDesc.ofDescriptor("[Lorg/postern/left/B$C;")),
                    ClassFile.ACC_ABSTRACT | ClassFile.ACC_PUBLIC,
                    _ -> {}));
    assertThat(FOUR.problems(built))
        .containsExactly("org.postern.bottom.A sees left, which is above bottom");
  }

  @Test
  void notices_a_class_that_is_called_by_its_name_in_a_text() {
    byte[] built =
        type(
            "bottom.A",
            builder ->
                builder.withMethodBody(
                    "m",
                    MethodTypeDesc.of(ConstantDescs.CD_void),
                    ClassFile.ACC_STATIC,
                    code -> code.ldc("org.postern.top.B").pop().return_()));
    assertThat(FOUR.problems(built))
        .containsExactly("org.postern.bottom.A sees top, which is above bottom");
  }

  @Test
  void notices_neighbours_on_one_line() {
    assertThat(FOUR.problems(withField("left.A", "Lorg/postern/right/B;")))
        .containsExactly("org.postern.left.A sees right, which is beside left");
  }

  @Test
  void leaves_below_one_pattern_do_not_see_each_other() {
    assertThat(FOUR.problems(withField("leaf.one.A", "Lorg/postern/leaf/two/B;")))
        .containsExactly("org.postern.leaf.one.A sees leaf.two, which is beside leaf.one");
    assertThat(FOUR.problems(withField("leaf.one.A", "Lorg/postern/right/B;"))).isEmpty();
  }

  @Test
  void notices_packages_that_are_not_listed() {
    assertThat(FOUR.problems(withField("other.A", "I")))
        .containsExactly("org.postern.other.A: its package other is not in layers.txt");
    assertThat(FOUR.problems(withField("top.A", "Lorg/postern/other/B;")))
        .containsExactly("org.postern.top.A sees other, which is not in layers.txt");
  }

  @Test
  void refuses_a_package_that_is_listed_twice() {
    assertThatThrownBy(() -> Layers.parse(List.of("a b", "b")))
        .hasMessage("b stands twice in layers.txt");
  }

  private static byte[] withField(String name, String descriptor) {
    return type(name, builder -> builder.withField("f", ClassDesc.ofDescriptor(descriptor), 0));
  }

  private static byte[] type(String name, Consumer<ClassBuilder> content) {
    return ClassFile.of().build(ClassDesc.of("org.postern." + name), content);
  }

  private static List<Path> classes(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
