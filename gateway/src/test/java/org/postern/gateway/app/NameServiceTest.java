package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.ConfigException;

class NameServiceTest {

  @TempDir Path folder;

  @Test
  void takes_three_servers_of_the_file_and_passes_over_what_is_none() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("resolv.conf"),
            """
            # nameserver 192.0.2.9
            search example.org
            nameserver 192.0.2.1
              nameserver\t2001:db8::53  # second
            nameserver not.an.address
            nameserver
            nameserver 192.0.2.3
            nameserver 192.0.2.4
            options timeout:1
            """);
    assertThat(NameService.ofFile(file))
        .extracting(one -> one.getAddress().getHostAddress(), one -> one.getPort())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("192.0.2.1", 53),
            org.assertj.core.groups.Tuple.tuple("2001:db8:0:0:0:0:0:53", 53),
            org.assertj.core.groups.Tuple.tuple("192.0.2.3", 53));
    assertThat(NameService.ofFile(folder.resolve("none"))).isEmpty();
  }

  @Test
  void switched_off_it_asks_nobody() throws Exception {
    try (NameService names = NameService.open(Config.parse("x", "dns: {enabled: false}"))) {
      assertThat(names.resolver()).isEmpty();
    }
  }

  @Test
  void a_server_has_an_address_not_a_name() {
    assertThatThrownBy(() -> Config.parse("x", "dns: {servers: [ns.example.org:53]}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("servers by address");
  }
}
