package org.postern.gateway;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A real Postfix as a next hop: final for example.org, knows some users, throws messages away. In
/// a folder of its own; ended and deleted when closed.
///
/// Where it is not installed, or the user is not root, the test is skipped and says so; where the
/// environment has `CI=true` it fails.
public final class Postfix implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/sbin/postfix");
  private static final Path DAEMONS = Path.of("/usr/lib/postfix/sbin");

  private final Path folder;
  private final int port;

  private Postfix(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /// Starts one.
  ///
  /// @param users local parts that exist
  /// @param replies what RCPT gets for some addresses, users or not
  /// @param settings further lines of main.cf
  public static Postfix start(
      List<String> users, Map<String, String> replies, List<String> settings) {
    requireInstalled();
    try {
      Path folder = Files.createTempDirectory("postern-postfix");
      Postfix postfix = new Postfix(folder, freePort());
      postfix.write(users, replies, settings);
      postfix.up();
      return postfix;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireInstalled() {
    boolean there = Files.isExecutable(PROGRAM) && Files.isDirectory(DAEMONS);
    if (!there || !"root".equals(System.getProperty("user.name"))) {
      String missing = "NOT TESTED: needs " + PROGRAM + " (Debian: postfix) and root";
      if ("true".equals(System.getenv("CI"))) {
        fail(missing);
      }
      abort(missing);
    }
  }

  public int port() {
    return port;
  }

  /// Starts it again after `down`.
  public void up() {
    postfix("start");
    awaitListening();
  }

  /// Stops it; its port refuses connections from here on.
  public void down() {
    postfix("abort");
  }

  @Override
  public void close() {
    down();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(List<String> users, Map<String, String> replies, List<String> settings)
      throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path etc = Files.createDirectories(folder.resolve("etc"));
    Files.createDirectories(folder.resolve("spool"));
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.setOwner(
        data,
        data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix"));
    Files.write(etc.resolve("users"), users.stream().map(user -> user + "@example.org x").toList());
    Files.write(
        etc.resolve("replies"),
        replies.entrySet().stream()
            .map(reply -> reply.getKey() + "@example.org " + reply.getValue())
            .toList());
    Files.writeString(
        etc.resolve("main.cf"),
        """
        compatibility_level = 3.6
        config_directory = %1$s/etc
        queue_directory = %1$s/spool
        data_directory = %1$s/data
        command_directory = /usr/sbin
        daemon_directory = %2$s
        mail_owner = postfix
        setgid_group = postdrop
        myhostname = home.example
        mydestination =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks = 192.0.2.0/24
        disable_dns_lookups = yes
        smtpd_peername_lookup = no
        alias_maps =
        alias_database =
        relay_domains = example.org
        relay_recipient_maps = texthash:%1$s/etc/users
        relay_transport = discard
        smtpd_recipient_restrictions = check_recipient_access texthash:%1$s/etc/replies, reject_unauth_destination
        maillog_file = %1$s/maillog
        maillog_file_prefixes = %1$s
        """
                .formatted(folder, DAEMONS)
            + settings.stream().map(line -> line + "\n").collect(Collectors.joining()));
    Files.writeString(
        etc.resolve("master.cf"),
        """
        127.0.0.1:%d inet n - n - 20 smtpd
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        proxymap unix - - n - - proxymap
        anvil unix - - n - 1 anvil
        discard unix - - n - - discard
        error unix - - n - - error
        postlog unix-dgram n - n - 1 postlogd
        """
            .formatted(port));
  }

  // Its daemons must not hold a pipe of ours, so the output goes nowhere.
  private void postfix(String command) {
    try {
      Process process =
          new ProcessBuilder(PROGRAM.toString(), "-c", folder.resolve("etc").toString(), command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("postfix " + command + " does not end");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  // Below those that connections take by themselves: one that tries again and again would in the
  // end
  // be given the very port it asks for, and answer itself.
  private static int freePort() throws IOException {
    for (int tries = 0; tries < 100; tries++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (BindException _) {
        pause(); // somebody has it
      }
    }
    throw new IOException("no free port between 20000 and 32000");
  }

  // What ended a moment ago may still hold its lock: then it is started once more.
  private void awaitListening() {
    for (int i = 1; i <= 500; i++) {
      try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected()) {
          return;
        }
      } catch (IOException _) {
        pause(); // not yet
      }
      if (i % 100 == 0) {
        postfix("start");
      }
    }
    throw new IllegalStateException("postfix does not listen, see " + folder.resolve("maillog"));
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
