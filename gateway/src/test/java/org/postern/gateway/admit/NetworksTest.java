package org.postern.gateway.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.mail.smtp.Cidr;

class NetworksTest {

  private static Networks of(String... networks) {
    return Networks.of(Stream.of(networks).map(text -> Cidr.parse(text).orElseThrow()).toList());
  }

  private static OptionalInt longest(Networks networks, String address) {
    return networks.longest(InetAddress.ofLiteral(address));
  }

  @Test
  void nothing_is_in_no_networks() {
    assertThat(longest(Networks.NONE, "192.0.2.1")).isEmpty();
    assertThat(longest(Networks.NONE, "::")).isEmpty();
  }

  @Test
  void the_longest_of_nested_networks_is_found() {
    Networks networks = of("10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.1.2.3", "10.1.2.3/24");
    assertThat(longest(networks, "10.1.2.3")).hasValue(32);
    assertThat(longest(networks, "10.1.2.4")).hasValue(24);
    assertThat(longest(networks, "10.1.3.0")).hasValue(16);
    assertThat(longest(networks, "10.2.0.0")).hasValue(8);
    assertThat(longest(networks, "10.255.255.255")).hasValue(8);
    assertThat(longest(networks, "11.0.0.0")).isEmpty();
    assertThat(longest(networks, "9.255.255.255")).isEmpty();
  }

  @Test
  void networks_side_by_side_keep_apart() {
    Networks networks = of("192.0.2.0/25", "192.0.2.128/26", "192.0.2.192/26");
    assertThat(longest(networks, "192.0.2.127")).hasValue(25);
    assertThat(longest(networks, "192.0.2.128")).hasValue(26);
    assertThat(longest(networks, "192.0.2.255")).hasValue(26);
    assertThat(longest(networks, "192.0.3.0")).isEmpty();
  }

  @Test
  void the_ends_of_the_address_space_are_like_others() {
    Networks networks = of("0.0.0.0/0", "255.255.255.255", "::/0", "ffff::/16", "::1", "8000::/1");
    assertThat(longest(networks, "0.0.0.0")).hasValue(0);
    assertThat(longest(networks, "255.255.255.255")).hasValue(32);
    assertThat(longest(networks, "255.255.255.254")).hasValue(0);
    assertThat(longest(networks, "::1")).hasValue(128);
    assertThat(longest(networks, "::2")).hasValue(0);
    assertThat(longest(networks, "8000::")).hasValue(1);
    assertThat(longest(networks, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).hasValue(16);
  }

  @Test
  void both_families_are_apart() {
    Networks networks = of("0.0.0.0/0");
    assertThat(longest(networks, "::1")).isEmpty();
    assertThat(longest(of("::/0"), "0.0.0.1")).isEmpty();
  }

  @Test
  void many_random_networks_agree_with_looking_at_each() throws UnknownHostException {
    Random random = new Random(7);
    for (int size : new int[] {4, 16}) {
      List<Cidr> all = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        all.add(
            new Cidr(InetAddress.getByAddress(narrow(random, size)), random.nextInt(size * 8 + 1)));
      }
      Networks networks = Networks.of(all);
      for (int i = 0; i < 5_000; i++) {
        InetAddress address = InetAddress.getByAddress(narrow(random, size));
        assertThat(networks.longest(address))
            .isEqualTo(
                all.stream().filter(one -> one.contains(address)).mapToInt(Cidr::prefix).max());
      }
    }
  }

  // Few different octets, so that networks and addresses meet.
  private static byte[] narrow(Random random, int size) {
    byte[] octets = new byte[size];
    for (int i = 0; i < size; i++) {
      octets[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : random.nextInt(2) * 255);
    }
    return octets;
  }
}
