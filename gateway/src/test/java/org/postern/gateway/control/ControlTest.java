package org.postern.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlTest {

  @TempDir Path data;
  private final FakeOperations gateway = new FakeOperations();

  @Test
  void hands_everything_over_as_it_is() throws Exception {
    for (int i = 0; i < 1000; i++) {
      gateway.queue.add(FakeOperations.entry("REF-" + i, "r" + i + "@example.net"));
    }
    try (ControlServer _ = ControlServer.start(data, gateway, () -> gateway.status);
        ControlClient client = ControlClient.connect(data).orElseThrow()) {
      assertThat(client.queue()).isEqualTo(gateway.queue);
      assertThat(client.status()).isEqualTo(gateway.status);
      assertThat(client.retry(Optional.empty())).isEqualTo(1000);
      assertThat(client.retry(Optional.of("REF-1"))).isEqualTo(1000);
      assertThat(client.delete("REF-1")).isEqualTo(1);
      assertThat(client.release(Optional.of("t"), "R", Optional.empty()))
          .containsExactly("a@example.net", "b@example.net");
      assertThat(client.flushRecipients(Optional.empty())).isEqualTo(7);
      assertThat(client.flushRecipients(Optional.of("example.org"))).isEqualTo(7);
      assertThat(client.checkRecipient("x@example.org")).isEqualTo(gateway.checked);
      assertThat(client.wanted("REF-2")).isTrue();
      assertThat(client.wanted("0-REF")).isFalse();
    }
    assertThat(gateway.asked)
        .containsExactly(
            "retry Optional.empty",
            "retry Optional[REF-1]",
            "delete REF-1",
            "release Optional[t] R Optional.empty",
            "flush Optional.empty",
            "flush Optional[example.org]",
            "check x@example.org",
            "wanted REF-2",
            "wanted 0-REF");
  }

  @Test
  void an_error_of_the_gateway_is_told_and_the_connection_goes_on() throws Exception {
    try (ControlServer _ = ControlServer.start(data, gateway, () -> gateway.status);
        ControlClient client = ControlClient.connect(data).orElseThrow()) {
      assertThatThrownBy(() -> client.delete("BROKEN"))
          .isInstanceOf(IOException.class)
          .hasMessage("the disk is broken");
      assertThat(client.status().pid()).isEqualTo(42);
    }
  }

  @Test
  void only_the_owner_may_open_the_socket() throws Exception {
    try (ControlServer _ = ControlServer.start(data, gateway, () -> gateway.status)) {
      Path folder = data.resolve("control");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("socket"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void no_gateway_no_connection() throws Exception {
    assertThat(ControlClient.connect(data)).isEmpty();
    ControlServer.start(data, gateway, () -> gateway.status).close();
    assertThat(ControlClient.connect(data)).isEmpty();
    assertThat(data.resolve("control/socket")).doesNotExist();
  }

  @Test
  void what_a_dead_gateway_left_is_no_gateway_and_no_obstacle() throws Exception {
    Files.createDirectories(data.resolve("control"));
    try (java.nio.channels.ServerSocketChannel dead =
        java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
      dead.bind(java.net.UnixDomainSocketAddress.of(data.resolve("control/socket")));
    }
    assertThat(data.resolve("control/socket")).exists();
    assertThat(ControlClient.connect(data)).isEmpty();
    try (ControlServer _ = ControlServer.start(data, gateway, () -> gateway.status);
        ControlClient client = ControlClient.connect(data).orElseThrow()) {
      assertThat(client.status().version()).isEqualTo("1.0");
    }
  }

  @Test
  void works_below_a_folder_with_a_very_long_name() throws Exception {
    Path deep = data.resolve("x".repeat(100)).resolve("y".repeat(100));
    Path socket;
    try (ControlServer _ = ControlServer.start(deep, gateway, () -> gateway.status);
        ControlClient client = ControlClient.connect(deep).orElseThrow()) {
      assertThat(client.status().pid()).isEqualTo(42);
      socket = Path.of(Files.readString(deep.resolve("control/path")));
      assertThat(socket).exists();
    }
    assertThat(socket).doesNotExist();
    assertThat(socket.getParent()).doesNotExist();
  }

  @Test
  void serves_several_at_once() throws Exception {
    gateway.queue.add(FakeOperations.entry("R", "r@example.net"));
    try (ControlServer _ = ControlServer.start(data, gateway, () -> gateway.status);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(
            clients.submit(() -> {
              try (ControlClient client = ControlClient.connect(data).orElseThrow()) {
                return client.retry(Optional.empty());
              }
            }));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void nonsense_and_endless_lines_end_the_session_not_the_server() throws Exception {
    try (ControlServer _ = ControlServer.start(data, gateway, () -> gateway.status)) {
      for (String nonsense : List.of("hello\n", "x".repeat(100_000) + "\n", "{\"op\":5}\n")) {
        try (SocketChannel channel =
            SocketChannel.open(
                java.net.UnixDomainSocketAddress.of(data.resolve("control/socket")))) {
          BufferedWriter out = Protocol.writer(channel);
          BufferedReader in = Protocol.reader(channel);
          try {
            out.write(nonsense);
            out.flush();
            String answer = in.readLine();
            assertThat(answer == null || answer.startsWith("{\"error\":")).isTrue();
          } catch (IOException e) {
            assertThat(e).hasMessageMatching(".*(reset|Broken pipe).*");
          }
        }
      }
      try (ControlClient client = ControlClient.connect(data).orElseThrow()) {
        assertThat(client.status().pid()).isEqualTo(42);
      }
    }
  }
}
