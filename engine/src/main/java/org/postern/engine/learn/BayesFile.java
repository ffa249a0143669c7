package org.postern.engine.learn;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.postern.engine.learn.BayesTable.Change;
import org.postern.engine.learn.BayesTable.Numbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One filter on the disk: `NAME.tab`, all of it at one moment, and `NAME.log`, what it learnt
/// since.
///
/// Every change is in the log, flushed, before it is in memory. When the log has grown, the whole
/// is written beside the old file and takes its place. All has checksums: of a log that was cut off
/// the rest is used; a table that is broken or of another version is dropped, and the filter begins
/// anew with the log. Each says so in the program's log; mail goes on in any case.
///
/// `tab`: head, number of the last change, numbers, count of tokens, tokens (place, counts),
/// CRC-32C of all before. `log`: head, CRC-32C; then for each change its length, number, kind, day,
/// tokens, CRC-32C. The head: magic, version of the tokens, kind and name of the owner, when it
/// began.
///
/// One thread at a time.
final class BayesFile {

  private static final Logger LOG = LoggerFactory.getLogger(BayesFile.class);
  private static final int TABLE = 0x50425431;
  private static final int CHANGES = 0x50424c31;
  private static final int CRC = Integer.BYTES;
  private static final int CHANGE_HEAD = Long.BYTES + 1 + Short.BYTES;
  private static final int LONGEST_CHANGE = CHANGE_HEAD + Lesson.LONGEST;
  private static final int PLACE = Long.BYTES + Integer.BYTES;

  /// The log is folded into the table from here on, or when it is longer than the table.
  private static final long LONG_LOG = 512 << 10;

  private final BayesOwner owner;
  private final Path folder;
  private final Path table;
  private final Path changes;
  private long last;
  private long tableSize;
  private boolean suspect;

  /// @param name of the files, without suffix
  BayesFile(BayesOwner owner, Path folder, String name) {
    this.owner = owner;
    this.folder = folder;
    this.table = folder.resolve(name + ".tab");
    this.changes = folder.resolve(name + ".log");
  }

  boolean exists() {
    return Files.exists(table) || Files.exists(changes);
  }

  /// The owner of a file of either kind; empty where nobody can tell any more.
  static Optional<BayesOwner> owner(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      int magic = in.readInt();
      in.readInt();
      return magic == TABLE || magic == CHANGES ? Optional.of(owner(in)) : Optional.empty();
    } catch (EOFException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static BayesOwner owner(DataInputStream in) throws IOException {
    return new BayesOwner(BayesOwner.Kind.valueOf(in.readUTF()), in.readUTF());
  }

  private void head(DataOutputStream out, int magic, long began) throws IOException {
    out.writeInt(magic);
    out.writeInt(BayesTokens.VERSION);
    out.writeUTF(owner.kind().name());
    out.writeUTF(owner.name());
    out.writeLong(began);
  }

  /// Reads what is there into an empty table.
  void load(BayesTable into) throws IOException {
    long now = into.began();
    boolean dropped = !loadTable(into);
    loadChanges(into, !dropped && tableSize == 0);
    if (dropped) {
      // So that it is known from now on that what was taught before is gone.
      into.began(now);
      fold(into);
    }
  }

  /// False where there was one that is of no use.
  private boolean loadTable(BayesTable into) throws IOException {
    byte[] octets;
    try {
      octets = Files.readAllBytes(table);
    } catch (NoSuchFileException _) {
      return true;
    }
    tableSize = octets.length;
    Optional<String> wrong = wrong(octets);
    if (wrong.isPresent()) {
      LOG.error(
          "event=filter-dropped owner=\"{}\" file={} why=\"{}\": it begins anew",
          owner.masked(),
          table,
          wrong.get());
      Files.deleteIfExists(table);
      tableSize = 0;
      return false;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets));
    in.readInt();
    in.readInt();
    owner(in);
    long began = in.readLong();
    last = in.readLong();
    into.restore(new Numbers(in.readInt(), in.readInt(), in.readInt(), in.readInt(), began));
    int count = in.readInt();
    for (int i = 0; i < count && in.available() >= PLACE + CRC; i++) {
      into.restore(in.readLong(), in.readInt());
    }
    return true;
  }

