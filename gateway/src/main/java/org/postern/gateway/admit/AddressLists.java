package org.postern.gateway.admit;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.engine.files.FileProblem;
import org.postern.mail.smtp.Cidr;

/// The networks that are blocked and those that are trusted, by configuration and by files. The
/// longest network around an address decides; where both are of one length, trust does.
///
/// Thread-safe: looking up reads one reference, refreshing takes a lock.
public final class AddressLists {

  private final List<Cidr> blockedHere;
  private final List<NetworkFile> files;
  private final Networks trusted;
  private final Lock refreshing = new ReentrantLock();
  private volatile Networks blocked = Networks.NONE;
  private volatile List<FileProblem> problems = List.of();

  /// What the lists say of an address.
  public enum Standing {
    BLOCKED,
    TRUSTED,
    ORDINARY
  }

  /// Reads the files; one that cannot be read counts as empty until it can.
  public AddressLists(List<Cidr> blocked, List<Path> blockedFiles, List<Cidr> trusted) {
    this.blockedHere = List.copyOf(blocked);
    this.files = blockedFiles.stream().map(NetworkFile::new).toList();
    this.trusted = Networks.of(trusted);
    files.forEach(NetworkFile::refresh);
    this.blocked = together();
    this.problems = wrong();
  }

  /// Reads the files that changed; what they say holds from then on, all at once.
  public void refresh() {
    refreshing.lock();
    try {
      boolean changed = false;
      for (NetworkFile file : files) {
        changed |= file.refresh();
      }
      if (changed) {
        blocked = together();
      }
      problems = wrong();
    } finally {
      refreshing.unlock();
    }
  }

  /// What is wrong with the files as they are now.
  public List<FileProblem> problems() {
    return problems;
  }

  private List<FileProblem> wrong() {
    return files.stream().flatMap(file -> file.problem().stream()).toList();
  }

  /// How many networks are blocked.
  public int blockedNetworks() {
    return blocked.count();
  }

  public Standing of(InetAddress address) {
    OptionalInt block = blocked.longest(address);
    OptionalInt trust = trusted.longest(address);
    if (block.isEmpty() && trust.isEmpty()) {
      return Standing.ORDINARY;
    }
    return block.orElse(-1) > trust.orElse(-1) ? Standing.BLOCKED : Standing.TRUSTED;
  }

  private Networks together() {
    List<Cidr> all = new ArrayList<>(blockedHere);
    files.forEach(file -> all.addAll(file.networks()));
    return Networks.of(all);
  }
}
