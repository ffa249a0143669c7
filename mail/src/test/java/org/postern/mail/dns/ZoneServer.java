package org.postern.mail.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A DNS server on loopback, by UDP and TCP, that answers from lines `name type value`:
///
/// ```
/// example.org MX 10 mx.example.org.
/// example.org TXT "v=spf1 mx -all"
/// dead.example SERVFAIL
/// ```
///
/// In the place of a type may stand what to do with every question for the name: SERVFAIL, REFUSED,
/// NXDOMAIN, TIMEOUT (say nothing), LIE (answer another question), GARBAGE, TRUNCATE (a truncated
/// answer by UDP, the whole by TCP), AUTHENTIC (say that DNSSEC was checked). Names that have no
/// line do not exist. Records are valid for 300 seconds.
public final class ZoneServer implements AutoCloseable {

  private static final long TTL = 300;

  private enum Behaviour {
    SERVFAIL,
    REFUSED,
    NXDOMAIN,
    TIMEOUT,
    LIE,
    GARBAGE,
    TRUNCATE,
    AUTHENTIC
  }

  /// How the whole server is.
  public enum Mood {
    WELL,
    /// Never answers.
    SILENT,
    /// Answers with octets that are no message.
    GARBAGE,
    /// Answers under another id.
    WRONG_ID,
    /// Says that every answer is truncated, and closes connections without a word.
    TRUNCATED,
    /// Answers every question with SERVFAIL.
    SERVFAIL
  }

  private record Played(Name suffix, Trick trick) {}

  private record Oddity(Name name, Behaviour behaviour) {}

  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final List<Oddity> oddities = new CopyOnWriteArrayList<>();
  private final List<Played> tricks = new CopyOnWriteArrayList<>();
  private final AtomicInteger tricked = new AtomicInteger();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger datagrams = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Mood mood = Mood.WELL;
  private volatile Duration delay = Duration.ZERO;
  private final ServerSocket tcp;
  private final DatagramSocket udp;

  private ZoneServer() throws IOException {
    tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    udp = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
  }

  public static ZoneServer of(String... lines) throws IOException {
    ZoneServer server = new ZoneServer();
    for (String line : lines) {
      server.add(line);
    }
    Thread.ofVirtual().start(server::serveDatagrams);
    Thread.ofVirtual().start(server::serveConnections);
    return server;
  }

  public static ZoneServer of(Path file) throws IOException {
    return of(Files.readAllLines(file).toArray(String[]::new));
  }

  /// Adds a line; empty ones and those that begin with `#` say nothing.
  public void add(String line) throws IOException {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    String[] parts = line.split(" +", 3);
    Name name = Name.fromString(parts[0], Name.root);
    int type = Type.value(parts[1]);
    if (type < 0) {
      oddities.add(new Oddity(name, Behaviour.valueOf(parts[1].toUpperCase(Locale.ROOT))));
    } else {
      records.add(Record.fromString(name, type, DClass.IN, TTL, parts[2], Name.root));
    }
  }

  /// From now on every question for the name or one below is answered with the trick.
  public void trick(String suffix, Trick trick) throws IOException {
    tricks.add(new Played(Name.fromString(suffix, Name.root), trick));
  }

  /// How many datagrams were answered with a trick.
  public int tricked() {
    return tricked.get();
  }

  private Optional<Trick> trick(byte[] query) throws IOException {
    Name name = new Message(query).getQuestion().getName();
    return tricks.stream()
        .filter(one -> name.subdomain(one.suffix()))
        .map(Played::trick)
        .findFirst();
  }

  /// From now on the server is like this.
  public void mood(Mood now) {
    mood = now;
  }

  /// From now on answers by UDP come so late.
  public void delay(Duration now) {
    delay = now;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  /// How many questions came by UDP.
  public int datagrams() {
    return datagrams.get();
  }

  /// The names that were asked for, by UDP or TCP, as often as they were, without the dot at the
  /// end.
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /// How many questions came by TCP.
  public int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }

  private void serveDatagrams() {
    DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
    while (!udp.isClosed()) {
      try {
        packet.setLength(4096);
        udp.receive(packet);
        datagrams.incrementAndGet();
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        Optional<Trick> trick = trick(query);
        tricked.addAndGet(trick.isPresent() ? 1 : 0);
        byte[] reply = trick.isPresent() ? trick.get().datagram(query) : reply(query, true);
        DatagramPacket answer = new DatagramPacket(reply, reply.length, packet.getSocketAddress());
        if (delay.isZero()) {
          send(answer);
        } else {
          Duration late = delay;
          Thread.startVirtualThread(() -> sendLater(answer, late));
        }
      } catch (SocketException _) {
        return; // Closed.
      } catch (IOException e) {
        throw new IllegalStateException("the zone server broke", e);
      }
    }
  }