  private Optional<String> wrong(byte[] octets) throws IOException {
    int size = octets.length - CRC;
    if (size < 2 * Integer.BYTES || ByteBuffer.wrap(octets).getInt() != TABLE) {
      return Optional.of("it is no table");
    }
    if (crc(octets, size) != ByteBuffer.wrap(octets, size, CRC).getInt()) {
      return Optional.of("its checksum is wrong");
    }
    int version = ByteBuffer.wrap(octets).getInt(Integer.BYTES);
    if (version != BayesTokens.VERSION) {
      return Optional.of("it is of version " + version);
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets));
    in.readLong();
    return owner(in).equals(owner) ? Optional.empty() : Optional.of("it is somebody else's");
  }

  private static int crc(byte[] octets, int size) {
    CRC32C crc = new CRC32C();
    crc.update(octets, 0, size);
    return (int) crc.getValue();
  }

  private void loadChanges(BayesTable into, boolean alone) throws IOException {
    byte[] octets;
    try {
      octets = Files.readAllBytes(changes);
    } catch (NoSuchFileException _) {
      return;
    }
    long began = began(octets);
    byte[] head = changesHead(began);
    if (octets.length < head.length || !starts(octets, head)) {
      LOG.error(
          "event=filter-log-dropped owner=\"{}\" file={}: not a log of this version",
          owner.masked(),
          changes);
      Files.deleteIfExists(changes);
      return;
    }
    if (alone) {
      into.began(began);
    }
    ByteBuffer in = ByteBuffer.wrap(octets, head.length, octets.length - head.length);
    int good = in.position();
    while (replay(in, into)) {
      good = in.position();
    }
    if (good < octets.length) {
      LOG.warn(
          "event=filter-log-cut owner=\"{}\" file={} lost={} octets",
          owner.masked(),
          changes,
          octets.length - good);
      cut(good);
    }
  }

  /// What a log says of when its table began; anything where it is no log.
  private static long began(byte[] octets) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(octets))) {
      in.readLong();
      in.readUTF();
      in.readUTF();
      return in.readLong();
    } catch (EOFException | UTFDataFormatException _) {
      return 0;
    }
  }

  private static boolean starts(byte[] octets, byte[] head) {
    return ByteBuffer.wrap(octets, 0, head.length).equals(ByteBuffer.wrap(head));
  }

  /// Applies the next change; false at the end, or where it is broken.
  private boolean replay(ByteBuffer in, BayesTable into) {
    if (in.remaining() < Integer.BYTES) {
      return false;
    }
    int length = in.getInt();
    if (length < CHANGE_HEAD || length > LONGEST_CHANGE || in.remaining() < length + CRC) {
      return false;
    }
    byte[] octets = new byte[length];
    in.get(octets);
    if (crc(octets, length) != in.getInt()) {
      return false;
    }
    ByteBuffer change = ByteBuffer.wrap(octets);
    long number = change.getLong();
    Optional<Change.Kind> kind = Change.Kind.of(change.get());
    int day = change.getShort() & TokenTable.HIGHEST;
    byte[] tokens = new byte[change.remaining()];
    change.get(tokens);
    if (kind.isEmpty()) {
      return false;
    }
    // What was folded into the table already stays in the log when a crash came between.
    if (number > last) {
      into.apply(new Change(kind.get(), Lesson.decode(tokens), day));
      last = number;
    }
    return true;
  }

  /// Writes a change down, durably. When this throws nothing was learnt.
  void append(Change change, long began) throws IOException {
    Files.createDirectories(folder);
    byte[] tokens = change.lesson().encoded();
    byte[] octets =
        ByteBuffer.allocate(CHANGE_HEAD + tokens.length)
            .putLong(last + 1)
            .put(change.kind().code())
            .putShort((short) change.day())
            .put(tokens)
            .array();
    ByteBuffer record =
        ByteBuffer.allocate(Integer.BYTES + octets.length + CRC)
            .putInt(octets.length)
            .put(octets)
            .putInt(crc(octets, octets.length))
            .flip();
    boolean isNew = !Files.exists(changes);
    try (FileChannel channel =
        FileChannel.open(changes, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long before = channel.size();
      suspect = true;
      channel.position(before);
      if (before == 0) {
        write(channel, ByteBuffer.wrap(changesHead(began)));
      }
      write(channel, record);
      channel.force(false);
      suspect = false;
    }
    if (isNew) {
      flushFolder();
    }
    last++;
  }

  private byte[] changesHead(long began) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(octets);
    head(out, CHANGES, began);
    out.writeInt(crc(octets.toByteArray(), octets.size()));
    return octets.toByteArray();
  }

  private static void write(FileChannel channel, ByteBuffer octets) throws IOException {
    while (octets.hasRemaining()) {
      channel.write(octets);
    }
  }

  private void cut(long size) throws IOException {
    try (FileChannel channel = FileChannel.open(changes, StandardOpenOption.WRITE)) {
      channel.truncate(size);
      channel.force(true);
    }
  }

  /// Whether the log should be folded into the table: it has grown, or a write to it failed half
  /// way, behind which nothing would be found.
  boolean due() throws IOException {
    return suspect
        || (Files.exists(changes) && Files.size(changes) > Math.max(LONG_LOG, tableSize));
  }

  /// Writes the whole, and begins a new log.
  void fold(BayesTable from) throws IOException {
    byte[] octets = from.read(this::encoded);
    Files.createDirectories(folder);
    Path beside = Path.of(table + ".new");
    try (FileChannel channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(channel, ByteBuffer.wrap(octets));
      channel.force(true);
    }
    Files.move(beside, table, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    flushFolder();
    Files.deleteIfExists(changes);
    tableSize = octets.length;
    suspect = false;
  }

  private byte[] encoded(BayesTable.View view) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(view.tokens().used() * PLACE + 600);
    DataOutputStream out = new DataOutputStream(octets);
    try {
      head(out, TABLE, view.numbers().began());
      out.writeLong(last);
      out.writeInt(view.numbers().spam());
      out.writeInt(view.numbers().ham());
      out.writeInt(view.numbers().expired());
      out.writeInt(view.numbers().lastExpiry());
      out.writeInt(view.tokens().used());
      ByteBuffer one = ByteBuffer.allocate(PLACE);
      view.tokens()
          .forEach((place, counts) ->
              octets.writeBytes(one.clear().putLong(place).putInt(counts).array()));
      out.writeInt(crc(octets.toByteArray(), octets.size()));
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException("writing to memory", impossible);
    }
    return octets.toByteArray();
  }

  private void flushFolder() throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /// Deletes all of it.
  void delete() throws IOException {
    Files.deleteIfExists(table);
    Files.deleteIfExists(changes);
  }
}
