package org.postern.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Thousands of clients on one thread, from several addresses. Each goes through its script, a line
/// after each reply, then is silent or sends one octet now and then, and reads until the server
/// closes.
final class Crowd implements AutoCloseable {

  private static final int AT_ONCE = 400;
  private static final int ADDRESSES = 8;

  /// What a client does.
  ///
  /// @param lines said one after the other, each after a whole reply
  /// @param octet sent again and again afterwards; 0 for silence
  record Manner(List<String> lines, int octet) {
    Manner {
      lines = List.copyOf(lines);
    }
  }

  private static final class One {
    private final SocketChannel channel;
    private final Manner manner;
    private final StringBuilder text = new StringBuilder();
    private int said;
    private boolean settled;
    private boolean reset;

    One(SocketChannel channel, Manner manner) {
      this.channel = channel;
      this.manner = manner;
    }
  }

  private final InetSocketAddress server;
  private final int size;
  private final IntFunction<Manner> manners;
  private final Duration pause;
  private final Selector selector;
  private final List<One> all = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(4_096);
  private final AtomicInteger settled = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final Thread thread;
  private volatile boolean closed;

  private Crowd(InetSocketAddress server, int size, IntFunction<Manner> manners, Duration pause)
      throws IOException {
    this.server = server;
    this.size = size;
    this.manners = manners;
    this.pause = pause;
    this.selector = Selector.open();
    this.thread = new Thread(this::run, "crowd");
  }

  /// Begins to connect.
  ///
  /// @param manners of each client, by its number
  /// @param pause between the octets of a client
  static Crowd gather(
      InetSocketAddress server, int size, IntFunction<Manner> manners, Duration pause)
      throws IOException {
    Crowd crowd = new Crowd(server, size, manners, pause);
    crowd.thread.start();
    return crowd;
  }

  /// How many have the reply to the last line of their script, the greeting where it is empty.
  int settled() {
    return settled.get();
  }

  /// Whose connection the server has closed.
  int ended() {
    return ended.get();
  }

  /// The last lines that the server said to those who have ended, each once and without its
  /// reference; a connection that was reset is told by that word.
  Set<String> lastWords() throws InterruptedException {
    closed = true;
    thread.join();
    Set<String> words = new TreeSet<>();
    for (One one : all) {
      String text = one.text.toString().strip();
      String last = text.substring(text.lastIndexOf('\n') + 1);
      words.add(one.reset ? "reset" : last.replaceFirst(" \\(ref .*", ""));
    }
    return words;
  }

  private void run() {
    try {
      long next = System.nanoTime();
      while (!closed) {
        connect();
        selector.select(this::ready, 50);
        if (settled.get() == size && System.nanoTime() - next >= 0) {
          next = System.nanoTime() + pause.toNanos();
          for (One one : all) {
            drip(one);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() throws IOException {
    while (all.size() < size && all.size() - settled.get() - ended.get() < AT_ONCE) {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
      channel.bind(new InetSocketAddress("127.0.1." + (1 + all.size() % ADDRESSES), 0));
      One one = new One(channel, manners.apply(all.size()));
      all.add(one);
      boolean there = channel.connect(server);
      channel.register(selector, there ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, one);
    }
  }

  private void ready(SelectionKey key) {
    One one = (One) key.attachment();
    try {
      if (key.isConnectable()) {
        one.channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
      } else if (read(one)) {
        end(one);
      }
    } catch (IOException _) {
      one.reset = true;
      end(one);
    }
  }

  /// Whether this was the end.
  private boolean read(One one) throws IOException {
    buffer.clear();
    int count = one.channel.read(buffer);
    if (count > 0) {
      one.text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
      int last = one.text.lastIndexOf("\n", one.text.length() - 2) + 1;
      boolean whole =
          one.text.charAt(one.text.length() - 1) == '\n' && one.text.charAt(last + 3) == ' ';
      if (whole && !one.settled) {
        next(one, one.text.charAt(last));
      }
    }
    return count < 0;
  }

  private void next(One one, char code) throws IOException {
    if (code > '3') {
      return; // It says why not, and closes.
    }
    if (one.said < one.manner.lines().size()) {
      send(one, one.manner.lines().get(one.said++) + "\r\n");
    } else {
      one.settled = true;
      settled.incrementAndGet();
    }
  }

  private void drip(One one) {
    if (one.manner.octet() > 0 && one.channel.isOpen()) {
      try {
        send(one, String.valueOf((char) one.manner.octet()));
      } catch (IOException _) {
        return; // What the server said before it closed is still to be read.
      }
    }
  }

  private static void send(One one, String text) throws IOException {
    one.channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private void end(One one) {
    ended.incrementAndGet();
    try {
      one.channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    for (One one : all) {
      one.channel.close();
    }
    selector.close();
  }
}