  private void sendLater(DatagramPacket answer, Duration late) {
    try {
      Thread.sleep(late);
      send(answer);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException _) {
      assert udp.isClosed();
    }
  }

  private void send(DatagramPacket answer) throws IOException {
    if (answer.getLength() > 0) {
      udp.send(answer);
    }
  }

  private void serveConnections() {
    while (!tcp.isClosed()) {
      try {
        Socket socket = tcp.accept();
        connections.incrementAndGet();
        Thread.startVirtualThread(() -> serve(socket));
      } catch (SocketException _) {
        return; // Closed.
      } catch (IOException e) {
        throw new IllegalStateException("the zone server broke", e);
      }
    }
  }

  private void serve(Socket client) {
    try (Socket socket = client) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] query = in.readNBytes(in.readUnsignedShort());
      Optional<Trick> trick = trick(query);
      if (trick.isPresent()) {
        trick.get().stream(query, socket.getOutputStream());
        return;
      }
      byte[] reply = reply(query, false);
      if (reply.length > 0) {
        byte[] framed = new byte[reply.length + 2];
        framed[0] = (byte) (reply.length >> 8);
        framed[1] = (byte) reply.length;
        System.arraycopy(reply, 0, framed, 2, reply.length);
        socket.getOutputStream().write(framed);
      }
    } catch (IOException _) {
      assert client.isClosed(); // Who asked has had enough.
    }
  }

  // Nothing where there is to be no reply.
  private byte[] reply(byte[] received, boolean datagram) throws IOException {
    Message query = new Message(received);
    Record question = query.getQuestion();
    asked.add(question.getName().toString(true));
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(question, Section.QUESTION);
    switch (mood) {
      case WELL -> {}
      case SILENT -> {
        return new byte[0];
      }
      case GARBAGE -> {
        return garbage(reply);
      }
      case WRONG_ID -> reply.getHeader().setID(query.getHeader().getID() ^ 1);
      case TRUNCATED -> {
        reply.getHeader().setFlag(Flags.TC);
        return datagram ? reply.toWire() : new byte[0];
      }
      case SERVFAIL -> {
        reply.getHeader().setRcode(Rcode.SERVFAIL);
        return reply.toWire();
      }
    }
    List<Behaviour> odd = behaviours(question.getName());
    if (odd.contains(Behaviour.TIMEOUT)) {
      return new byte[0];
    }
    if (odd.contains(Behaviour.GARBAGE)) {
      return garbage(reply);
    }
    if (odd.contains(Behaviour.LIE)) {
      Message lie = new Message(query.getHeader().getID());
      lie.getHeader().setFlag(Flags.QR);
      Name other = Name.fromString("lie.example.", Name.root);
      lie.addRecord(Record.newRecord(other, question.getType(), DClass.IN), Section.QUESTION);
      lie.addRecord(
          Record.fromString(question.getName(), Type.A, DClass.IN, TTL, "203.0.113.66", Name.root),
          Section.ANSWER);
      return lie.toWire();
    }
    if (datagram && odd.contains(Behaviour.TRUNCATE)) {
      reply.getHeader().setFlag(Flags.TC);
      return reply.toWire();
    }
    fill(reply, question, odd);
    return reply.toWire();
  }

  private static byte[] garbage(Message reply) {
    byte[] garbage = Arrays.copyOf(reply.toWire(), 14);
    garbage[7] = 9; // Records that do not follow.
    return garbage;
  }

  private void fill(Message reply, Record question, List<Behaviour> odd) {
    if (odd.contains(Behaviour.AUTHENTIC)) {
      reply.getHeader().setFlag(Flags.AD);
    }
    if (odd.contains(Behaviour.SERVFAIL) || odd.contains(Behaviour.REFUSED)) {
      reply.getHeader().setRcode(odd.contains(Behaviour.SERVFAIL) ? Rcode.SERVFAIL : Rcode.REFUSED);
      return;
    }
    Name name = question.getName();
    for (int hop = 0; hop < 16; hop++) {
      List<Record> there = at(name);
      if (there.isEmpty()) {
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
        return;
      }
      boolean found = false;
      List<CNAMERecord> aliases = new ArrayList<>();
      for (Record record : there) {
        if (record.getType() == question.getType()) {
          reply.addRecord(record, Section.ANSWER);
          found = true;
        } else if (record instanceof CNAMERecord alias) {
          aliases.add(alias);
        }
      }
      if (found || aliases.isEmpty()) {
        return;
      }
      reply.addRecord(aliases.getFirst(), Section.ANSWER);
      name = aliases.getFirst().getTarget();
    }
  }

  private List<Record> at(Name name) {
    return records.stream().filter(record -> record.getName().equals(name)).toList();
  }

  private List<Behaviour> behaviours(Name name) {
    return oddities.stream()
        .filter(oddity -> oddity.name().equals(name))
        .map(Oddity::behaviour)
        .toList();
  }
}
