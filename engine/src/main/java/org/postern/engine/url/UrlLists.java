package org.postern.engine.url;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.postern.engine.files.FileProblem;

/// The addresses that are blocked and those that are allowed, from files. What is allowed is not
/// blocked, whatever the other files say.
///
/// Thread-safe: looking up reads one reference, refreshing takes a lock.
public final class UrlLists {

  /// Nothing is listed.
  public static final UrlLists NONE = new UrlLists(List.of(), List.of());

  private record Together(List<UrlList> blocked, List<UrlList> allowed) {}

  private final List<UrlFile> blockedFiles;
  private final List<UrlFile> allowedFiles;
  private final Lock refreshing = new ReentrantLock();
  private volatile Together now = new Together(List.of(), List.of());
  private volatile List<FileProblem> problems = List.of();

  /// Reads the files; one that cannot be read counts as empty until it can.
  public UrlLists(List<Path> blocked, List<Path> allowed) {
    this.blockedFiles = blocked.stream().map(UrlFile::new).toList();
    this.allowedFiles = allowed.stream().map(UrlFile::new).toList();
    refresh();
  }

  /// Reads the files that changed; what they say holds from then on, all at once.
  public void refresh() {
    refreshing.lock();
    try {
      blockedFiles.forEach(UrlFile::refresh);
      allowedFiles.forEach(UrlFile::refresh);
      now = new Together(UrlFile.lists(blockedFiles), UrlFile.lists(allowedFiles));
      problems =
          Stream.concat(blockedFiles.stream(), allowedFiles.stream())
              .flatMap(file -> file.problem().stream())
              .toList();
    } finally {
      refreshing.unlock();
    }
  }

  /// What is wrong with the files as they are now.
  public List<FileProblem> problems() {
    return problems;
  }

  /// Whether nothing is blocked.
  public boolean empty() {
    return now.blocked.stream().allMatch(list -> list.size() == 0);
  }

  /// The entry by which an address is blocked.
  public Optional<String> blocks(WebAddress address) {
    Together lists = now;
    Optional<String> entry = match(lists.blocked, address);
    return entry.isPresent() && match(lists.allowed, address).isPresent()
        ? Optional.empty()
        : entry;
  }

  private static Optional<String> match(List<UrlList> lists, WebAddress address) {
    for (UrlList list : lists) {
      Optional<String> entry = list.match(address);
      if (entry.isPresent()) {
        return entry;
      }
    }
    return Optional.empty();
  }
}
