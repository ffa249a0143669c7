package org.postern.gateway.spool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.postern.engine.verdict.Category;
import org.postern.mail.address.EmailAddress;
import org.postern.mail.address.ReversePath;
import org.postern.mail.smtp.BodyType;
import org.postern.mail.smtp.Client;
import org.postern.mail.smtp.Dsn;
import org.postern.mail.smtp.Envelope;
import org.postern.mail.smtp.Hello;
import org.postern.mail.smtp.MailFrom;
import org.postern.mail.smtp.Recipient;
import org.postern.mail.smtp.Reference;
import org.postern.mail.smtp.TlsInfo;

/// The octets of what the journal keeps beside the body. Every record begins with the version of
/// its form; texts are UTF-8 with their length before them.
final class SpoolCodec {

  private static final int VERSION = 1;

  /// Where the body is.
  enum BodyPlace {
    /// In the same record, after the head.
    INLINE,
    /// In a file named after the message.
    FILE
  }

  /// The head of a message's record.
  ///
  /// @param crc CRC-32C of the body where it lies in a file, else 0
  record Head(Envelope envelope, Progress progress, long size, BodyPlace body, int crc) {}

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException;
  }

  private SpoolCodec() {}

  /// The head with its length before it, so that the body can follow.
  static byte[] head(Head head) {
    byte[] plain =
        bytes(out -> {
          out.writeLong(head.size());
          out.writeBoolean(head.body() == BodyPlace.FILE);
          out.writeInt(head.crc());
          writeEnvelope(out, head.envelope());
          writeProgress(out, head.progress());
        });
    return ByteBuffer.allocate(Integer.BYTES + plain.length)
        .putInt(plain.length)
        .put(plain)
        .array();
  }

  /// Reads a head; the length and anything after the head are not part of `octets`.
  static Head readHead(byte[] octets) throws IOException {
    return parse(
        octets,
        in -> {
          long size = in.readLong();
          BodyPlace place = in.readBoolean() ? BodyPlace.FILE : BodyPlace.INLINE;
          int crc = in.readInt();
          Envelope envelope = readEnvelope(in);
          return new Head(envelope, readProgress(in), size, place, crc);
        });
  }

  /// How many octets of a message's record stand before the body; -1 when that makes no sense.
  static int headLength(byte[] payload) {
    if (payload.length < Integer.BYTES) {
      return -1;
    }
    int plain = ByteBuffer.wrap(payload).getInt();
    return plain < 0 || plain > payload.length - Integer.BYTES ? -1 : plain + Integer.BYTES;
  }

  static byte[] progress(Progress progress) {
    return bytes(out -> writeProgress(out, progress));
  }

  static Progress readProgress(byte[] octets) throws IOException {
    return parse(octets, SpoolCodec::readProgress);
  }

  static Frame gone(Segment.Gone gone) {
    byte[] first = ByteBuffer.allocate(Long.BYTES).putLong(gone.first()).array();
    return Frame.of(Frame.Kind.GONE, gone.id(), first);
  }

  private static byte[] bytes(Writing content) {
    var octets = new ByteArrayOutputStream(512);
    try (var out = new DataOutputStream(octets)) {
      out.writeByte(VERSION);
      content.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return octets.toByteArray();
  }

  private static <T> T parse(byte[] octets, Reading<T> content) throws IOException {
    try (var in = new DataInputStream(new ByteArrayInputStream(octets))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException("a record of form " + version + ", made by a newer Postern");
      }
      return content.from(in);
    } catch (IllegalArgumentException e) {
      throw new IOException("a record that makes no sense", e);
    }
  }

  private static void writeEnvelope(DataOutputStream out, Envelope envelope) throws IOException {
    writeText(out, envelope.ref().value());
    writeSocket(out, envelope.client().address());
    writeSocket(out, envelope.client().listener());
    writeText(out, envelope.hello().name());
    out.writeBoolean(envelope.hello().extended());
    out.writeBoolean(envelope.tls().isPresent());
    if (envelope.tls().isPresent()) {
      writeText(out, envelope.tls().get().protocol());
      writeText(out, envelope.tls().get().cipher());
    }
    writeFrom(out, envelope.from());
    out.writeInt(envelope.to().size());
    for (Recipient recipient : envelope.to()) {
      writeRecipient(out, recipient);
    }
    writeInstant(out, envelope.received());
  }

  private static Envelope readEnvelope(DataInputStream in) throws IOException {
    Reference ref = new Reference(readText(in));
    Client client = new Client(readSocket(in), readSocket(in));
    Hello hello = new Hello(readText(in), in.readBoolean());
    Optional<TlsInfo> tls =
        in.readBoolean() ? Optional.of(new TlsInfo(readText(in), readText(in))) : Optional.empty();
    MailFrom from = readFrom(in);
    List<Recipient> to = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      to.add(readRecipient(in));
    }
    return new Envelope(ref, client, hello, tls, from, to, readInstant(in));
  }

  private static void writeFrom(DataOutputStream out, MailFrom from) throws IOException {
    switch (from.path()) {
      case ReversePath.Null nobody -> out.writeBoolean(false);
      case ReversePath.Sender sender -> {
        out.writeBoolean(true);
        writeAddress(out, sender.address());
      }
    }
    out.writeLong(from.size().orElse(-1));
    out.writeBoolean(
        switch (from.body()) {
          case SEVEN_BIT -> false;
          case EIGHT_BIT_MIME -> true;
        });
    out.writeBoolean(from.smtputf8());
    out.writeByte(from.dsn().ret().map(SpoolCodec::code).orElse(0));
    writeOptional(out, from.dsn().envid());
  }

  private static int code(Dsn.Return ret) {
    return switch (ret) {
      case FULL -> 1;
      case HEADERS -> 2;
    };
  }

  private static MailFrom readFrom(DataInputStream in) throws IOException {
    ReversePath path =
        in.readBoolean() ? new ReversePath.Sender(readAddress(in)) : ReversePath.NULL;
    long size = in.readLong();
    BodyType body = in.readBoolean() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT;
    boolean smtputf8 = in.readBoolean();
    int ret = in.readByte();
    Optional<Dsn.Return> wanted =
        ret == 0 ? Optional.empty() : Optional.of(ret == 1 ? Dsn.Return.FULL : Dsn.Return.HEADERS);
    Dsn.OfMessage dsn = new Dsn.OfMessage(wanted, readOptional(in));
    OptionalLong declared = size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    return new MailFrom(path, declared, body, smtputf8, dsn);
  }

  private static void writeRecipient(DataOutputStream out, Recipient recipient) throws IOException {
    writeAddress(out, recipient.address());
    int events = 0;
    for (Dsn.Notify event : recipient.dsn().events()) {
      events |= bit(event);
    }
    out.writeByte(events);
    writeOptional(out, recipient.dsn().orcpt());
  }

  private static int bit(Dsn.Notify event) {
    return switch (event) {
      case NEVER -> 1;
      case SUCCESS -> 2;
      case FAILURE -> 4;
      case DELAY -> 8;
    };
  }

  private static Recipient readRecipient(DataInputStream in) throws IOException {
    EmailAddress address = readAddress(in);
    int bits = in.readByte();
    Set<Dsn.Notify> events = EnumSet.noneOf(Dsn.Notify.class);
    for (Dsn.Notify event : Dsn.Notify.values()) {
      if ((bits & bit(event)) != 0) {
        events.add(event);
      }
    }
    return new Recipient(address, new Dsn.OfRecipient(events, readOptional(in)));
  }

  private static void writeProgress(DataOutputStream out, Progress progress) throws IOException {
    switch (progress) {
      case Progress.Accepted accepted -> out.writeByte(0);
      case Progress.Judged judged -> {
        out.writeByte(1);
        out.writeBoolean(judged.delayNotified());
        writeText(out, judged.subject());
        writeText(out, judged.messageId());
        out.writeInt(judged.pending().size());
        for (Progress.Pending pending : judged.pending()) {
          writePending(out, pending);
        }
      }
    }
  }

  private static Progress readProgress(DataInputStream in) throws IOException {
    int kind = in.readByte();
    if (kind == 0) {
      return Progress.ACCEPTED;
    }
    if (kind != 1) {
      throw new IOException("unknown progress " + kind);
    }
    boolean delayNotified = in.readBoolean();
    String subject = readText(in);
    String messageId = readText(in);
    List<Progress.Pending> pending = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      pending.add(readPending(in));
    }
    return new Progress.Judged(pending, delayNotified, subject, messageId);
  }

  private static void writePending(DataOutputStream out, Progress.Pending pending)
      throws IOException {
    writeRecipient(out, pending.recipient());
    writeText(out, pending.tenant());
    writeText(out, pending.category().name().toLowerCase(Locale.ROOT));
    out.writeDouble(pending.score());
    writeText(out, pending.header());
    writeText(out, pending.target());
    out.writeInt(pending.tries());
    writeInstant(out, pending.nextTry());
    writeText(out, pending.lastStatus());
  }

  private static Progress.Pending readPending(DataInputStream in) throws IOException {
    return new Progress.Pending(
        readRecipient(in),
        readText(in),
        Category.valueOf(readText(in).toUpperCase(Locale.ROOT)),
        in.readDouble(),
        readText(in),
        readText(in),
        in.readInt(),
        readInstant(in),
        readText(in));
  }

  private static void writeAddress(DataOutputStream out, EmailAddress address) throws IOException {
    writeText(out, address.local());
    writeText(out, address.domain());
  }

  private static EmailAddress readAddress(DataInputStream in) throws IOException {
    return new EmailAddress(readText(in), readText(in));
  }

  private static void writeSocket(DataOutputStream out, InetSocketAddress socket)
      throws IOException {
    InetAddress address = socket.getAddress();
    byte[] octets = address.getAddress();
    out.writeByte(octets.length);
    out.write(octets);
    out.writeInt(address instanceof Inet6Address six ? six.getScopeId() : 0);
    out.writeShort(socket.getPort());
  }

  private static InetSocketAddress readSocket(DataInputStream in) throws IOException {
    byte[] octets = in.readNBytes(in.readUnsignedByte());
    int scope = in.readInt();
    InetAddress address =
        scope == 0
            ? InetAddress.getByAddress(octets)
            : Inet6Address.getByAddress("", octets, scope);
    return new InetSocketAddress(address, in.readUnsignedShort());
  }

  private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
    out.writeLong(instant.getEpochSecond());
    out.writeInt(instant.getNano());
  }

  private static Instant readInstant(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }

  private static void writeOptional(DataOutputStream out, Optional<String> text)
      throws IOException {
    out.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      writeText(out, text.get());
    }
  }

  private static Optional<String> readOptional(DataInputStream in) throws IOException {
    return in.readBoolean() ? Optional.of(readText(in)) : Optional.empty();
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(octets.length);
    out.write(octets);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a text of " + length + " octets in a shorter record");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
