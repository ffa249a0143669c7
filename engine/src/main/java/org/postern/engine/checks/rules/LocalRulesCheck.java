package org.postern.engine.checks.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.postern.engine.Case;
import org.postern.engine.Check;
import org.postern.engine.pattern.Databases;
import org.postern.engine.rules.Reading;
import org.postern.engine.rules.Remark;
import org.postern.engine.rules.Renderings;
import org.postern.engine.rules.RuleSet;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Stage;
import org.postern.engine.verdict.Symbol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules of the administrators: all `.cf` files of a folder, in the order of their names, read
/// anew when one of them changes. Where one of them has an error the rules that were read before
/// stay.
///
/// Thread-safe: messages are examined with the set that was there when they came.
public final class LocalRulesCheck implements Check {

  private static final Logger LOG = LoggerFactory.getLogger(LocalRulesCheck.class);

  private final Path folder;
  private final Databases databases;
  private final Set<String> taken;
  private volatile Active active = new Active(RuleSet.EMPTY, Map.of());
  private volatile List<Remark> errors = List.of();
  private volatile List<Remark> idle = List.of();
  private Map<String, FileTime> seen = Map.of();

  /// What runs.
  private record Active(RuleSet set, Map<String, Symbol> symbols) {}

  /// @param folder need not be there
  /// @param compiled where compiled expressions are kept
  /// @param taken names of symbols that rules must not use
  public LocalRulesCheck(Path folder, Path compiled, Set<String> taken) {
    this.folder = folder;
    this.databases = Databases.in(compiled);
    this.taken = Set.copyOf(taken);
  }

  /// Reads the folder again where a file changed. One that has an error is told in the log and by
  /// [#errors], once.
  public synchronized void refresh() {
    Map<String, FileTime> now = files();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    List<Path> paths = now.keySet().stream().map(folder::resolve).toList();
    switch (RuleSet.read(paths, databases, RuleFacts.NAMES)) {
      case Reading.Loaded loaded -> {
        active = new Active(loaded.set().compiled(), RuleSymbols.of(loaded.set(), taken));
        errors = List.of();
        LOG.info("{} rules of {} files in {}", loaded.set().rules().size(), paths.size(), folder);
        idle = loaded.idle();
        loaded.notes().forEach(note -> LOG.info("rules: {}", note));
        loaded.idle().forEach(note -> LOG.warn("rules: {}", note));
      }
      case Reading.Refused refused -> {
        errors = refused.errors();
        LOG.error(
            "rules of {} are not read, {} rules of before stay",
            folder,
            active.set().rules().size());
        refused.errors().forEach(error -> LOG.error("rules: {}", error));
      }
    }
  }

  private Map<String, FileTime> files() {
    Map<String, FileTime> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".cf")).toList()) {
        files.put(folder.relativize(file).toString(), Files.getLastModifiedTime(file));
      }
    } catch (IOException unreadable) {
      LOG.error("rules: {} cannot be read", folder, unreadable);
      return seen;
    }
    return files;
  }

  /// What is wrong with the files as they are now; empty where they are in use.
  public List<Remark> errors() {
    return errors;
  }

  /// Rules in use that can never hit, each with its line and what was expected there.
  public List<Remark> idle() {
    return idle;
  }

  /// The rules in use.
  public RuleSet set() {
    return active.set();
  }

  @Override
  public String name() {
    return "local-rules";
  }

  @Override
  public Stage stage() {
    return Stage.ACTIVE;
  }

  /// Those of the rules read last.
  @Override
  public List<Symbol> symbols() {
    List<Symbol> all = new ArrayList<>(active.symbols().values());
    if (!all.isEmpty()) {
      all.add(RuleSymbols.LOCAL_NOT_EXAMINED);
    }
    return all;
  }

  @Override
  public List<Finding> inspect(Case mail) {
    Active now = active;
    return now.set().rules().isEmpty()
        ? List.of()
        : RulesCheck.findings(
            now.set(),
            now.symbols(),
            RuleSymbols.LOCAL_NOT_EXAMINED,
            mail,
            new Renderings(mail.message(), RuleFacts.envelopeFrom(mail))
                .leadingTo(RuleFacts.ledTo(mail)));
  }
}
