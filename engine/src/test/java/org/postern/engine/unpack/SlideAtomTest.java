package org.postern.engine.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SlideAtomTest {

  private static final int CONTAINER = 0xf;

  private final ByteBuffer stream = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

  private SlideAtomTest record(int versionAndInstance, int type, int length) {
    stream.putShort((short) versionAndInstance).putShort((short) type).putInt(length);
    return this;
  }

  private void content(int length) {
    stream.position(stream.position() + length);
  }

  private Iterable<SlideAtom> atoms() {
    return SlideAtom.of(stream.flip());
  }

  @Test
  void atoms_are_found_within_containers() {
    record(CONTAINER, 1_000, 22).record(CONTAINER, 1_001, 14).record(0x10, 4_026, 6).content(6);
    record(0, 4_000, 2).content(2);

    assertThat(atoms())
        .containsExactly(new SlideAtom(4_026, 1, 24, 6), new SlideAtom(4_000, 0, 38, 2));
  }

  @Test
  void what_a_container_says_of_its_length_is_not_believed() {
    record(CONTAINER, 1_000, -1).record(0, 4_000, 0);

    assertThat(atoms()).containsExactly(new SlideAtom(4_000, 0, 16, 0));
  }

  @Test
  void a_record_longer_than_the_stream_ends_it() {
    record(0, 4_000, 1).content(1);
    record(0, 4_000, 3).content(2);

    assertThat(atoms()).containsExactly(new SlideAtom(4_000, 0, 8, 1));
  }

  @Test
  void a_negative_length_ends_the_stream() {
    record(0, 4_000, Integer.MIN_VALUE).record(0, 4_000, 0);

    assertThat(atoms()).isEmpty();
  }

  @Test
  void half_a_header_at_the_end_is_nothing() {
    record(0, 4_000, 0).content(7);

    assertThat(atoms()).hasSize(1);
  }

  @Test
  void can_be_walked_again() {
    record(0, 4_000, 0);
    Iterable<SlideAtom> atoms = atoms();

    assertThat(atoms.iterator()).toIterable().hasSize(1);
    assertThat(atoms).hasSize(1);
  }
}
