package org.postern.engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.engine.Case;
import org.postern.engine.Cases;
import org.postern.engine.Check;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.engine.Messages;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Report;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;

class CasesTest {

  private static final List<Check> CHECKS = BuiltinChecks.all();

  /// These need to know more than the message, and have tests of their own.
  private static final Set<String> OF_THE_SENDER =
      Set.of("gate", "authentication", "url-list", "reached-url", "bulk", "wave", "followed-link");

  private static final Path FOLDER = Path.of("src/test/resources/cases");

  private static final Duration LONG = Duration.ofSeconds(60);

  private static final Engine ENGINE = new Engine(CHECKS, new EngineLimits(LONG, LONG, LONG, 1, 1));

  @AfterAll
  static void end() {
    ENGINE.close();
  }

  static Stream<Cases.One> cases() throws IOException {
    return Cases.read(FOLDER).stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void finds_what_the_case_expects(Cases.One one) {
    Case mail = Messages.mail(one.mailFrom(), one.message().getBytes(StandardCharsets.UTF_8));
    Report report = ENGINE.examine(mail, Stage.PRELIMINARY);
    report = report.and(ENGINE.examine(mail, Stage.ACTIVE));
    assertThat(report.blind()).isEmpty();
    List<Finding> all = report.findings();
    assertThat(ENGINE.symbols().values()).containsAll(all.stream().map(Finding::symbol).toList());
    Set<String> found = new TreeSet<>();
    all.forEach(finding -> found.add(finding.symbol().name()));
    assertThat(found).as("%s: %s", one, all).containsAll(one.expected());
    assertThat(found).as("%s: %s", one, all).filteredOn(one.unexpected()::contains).isEmpty();
  }

  @Test
  void every_symbol_is_expected_by_a_case_and_absent_in_another() throws IOException {
    Set<String> known =
        CHECKS.stream()
            .filter(check -> !OF_THE_SENDER.contains(check.name()))
            .flatMap(check -> check.symbols().stream())
            .map(Symbol::name)
            .collect(Collectors.toSet());
    List<Cases.One> all = Cases.read(FOLDER);
    Set<String> expected = new TreeSet<>();
    Set<String> unexpected = new TreeSet<>();
    all.forEach(one -> expected.addAll(one.expected()));
    all.forEach(one -> unexpected.addAll(one.unexpected()));
    assertThat(expected).as("expected").containsExactlyInAnyOrderElementsOf(known);
    assertThat(unexpected).as("absent").containsExactlyInAnyOrderElementsOf(known);
  }
}
