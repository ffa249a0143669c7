package org.postern.engine.learn;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/// What one filter has learnt.
///
/// Thread-safe: many read at once, one changes it.
final class BayesTable {

  /// Days are counted from here.
  private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);

  private final BayesOwner owner;
  private final TokenTable tokens;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private int spam;
  private int ham;
  private int expired;
  private int lastExpiry;
  private long began;

  /// @param began when, in milliseconds
  BayesTable(BayesOwner owner, int most, long began) {
    this.owner = owner;
    this.began = began;
    this.tokens = new TokenTable(most);
  }

  /// The numbers of a table at one moment, without the tokens.
  ///
  /// @param lastExpiry a day, 0 for never
  /// @param began in milliseconds: nothing of what was taught before is in it
  record Numbers(int spam, int ham, int expired, int lastExpiry, long began) {}

  static int day(LocalDate date) {
    return Math.clamp(date.toEpochDay() - FIRST_DAY.toEpochDay(), 0, TokenTable.HIGHEST);
  }

  BayesOwner owner() {
    return owner;
  }

  void apply(Change change) {
    lock.writeLock().lock();
    try {
      switch (change.kind()) {
        case LEARN_SPAM, LEARN_HAM -> learn(change);
        case UNLEARN_SPAM, UNLEARN_HAM -> unlearn(change);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void learn(Change change) {
    boolean isSpam = change.kind() == Change.Kind.LEARN_SPAM;
    int gone = 0;
    for (long token : change.lesson().tokens()) {
      gone += tokens.learn(token, isSpam, change.day());
    }
    if (isSpam) {
      spam++;
    } else {
      ham++;
    }
    if (gone > 0) {
      expired++;
      lastExpiry = change.day();
    }
  }

  private void unlearn(Change change) {
    boolean isSpam = change.kind() == Change.Kind.UNLEARN_SPAM;
    for (long token : change.lesson().tokens()) {
      tokens.unlearn(token, isSpam);
    }
    if (isSpam) {
      spam = Math.max(0, spam - 1);
    } else {
      ham = Math.max(0, ham - 1);
    }
  }

  /// Looks at numbers and tokens that belong together.
  <T> T read(Function<View, T> reader) {
    lock.readLock().lock();
    try {
      return reader.apply(new View(new Numbers(spam, ham, expired, lastExpiry, began), tokens));
    } finally {
      lock.readLock().unlock();
    }
  }

  /// A table that does not change while it is looked at.
  record View(Numbers numbers, TokenTable tokens) {}

  /// Puts back the numbers that a file told.
  void restore(Numbers numbers) {
    lock.writeLock().lock();
    try {
      spam = Math.max(0, numbers.spam());
      ham = Math.max(0, numbers.ham());
      expired = Math.max(0, numbers.expired());
      lastExpiry = Math.max(0, numbers.lastExpiry());
      began = numbers.began();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Puts back when it began. Before anybody else knows the table.
  void began(long millis) {
    began = millis;
  }

  long began() {
    return read(view -> view.numbers().began());
  }

  /// Puts back a token that a file told. Before anybody else knows the table.
  void restore(long place, int counts) {
    tokens.restore(place, counts);
  }

  BayesStatus status(int minimum) {
    return read(view ->
        new BayesStatus(
            owner,
            view.numbers().spam(),
            view.numbers().ham(),
            view.tokens().used(),
            view.tokens().octets(),
            view.numbers().expired(),
            view.numbers().lastExpiry() == 0
                ? Optional.empty()
                : Optional.of(FIRST_DAY.plusDays(view.numbers().lastExpiry())),
            view.numbers().spam() >= minimum && view.numbers().ham() >= minimum));
  }

  long octets() {
    return read(view -> view.tokens().octets());
  }

  /// One step of learning.
  ///
  /// @param day of [#day]
  record Change(Kind kind, Lesson lesson, int day) {

    enum Kind {
      LEARN_SPAM('S'),
      LEARN_HAM('H'),
      UNLEARN_SPAM('s'),
      UNLEARN_HAM('h');

      private final byte code;

      Kind(char code) {
        this.code = (byte) code;
      }

      /// The letter in the file.
      byte code() {
        return code;
      }

      static Optional<Kind> of(byte code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
      }
    }
  }
}
