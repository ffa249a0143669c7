package org.postern.engine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void an_octet_that_is_less_is_found_wherever_it_stands() {
    for (int length = 1; length < 20; length++) {
      for (int at = 0; at < length; at++) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 0xff);
        assertThat(Bytes.holdBelow(content, 7)).isFalse();
        content[at] = 7;
        assertThat(Bytes.holdBelow(content, 7)).isFalse();
        content[at] = 6;
        assertThat(Bytes.holdBelow(content, 7)).isTrue();
      }
    }
    assertThat(Bytes.holdBelow(new byte[0], 7)).isFalse();
  }
}
