package org.postern.mail.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// One question to one server: by UDP, and by TCP where the answer was truncated (RFC 7766).
///
/// A socket per question gives a fresh random port, and a connected one takes datagrams of the
/// server only. Datagrams that are not the answer to our question are passed over until the time is
/// up. Thread-safe: holds nothing but the source of random numbers.
final class Exchange {

  // RFC 6891 with the size that no path cuts into fragments.
  private static final int UDP_SIZE = 1232;
  private static final int MAX_STRAY = 64;

  /// Puts one question to one server and waits until the deadline, by [System#nanoTime].
  @FunctionalInterface
  interface Asking {
    Outcome ask(Question question, InetSocketAddress server, long deadline);
  }

  private final SecureRandom random = new SecureRandom();

  /// What a server said.
  sealed interface Outcome {
    record Reply(Message message) implements Outcome {}

    record Failed(Answer.Why why) implements Outcome {}
  }

  Outcome ask(Question question, InetSocketAddress server, long deadline) {
    Message query = query(question);
    byte[] wire = query.toWire();
    try {
      Outcome outcome = udp(query, wire, server, deadline);
      if (!isTruncated(outcome)) {
        return outcome;
      }
      Outcome whole = tcp(query, wire, server, deadline);
      return isTruncated(whole) ? new Outcome.Failed(Answer.Why.MALFORMED) : whole;
    } catch (SocketTimeoutException _) {
      return new Outcome.Failed(Answer.Why.TIMEOUT);
    } catch (IOException _) {
      return new Outcome.Failed(Answer.Why.UNREACHABLE);
    }
  }

  private static boolean isTruncated(Outcome outcome) {
    return outcome instanceof Outcome.Reply(Message message)
        && message.getHeader().getFlag(Flags.TC);
  }

  private Message query(Question question) {
    Message query =
        Message.newQuery(Record.newRecord(question.wireName(), question.wireType(), DClass.IN));
    query.getHeader().setID(random.nextInt(0x10000));
    query.getHeader().setFlag(Flags.AD); // RFC 6840 section 5.7: tell us whether it is authentic.
    query.addRecord(new OPTRecord(UDP_SIZE, 0, 0), Section.ADDITIONAL);
    return query;
  }

  private static Outcome udp(Message query, byte[] wire, InetSocketAddress server, long deadline)
      throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.connect(server);
      socket.send(new DatagramPacket(wire, wire.length));
      // One octet more than anybody may send us, so that it shows where an answer was cut.
      DatagramPacket packet = new DatagramPacket(new byte[UDP_SIZE + 1], UDP_SIZE + 1);
      for (int stray = 0; stray < MAX_STRAY; stray++) {
        socket.setSoTimeout(millisLeft(deadline));
        packet.setLength(UDP_SIZE + 1);
        socket.receive(packet);
        byte[] received = Arrays.copyOf(packet.getData(), packet.getLength());
        if (received.length <= UDP_SIZE && hasId(received, query)) {
          Outcome outcome = read(query, received);
          if (!isStray(outcome)) {
            return outcome;
          }
        }
      }
      return new Outcome.Failed(Answer.Why.MALFORMED);
    }
  }

  private static Outcome tcp(Message query, byte[] wire, InetSocketAddress server, long deadline)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server, millisLeft(deadline));
      byte[] framed = new byte[wire.length + 2];
      framed[0] = (byte) (wire.length >> 8);
      framed[1] = (byte) wire.length;
      System.arraycopy(wire, 0, framed, 2, wire.length);
      OutputStream out = socket.getOutputStream();
      out.write(framed);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] length = new byte[2];
      fill(socket, in, length, deadline);
      byte[] received = new byte[((length[0] & 0xff) << 8) | (length[1] & 0xff)];
      fill(socket, in, received, deadline);
      return hasId(received, query)
          ? read(query, received)
          : new Outcome.Failed(Answer.Why.MALFORMED);
    }
  }

  // The deadline holds for the whole answer, not for each piece of it.
  private static void fill(Socket socket, DataInputStream in, byte[] into, long deadline)
      throws IOException {
    int at = 0;
    while (at < into.length) {
      socket.setSoTimeout(millisLeft(deadline));
      int count = in.read(into, at, into.length - at);
      if (count < 0) {
        throw new IOException("the answer ends early");
      }
      at += count;
    }
  }

  private static boolean hasId(byte[] received, Message query) {
    int id = query.getHeader().getID();
    return received.length > 2
        && received[0] == (byte) (id >> 8)
        && received[1] == (byte) id
        && (received[2] & 0x80) != 0;
  }

  static Outcome read(Message query, byte[] received) {
    try {
      Message message = new Message(received);
      Record asked = query.getQuestion();
      Record echoed = message.getQuestion();
      boolean ours =
          echoed != null
              && echoed.getName().equals(asked.getName())
              && echoed.getType() == asked.getType()
              && echoed.getDClass() == asked.getDClass();
      return ours ? new Outcome.Reply(message) : new Outcome.Failed(Answer.Why.MALFORMED);
    } catch (IOException | IllegalArgumentException _) {
      return new Outcome.Failed(Answer.Why.MALFORMED);
    }
  }

  // With a datagram, what cannot be read may be a forger's: the real answer may follow.
  private static boolean isStray(Outcome outcome) {
    return outcome instanceof Outcome.Failed;
  }

  private static int millisLeft(long deadline) throws SocketTimeoutException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis < 1) {
      throw new SocketTimeoutException("the time for this answer is up");
    }
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }
}
