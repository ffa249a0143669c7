package org.postern.engine.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.postern.engine.learn.BayesTable.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Bayesian filters of all owners: a few in memory, all in a folder. One process at a time may
/// have the folder.
///
/// Thread-safe: scoring and learning go on side by side; what is learnt is on the disk when `learn`
/// returns. A filter whose files cannot be read has no opinion, and the log says so.
public final class BayesStore {

  private static final Logger LOG = LoggerFactory.getLogger(BayesStore.class);
  private static final int TRIES = 100;
  private static final Comparator<BayesOwner> BY_KIND_AND_NAME =
      Comparator.comparing(BayesOwner::kind).thenComparing(BayesOwner::name);

  private final Path folder;
  private final BayesLimits limits;
  private final InstantSource clock;
  private final Map<BayesOwner, Open> open = new ConcurrentHashMap<>();
  private final AtomicLong uses = new AtomicLong();
  private final ReentrantLock evicting = new ReentrantLock();
  private volatile boolean grown;

  public BayesStore(Path folder, BayesLimits limits, InstantSource clock) {
    this.folder = folder;
    this.limits = limits;
    this.clock = clock;
  }

  /// A filter in memory.
  private static final class Open {
    final BayesTable table;
    final BayesFile file;
    // Guards the file, and the table against two that change it at once.
    final ReentrantLock teaching = new ReentrantLock();
    volatile long used;
    volatile boolean evicted;

    Open(BayesTable table, BayesFile file) {
      this.table = table;
      this.file = file;
    }
  }

  /// Learns a message; durable when it returns.
  ///
  /// @throws IOException when it could not be written down, and is not learnt
  public void learn(BayesOwner owner, boolean spam, Lesson lesson) throws IOException {
    change(owner, spam ? Change.Kind.LEARN_SPAM : Change.Kind.LEARN_HAM, lesson);
  }

  /// Takes back what was learnt of a message of that class.
  ///
  /// @throws IOException when it could not be written down, and is still learnt
  public void unlearn(BayesOwner owner, boolean spam, Lesson lesson) throws IOException {
    change(owner, spam ? Change.Kind.UNLEARN_SPAM : Change.Kind.UNLEARN_HAM, lesson);
  }

