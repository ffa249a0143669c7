package org.postern.gateway.app;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.postern.engine.Check;
import org.postern.engine.Engine;
import org.postern.engine.EngineLimits;
import org.postern.engine.bulk.BulkRoom;
import org.postern.engine.bulk.MemoryBulkCounts;
import org.postern.engine.bulk.Waves;
import org.postern.engine.checks.BuiltinChecks;
import org.postern.engine.checks.content.SiteModelCheck;
import org.postern.engine.checks.identity.OwnDomains;
import org.postern.engine.checks.infomail.BulkCheck;
import org.postern.engine.checks.infomail.WaveCheck;
import org.postern.engine.checks.rules.LocalRulesCheck;
import org.postern.engine.checks.rules.RulesCheck;
import org.postern.engine.files.WatchedFile;
import org.postern.engine.follow.LinkFollower;
import org.postern.engine.learn.SiteModel;
import org.postern.engine.learn.SiteModelFile;
import org.postern.engine.learn.TextModel;
import org.postern.engine.learn.TextModelFile;
import org.postern.engine.scan.BuiltinSymbols;
import org.postern.engine.url.UrlLists;
import org.postern.engine.verdict.Policy;
import org.postern.engine.verdict.Weights;
import org.postern.engine.verdict.WeightsFile;
import org.postern.gateway.config.AnalysisKeys;
import org.postern.gateway.config.Config;
import org.postern.gateway.control.Trouble;
import org.postern.gateway.tenant.Domain;

/// What examines messages, and the files of the administrators that it reads: rules, lists of
/// addresses, models, weights.
final class Examining implements AutoCloseable {

  private static final Duration FILES_EVERY = Duration.ofSeconds(3);
  private static final Duration LISTS_EVERY = Duration.ofSeconds(10);
  // Of each stage; on a machine that is busy with other things it takes seconds.
  private static final Duration WARM_UP = Duration.ofSeconds(60);

  private final Optional<LocalRulesCheck> rules;
  private final UrlLists urls;
  private final Optional<WatchedFile<SiteModel>> site;
  private final Optional<WatchedFile<TextModel>> text;
  private final Optional<WatchedFile<Weights>> weights;
  private final Troubles troubles;
  private final Engine engine;

  private Examining(
      Config config,
      OwnDomains ownDomains,
      Optional<LinkFollower> links,
      Waves waves,
      InstantSource clock,
      RandomGenerator random) {
    AnalysisKeys analysis = config.analysis();
    this.urls = new UrlLists(analysis.blockedUrls(), analysis.allowedUrls());
    this.site =
        analysis
            .siteModel()
            .map(path -> new WatchedFile<>("analysis.site_model", path, SiteModelFile::read));
    this.text =
        analysis
            .textModel()
            .map(path -> new WatchedFile<>("analysis.text_model", path, TextModelFile::read));
    this.weights = analysis.weights().map(Examining::weights);
    Path compiled = config.node().data().resolve("rules-compiled");
    this.rules = analysis.rules().map(folder -> rules(folder, compiled));
    RulesCheck shipped = RulesCheck.keptIn(compiled);
    // the first message need not wait for them
    Thread.ofPlatform().daemon().name("rules").start(shipped::compiled);
    this.troubles =
        new Troubles(
            shipped,
            rules,
            urls,
            Stream.of(site, text, weights).<WatchedFile<?>>flatMap(Optional::stream).toList());
    List<Check> checks =
        Stream.of(
                BuiltinChecks.all(
                    ownDomains,
                    urls,
                    shipped,
                    textModel(),
                    new WaveCheck(waves),
                    bulk(config, clock, random))
                    .stream(),
                rules.stream(),
                site.map(file -> new SiteModelCheck(file::value)).stream())
            .<Check>flatMap(some -> some)
            .toList();
    EngineLimits limits = Settings.engine(config);
    this.engine =
        links
            .map(follower -> new Engine(checks, limits, follower))
            .orElseGet(() -> new Engine(checks, limits));
  }

  private static BulkCheck bulk(Config config, InstantSource clock, RandomGenerator random) {
    return config.bulk().enabled()
        ? new BulkCheck(
            new MemoryBulkCounts(BulkRoom.STANDARD, clock, random), Settings.bulk(config))
        : BulkCheck.BLIND;
  }

  private Supplier<TextModel> textModel() {
    TextModel builtin = TextModel.builtin();
    return () -> text.flatMap(WatchedFile::value).orElse(builtin);
  }

  /// Reads the files.
  ///
  /// @param links follows shortened links, where that is wanted
  /// @param waves what turned out to be unwanted again and again
  static Examining open(
      Config config,
      OwnDomains ownDomains,
      Optional<LinkFollower> links,
      Waves waves,
      InstantSource clock,
      RandomGenerator random) {
    return new Examining(config, ownDomains, links, waves, clock, random);
  }

  private static LocalRulesCheck rules(Path folder, Path compiled) {
    LocalRulesCheck rules = new LocalRulesCheck(folder, compiled, BuiltinSymbols.all().keySet());
    rules.refresh();
    return rules;
  }

  private static WatchedFile<Weights> weights(Path file) {
    return new WatchedFile<>(
        "analysis.weights", file, path -> WeightsFile.read(path, BuiltinSymbols.all()));
  }

  /// The weights of this configuration as their file is now.
  static Weights weights(Config config) {
    return config
        .analysis()
        .weights()
        .flatMap(path -> weights(path).value())
        .orElse(Policy.STANDARD.weights());
  }

  Engine engine() {
    return engine;
  }

  /// Loads what the first message would wait for; the end is that of the early stage.
  CompletableFuture<Void> warmUp(Executor workers) {
    return CompletableFuture.runAsync(() -> engine.warmUp(WARM_UP), workers);
  }

  /// A domain whose policy judges with the weights of now.
  Domain weighed(Domain domain) {
    return weights
        .flatMap(WatchedFile::value)
        .map(now ->
            new Domain(
                domain.tenant(),
                domain.name(),
                domain.route(),
                domain.settings().withPolicy(domain.settings().policy().with(now))))
        .orElse(domain);
  }

  List<Trouble> troubles() {
    return troubles.now();
  }

  /// Looks again and again whether a file changed.
  void watch(ScheduledExecutorService timer, Executor workers) {
    rules.ifPresent(local -> every(FILES_EVERY, timer, workers, local::refresh));
    site.ifPresent(file -> every(FILES_EVERY, timer, workers, file::refresh));
    text.ifPresent(file -> every(FILES_EVERY, timer, workers, file::refresh));
    weights.ifPresent(file -> every(FILES_EVERY, timer, workers, file::refresh));
    every(LISTS_EVERY, timer, workers, urls::refresh);
  }

  // Not on the thread of the timer: disks are slow.
  private static void every(
      Duration time, ScheduledExecutorService timer, Executor workers, Runnable task) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> workers.execute(task), time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    engine.close();
  }
}
