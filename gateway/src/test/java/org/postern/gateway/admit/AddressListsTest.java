package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.postern.gateway.admit.AddressLists.Standing.BLOCKED;
import static org.postern.gateway.admit.AddressLists.Standing.ORDINARY;
import static org.postern.gateway.admit.AddressLists.Standing.TRUSTED;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.engine.files.FileProblem;
import org.postern.mail.smtp.Cidr;

class AddressListsTest {

  @TempDir Path folder;

  private static Cidr net(String text) {
    return Cidr.parse(text).orElseThrow();
  }

  private static AddressLists.Standing of(AddressLists lists, String address) {
    return lists.of(InetAddress.ofLiteral(address));
  }

  private void replace(Path file, String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh"), text);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void the_smaller_network_decides_and_trust_wins_a_tie() {
    AddressLists lists =
        new AddressLists(
            List.of(net("10.0.0.0/8"), net("192.0.2.0/24"), net("198.51.100.7")),
            List.of(),
            List.of(net("10.1.0.0/16"), net("192.0.2.0/24"), net("198.51.100.0/24")));
    assertThat(of(lists, "10.2.0.1")).isEqualTo(BLOCKED);
    assertThat(of(lists, "10.1.0.1")).isEqualTo(TRUSTED);
    assertThat(of(lists, "192.0.2.1")).isEqualTo(TRUSTED);
    assertThat(of(lists, "198.51.100.7")).isEqualTo(BLOCKED);
    assertThat(of(lists, "198.51.100.8")).isEqualTo(TRUSTED);
    assertThat(of(lists, "203.0.113.1")).isEqualTo(ORDINARY);
  }

  @Test
  void a_file_has_one_network_a_line_and_comments() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("drop.txt"),
            "; a list\n\n192.0.2.0/24 ; SBL1\r\n  198.51.100.7\t# one\n2001:db8::/32\n#end");
    AddressLists lists = new AddressLists(List.of(), List.of(file), List.of());
    assertThat(lists.blockedNetworks()).isEqualTo(3);
    assertThat(of(lists, "192.0.2.200")).isEqualTo(BLOCKED);
    assertThat(of(lists, "198.51.100.7")).isEqualTo(BLOCKED);
    assertThat(of(lists, "198.51.100.8")).isEqualTo(ORDINARY);
    assertThat(of(lists, "2001:db8:1::1")).isEqualTo(BLOCKED);
  }

  @Test
  void a_changed_file_is_read_again() throws IOException {
    Path file = Files.writeString(folder.resolve("list"), "192.0.2.0/24\n");
    AddressLists lists = new AddressLists(List.of(net("203.0.113.9")), List.of(file), List.of());
    replace(file, "198.51.100.0/24\n198.51.101.0/24\n");
    assertThat(of(lists, "192.0.2.1")).isEqualTo(BLOCKED);
    lists.refresh();
    assertThat(of(lists, "192.0.2.1")).isEqualTo(ORDINARY);
    assertThat(of(lists, "198.51.100.1")).isEqualTo(BLOCKED);
    assertThat(of(lists, "203.0.113.9")).isEqualTo(BLOCKED);
  }

  @Test
  void while_a_line_is_wrong_the_last_good_list_holds() throws IOException {
    Path file = Files.writeString(folder.resolve("list"), "192.0.2.0/24\n");
    AddressLists lists = new AddressLists(List.of(), List.of(file), List.of());
    replace(file, "198.51.100.0/24\n# fine\nexample.org\n");
    lists.refresh();
    assertThat(of(lists, "192.0.2.1")).isEqualTo(BLOCKED);
    assertThat(of(lists, "198.51.100.1")).isEqualTo(ORDINARY);
    assertThat(lists.problems())
        .containsExactly(
            new FileProblem(
                file, 3, "expected a network such as 192.0.2.0/24, not \"example.org\""));
    lists.refresh();
    assertThat(lists.problems()).hasSize(1);
    replace(file, "198.51.100.0/24\n");
    lists.refresh();
    assertThat(lists.problems()).isEmpty();
    assertThat(of(lists, "192.0.2.1")).isEqualTo(ORDINARY);
    assertThat(of(lists, "198.51.100.1")).isEqualTo(BLOCKED);
  }

  @Test
  void a_file_that_disappears_leaves_its_list_and_may_come_back() throws IOException {
    Path file = folder.resolve("list");
    AddressLists lists = new AddressLists(List.of(), List.of(file), List.of());
    assertThat(of(lists, "192.0.2.1")).isEqualTo(ORDINARY);
    Files.writeString(file, "192.0.2.0/24\n");
    lists.refresh();
    assertThat(of(lists, "192.0.2.1")).isEqualTo(BLOCKED);
    assertThat(lists.problems()).isEmpty();
    Files.delete(file);
    lists.refresh();
    assertThat(lists.problems()).containsExactly(new FileProblem(file, 0, "there is no such file"));
    assertThat(of(lists, "192.0.2.1")).isEqualTo(BLOCKED);
  }

  @Test
  void fifty_thousand_networks_are_no_load() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50_000; i++) {
      text.append("%d.%d.%d.0/24%n".formatted(1 + i / 2500, i / 10 % 250, i % 10 * 25));
    }
    Path file = Files.writeString(folder.resolve("list"), text);
    AddressLists lists = new AddressLists(List.of(), List.of(file), List.of());
    assertThat(lists.blockedNetworks()).isEqualTo(50_000);
    assertThat(of(lists, "20.249.225.1")).isEqualTo(BLOCKED);
    assertThat(of(lists, "20.249.226.1")).isEqualTo(ORDINARY);
  }

  @Test
  void a_blocked_client_is_refused_before_any_test_begins_and_a_trusted_one_is_not_tested() {
    AtomicInteger opened = new AtomicInteger();
    Admission others =
        _ -> {
          opened.incrementAndGet();
          return new Visit() {};
        };
    ByAddress admission =
        new ByAddress(
            new AddressLists(
                List.of(net("192.0.2.0/24")), List.of(), List.of(net("198.51.100.0/24"))),
            others);
    assertThat(admission.open(Clients.client("192.0.2.1")).connected())
        .hasValueSatisfying(refused -> assertThat(refused.code()).isEqualTo(554));
    assertThat(admission.open(Clients.client("198.51.100.1")).connected()).isEmpty();
    assertThat(opened).hasValue(0);
    assertThat(admission.open(Clients.client("203.0.113.1")).connected()).isEmpty();
    assertThat(opened).hasValue(1);
  }
}
