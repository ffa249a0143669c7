package org.postern.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.mail.smtp.Cidr;

class PublicAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.8.9.10",
        "168.63.129.16",
        "169.254.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::7f00:1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:808:808::1",
        "3fff::1",
        "2a00:1450::5efe:c0a8:1",
        "2a00:1450::200:5efe:c0a8:1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void refuses_what_is_not_public(String address) {
    assertThat(PublicAddresses.allows(InetAddress.ofLiteral(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:4860:4860::8888",
        "2606:4700:4700::1111",
        "2a00:1450:4001:800::200e",
        "::ffff:8.8.8.8"
      })
  void allows_what_is_public(String address) {
    assertThat(PublicAddresses.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void leaves_networks_of_the_administrator() {
    Reach reach = Reach.publicWithout(List.of(Cidr.parse("9.9.0.0/16").orElseThrow()));
    assertThat(reach.address(InetAddress.ofLiteral("9.9.9.9"))).isFalse();
    assertThat(reach.address(InetAddress.ofLiteral("9.8.9.9"))).isTrue();
    assertThat(reach.address(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
    assertThat(reach.port(443)).isTrue();
    assertThat(reach.port(25)).isFalse();
  }

  @Test
  void refuses_a_mapped_address_that_stayed_ipv6() throws Exception {
    byte[] mapped = InetAddress.ofLiteral("::1").getAddress();
    mapped[15] = 1;
    mapped[12] = 127;
    mapped[10] = -1;
    mapped[11] = -1;
    InetAddress address = Inet6Address.getByAddress("x", mapped, 0);
    assertThat(address).isInstanceOf(Inet6Address.class);
    assertThat(PublicAddresses.isPublic(address)).isFalse();
  }
}
