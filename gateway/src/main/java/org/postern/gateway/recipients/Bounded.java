package org.postern.gateway.recipients;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Remembers as many entries as there is room for; what was not used for longest goes first.
/// Thread-safe: a lock that nobody holds for long.
final class Bounded<V> {

  private final int entries;
  private final long octets;
  private final ToIntFunction<V> weight;
  private final LinkedHashMap<Key, V> map = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /// @param weight about how many octets a value takes
  Bounded(int entries, long octets, ToIntFunction<V> weight) {
    this.entries = entries;
    this.octets = octets;
    this.weight = weight;
  }

  synchronized Optional<V> get(Key key) {
    return Optional.ofNullable(map.get(key));
  }

  synchronized void put(Key key, V value) {
    remove(key);
    map.put(key, value);
    used += of(key, value);
    Iterator<Map.Entry<Key, V>> oldest = map.entrySet().iterator();
    while (map.size() > entries || (used > octets && map.size() > 1)) {
      Map.Entry<Key, V> entry = oldest.next();
      used -= of(entry.getKey(), entry.getValue());
      oldest.remove();
    }
  }

  synchronized boolean remove(Key key) {
    Optional<V> old = Optional.ofNullable(map.remove(key));
    old.ifPresent(value -> used -= of(key, value));
    return old.isPresent();
  }

  synchronized int removeIf(Predicate<Key> unwanted) {
    int before = map.size();
    map.entrySet()
        .removeIf(entry -> {
          boolean gone = unwanted.test(entry.getKey());
          used -= gone ? of(entry.getKey(), entry.getValue()) : 0;
          return gone;
        });
    return before - map.size();
  }

  /// All, the longest unused first.
  synchronized void forEach(BiConsumer<Key, V> receiver) {
    map.forEach(receiver);
  }

  synchronized int size() {
    return map.size();
  }

  private int of(Key key, V value) {
    return key.octets() + weight.applyAsInt(value);
  }
}
