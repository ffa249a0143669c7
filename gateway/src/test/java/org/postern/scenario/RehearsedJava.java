package org.postern.scenario;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// The command that starts the program, on jars of the classes under test and with a start-up cache
/// as the launcher uses it: a start takes half the time.
final class RehearsedJava {

  private final List<String> machine;
  private final Path cache;

  private RehearsedJava(List<String> machine, Path cache) {
    this.machine = machine;
    this.cache = cache;
  }

  static RehearsedJava prepare(Path folder) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      String name = String.valueOf(path.getFileName());
      if (Files.isDirectory(path) && !name.equals("test-classes")) {
        jars.add(jarOf(path, folder.resolve("classes-" + jars.size() + ".jar")).toString());
      } else if (name.startsWith("bc") && name.endsWith(".jar")) {
        jars.add(unsigned(path, folder.resolve(name)).toString());
      } else if (Files.isRegularFile(path)) {
        jars.add(entry);
      }
    }
    return new RehearsedJava(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            String.join(File.pathSeparator, jars)),
        folder.resolve("postern.aot"));
  }

  /// For one run that records the cache. It takes a few seconds more to end.
  List<String> recording() {
    return with("-XX:AOTCacheOutput=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off");
  }

  /// For the runs after that.
  List<String> fast() {
    return with("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off");
  }

  private List<String> with(String... options) {
    List<String> command = new ArrayList<>(machine);
    command.addAll(1, List.of(options));
    command.add("org.postern.gateway.app.Main");
    return command;
  }

  private static Path jarOf(Path classes, Path jar) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      // With entries for the folders, by which the migrations of the database are found.
      for (Path path : files.filter(one -> !one.equals(classes)).sorted().toList()) {
        boolean file = Files.isRegularFile(path);
        String name = classes.relativize(path).toString().replace(File.separatorChar, '/');
        out.putNextEntry(new JarEntry(file ? name : name + "/"));
        if (file) {
          Files.copy(path, out);
        }
      }
    }
    return jar;
  }

  // What is signed is checked at each start and not cached.
  private static Path unsigned(Path signed, Path jar) throws IOException {
    try (JarFile in = new JarFile(signed.toFile());
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Enumeration<JarEntry> all = in.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        String name = entry.getName().toUpperCase(Locale.ROOT);
        boolean signature = name.startsWith("META-INF/") && name.matches(".*\\.(SF|DSA|RSA|EC|MF)");
        if (!signature && !entry.isDirectory()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          try (InputStream octets = in.getInputStream(entry)) {
            octets.transferTo(out);
          }
        }
      }
    }
    return jar;
  }
}