  private void change(BayesOwner owner, Change.Kind kind, Lesson lesson) throws IOException {
    int day = BayesTable.day(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    Change change = new Change(kind, lesson, day);
    for (int i = 0; i < TRIES; i++) {
      Open one = opened(owner);
      one.teaching.lock();
      try {
        if (!one.evicted) {
          if (one.file.due()) {
            one.file.fold(one.table);
          }
          one.file.append(change, one.table.began());
          one.table.apply(change);
          grown = true;
          return;
        }
      } finally {
        one.teaching.unlock();
        keepWithinMemory();
      }
    }
    throw new IOException("the filter of " + owner.masked() + " is put away again and again");
  }

  /// What the filters of a recipient say about a message.
  ///
  /// @param owners the most specific first
  public BayesOpinion opinion(BayesTokens tokens, List<BayesOwner> owners) {
    List<BayesTable> asked = new ArrayList<>();
    List<BayesFilter.Opinion> opinions = new ArrayList<>();
    for (BayesOwner owner : owners) {
      known(owner)
          .ifPresent(table -> {
            BayesFilter.Opinion one =
                table.read(view -> BayesFilter.ask(view, tokens, limits.minimum()));
            if (one.confidence() > 0) {
              asked.add(table);
              opinions.add(one);
            }
          });
    }
    keepWithinMemory();
    return opinions.isEmpty() ? BayesOpinion.NONE : together(tokens, asked, opinions);
  }

  private static BayesOpinion together(
      BayesTokens tokens, List<BayesTable> asked, List<BayesFilter.Opinion> opinions) {
    double strength = BayesFilter.together(opinions);
    double[] says = BayesFilter.says(opinions);
    int loudest = 0;
    for (int i = 1; i < says.length; i++) {
      loudest = says[i] > says[loudest] ? i : loudest;
    }
    BayesFilter.Opinion one = opinions.get(loudest);
    BayesTable table = asked.get(loudest);
    List<String> evidence = new ArrayList<>();
    evidence.add(
        String.format(
            Locale.ROOT,
            "filter of %s: strength %.2f, learnt of %d spam and %d ham",
            table.owner(),
            one.strength(),
            one.numbers().spam(),
            one.numbers().ham()));
    evidence.addAll(
        table.read(view -> BayesFilter.heaviest(view, tokens, one, one.strength() > 0)));
    return new BayesOpinion(strength, evidence);
  }

  /// Whether there is such a filter.
  public boolean exists(BayesOwner owner) {
    return open.containsKey(owner) || file(owner).exists();
  }

  /// When a filter began: of what was taught before it knows nothing, as after its files were lost.
  /// Empty where there is none.
  public Optional<Instant> began(BayesOwner owner) {
    return known(owner).map(table -> Instant.ofEpochMilli(table.began()));
  }

  /// How a filter stands; empty where there is none.
  public Optional<BayesStatus> status(BayesOwner owner) {
    return known(owner).map(table -> table.status(limits.minimum()));
  }

  /// Whose filters there are, the first of them in the order of kind and name.
  public List<BayesOwner> owners(int most) throws IOException {
    Set<BayesOwner> owners = new TreeSet<>(BY_KIND_AND_NAME);
    for (Path file : files()) {
      BayesFile.owner(file).ifPresent(owners::add);
    }
    return owners.stream().limit(most).toList();
  }

  /// Deletes the filters beyond the number allowed, those first that learnt nothing for the longest
  /// time; tells how many.
  public long expire() throws IOException {
    Map<Path, FileTime> last = new TreeMap<>();
    for (Path file : files()) {
      try {
        last.merge(base(file), Files.getLastModifiedTime(file), BayesStore::later);
      } catch (NoSuchFileException _) {
        LOG.debug("{} was folded meanwhile", file);
      }
    }
    List<Path> oldest =
        last.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .limit(Math.max(0, last.size() - limits.owners()))
            .toList();
    for (Path base : oldest) {
      forget(base);
    }
    return oldest.size();
  }

  private static FileTime later(FileTime one, FileTime other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private void forget(Path base) throws IOException {
    for (String suffix : List.of(".tab", ".log")) {
      Path file = Path.of(base + suffix);
      Optional<BayesOwner> owner =
          Files.exists(file) ? BayesFile.owner(file) : Optional.<BayesOwner>empty();
      if (owner.isPresent()) {
        Open one = opened(owner.get());
        one.teaching.lock();
        try {
          one.file.delete();
          one.evicted = true;
          open.remove(owner.get(), one);
        } finally {
          one.teaching.unlock();
        }
        return;
      }
      Files.deleteIfExists(file);
    }
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".tab") || file.toString().endsWith(".log"))
          .toList();
    }
  }

  private static Path base(Path file) {
    String name = file.toString();
    return Path.of(name.substring(0, name.length() - ".tab".length()));
  }

  private Optional<BayesTable> known(BayesOwner owner) {
    if (!exists(owner)) {
      return Optional.empty();
    }
    try {
      return Optional.of(opened(owner).table);
    } catch (IOException e) {
      LOG.error("event=filter-unreadable owner=\"{}\"", owner.masked(), e);
      return Optional.empty();
    }
  }

  private Open opened(BayesOwner owner) throws IOException {
    try {
      Open one = open.computeIfAbsent(owner, this::load);
      one.used = uses.incrementAndGet();
      return one;
    } catch (java.io.UncheckedIOException e) {
      throw new IOException("cannot read the filter of " + owner.masked(), e.getCause());
    }
  }

  private Open load(BayesOwner owner) {
    BayesTable table = new BayesTable(owner, limits.tokens(owner), clock.millis());
    BayesFile file = file(owner);
    try {
      file.load(table);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    grown = true;
    return new Open(table, file);
  }

  private BayesFile file(BayesOwner owner) {
    if (owner.kind() == BayesOwner.Kind.GLOBAL) {
      return new BayesFile(owner, folder, "global");
    }
    String name = owner.fileName();
    return new BayesFile(owner, folder.resolve(name.substring(0, 2)), name);
  }

  /// What the filters in memory take.
  public long octets() {
    return open.values().stream().mapToLong(one -> one.table.octets()).sum();
  }

  // One at a time; the filter that was used last stays whatever it takes. An eighth more than is
  // needed goes, so that this is not done for every filter that comes.
  private void keepWithinMemory() {
    if (!grown || !evicting.tryLock()) {
      return;
    }
    try {
      grown = false;
      long octets = octets();
      if (octets <= limits.memory()) {
        return;
      }
      List<Map.Entry<BayesOwner, Open>> oldest =
          open.entrySet().stream()
              .sorted(Comparator.comparingLong(one -> one.getValue().used))
              .toList();
      for (Map.Entry<BayesOwner, Open> one : oldest.subList(0, Math.max(0, oldest.size() - 1))) {
        if (octets <= limits.memory() / 8 * 7) {
          return;
        }
        octets -= evict(one.getKey(), one.getValue());
      }
    } finally {
      evicting.unlock();
    }
  }

  private long evict(BayesOwner owner, Open one) {
    if (!one.teaching.tryLock()) {
      return 0;
    }
    try {
      one.evicted = true;
      open.remove(owner, one);
      return one.table.octets();
    } finally {
      one.teaching.unlock();
    }
  }
}
