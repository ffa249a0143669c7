import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Reads the test reports of all modules and says loudly what was not tested. Exit code 1 in CI when a
/// test was skipped for any other reason than data that were not given (POSTERN_…).
public final class TestSummary {

  private TestSummary() {}

  public static void main(String[] args) throws Exception {
    int tests = 0;
    int failures = 0;
    Map<String, List<String>> skipped = new TreeMap<>();
    for (Path report : reports(Path.of(args[0]))) {
      Document document =
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
      NodeList cases = document.getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        tests++;
        failures += count(test, "failure") + count(test, "error");
        if (count(test, "skipped") > 0) {
          Element skip = (Element) test.getElementsByTagName("skipped").item(0);
          String type = test.getAttribute("classname");
          skipped
              .computeIfAbsent(reason(skip), _ -> new ArrayList<>())
              .add(type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name"));
        }
      }
    }
    int number = skipped.values().stream().mapToInt(List::size).sum();
    System.out.printf("%n%d tests, %d failed, %d skipped%n", tests, failures, number);
    skipped.forEach(TestSummary::tell);
    boolean strict = "true".equals(System.getenv("CI"));
    boolean wanting = skipped.keySet().stream().anyMatch(why -> !why.contains("POSTERN_"));
    if (strict && wanting) {
      System.out.println("FAILED: in CI nothing may be skipped for want of a program");
      System.exit(1);
    }
  }

  private static void tell(String why, List<String> tests) {
    System.out.println("*** NOT TESTED: " + why);
    tests.stream().limit(10).forEach(test -> System.out.println("      " + test));
    if (tests.size() > 10) {
      System.out.println("      and " + (tests.size() - 10) + " more");
    }
  }

  /// Why a test was skipped: surefire writes it as an attribute, or with the trace in the text.
  private static String reason(Element skip) {
    String message = skip.getAttribute("message");
    String said = message.isEmpty() ? skip.getTextContent() : message;
    return said.strip()
        .replaceFirst("^[\\w.]+Exception:\\s*", "")
        .replaceFirst("^(?:Assumption failed: |assumption was not met due to: \\[)", "")
        .lines()
        .findFirst()
        .map(line -> line.replaceFirst("^SKIPPED: ", "").replaceFirst("]\\s*$", ""))
        .filter(line -> !line.isBlank())
        .orElse("no reason given");
  }

  private static int count(Element test, String tag) {
    return test.getElementsByTagName(tag).getLength();
  }

  private static List<Path> reports(Path root) throws Exception {
    List<Path> found = new ArrayList<>();
    for (String module : List.of("mail", "engine", "gateway", "bench")) {
      Path folder = root.resolve(module).resolve("target/surefire-reports");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files.filter(file -> file.getFileName().toString().startsWith("TEST-")).forEach(found::add);
        }
      }
    }
    return found.stream().sorted().toList();
  }
}
