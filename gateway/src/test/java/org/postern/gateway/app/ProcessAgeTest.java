package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessAgeTest {

  @Test
  void a_process_is_a_little_older_than_its_virtual_machine() {
    Duration machine = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    assertThat(ProcessAge.now(Clock.systemUTC()))
        .isBetween(machine.minusMillis(50), machine.plusSeconds(10));
  }
}
