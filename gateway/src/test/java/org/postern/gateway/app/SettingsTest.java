package org.postern.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postern.engine.EngineLimits;
import org.postern.engine.bulk.BulkThresholds;
import org.postern.engine.follow.FollowLimits;
import org.postern.gateway.admit.Greylist;
import org.postern.gateway.admit.Harvest;
import org.postern.gateway.admit.Rates;
import org.postern.gateway.admit.Tarpit;
import org.postern.gateway.config.AdmissionKeys;
import org.postern.gateway.config.Config;
import org.postern.gateway.gate.GateSettings;
import org.postern.gateway.recipients.RecipientLimits;
import org.postern.gateway.relay.QueueSettings;
import org.postern.gateway.relay.RelayLimits;
import org.postern.gateway.spool.SpoolLimits;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.dns.DnsSettings;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpLimits;

class SettingsTest {

  @Test
  void the_defaults_of_the_configuration_are_those_of_the_parts() {
    Config config = Config.standard();
    assertThat(Settings.smtp(config)).isEqualTo(SmtpLimits.DEFAULTS);
    assertThat(Settings.engine(config)).isEqualTo(EngineLimits.standard());
    assertThat(Settings.bulk(config)).isEqualTo(BulkThresholds.STANDARD);
    assertThat(Settings.links(config)).isEqualTo(FollowLimits.standard());
    assertThat(config.links().follow()).isFalse();
    assertThat(Settings.spool(config)).isEqualTo(SpoolLimits.DEFAULT);
    assertThat(Settings.queue(config)).isEqualTo(QueueSettings.STANDARD);
    assertThat(Settings.relay(config)).isEqualTo(RelayLimits.STANDARD);
    assertThat(Settings.recipients(config)).isEqualTo(RecipientLimits.STANDARD);
    assertThat(Settings.client(config)).isEqualTo(SmtpClientLimits.STANDARD);
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 53);
    assertThat(Settings.dns(config, List.of(server))).isEqualTo(DnsSettings.of(List.of(server)));
    assertThat(Settings.gate(config, "mx.example.org"))
        .isEqualTo(GateSettings.standard("mx.example.org"));
    assertThat(Settings.smartHost(config)).isEmpty();
    assertThat(config.quarantine().retention())
        .isEqualTo(DomainSettings.STANDARD.quarantineRetention());
  }

  @Test
  void what_is_configured_reaches_its_part() throws Exception {
    Config config =
        Config.parse(
            "x",
            """
            smtp: {listen: ["127.0.0.1:0", "[::1]:26"], proxies: [10.0.0.0/8], bare_line_endings: normalize}
            limits: {message_size: 1MB, total_memory: 7MB}
            analysis: {parallel: 3, memory: 9MB}
            links: {per_message: 2, hops: 3, time: 1s, parallel: 4, memory: 1MB, keep: 1h, keep_failures: 5s}
            spool: {inline_size: 8KB}
            recipients: {answers: 1000, negative_time: 5m, parallel: 2}
            relay: {smart_host: "h:25", parallel: 7, connections_per_host: 5, connect_time: 1s, reply_time: 2s}
            """);
    assertThat(Settings.listeners(config)).hasSize(2);
    assertThat(Settings.listeners(config).getFirst().proxyProtocolFrom()).hasSize(1);
    assertThat(Settings.smtp(config).messageOctets()).isEqualTo(1 << 20);
    assertThat(Settings.smtp(config).totalMemory()).isEqualTo(7 << 20);
    assertThat(Settings.engine(config).workers()).isEqualTo(3);
    assertThat(Settings.links(config))
        .isEqualTo(
            new FollowLimits(
                2,
                3,
                Duration.ofSeconds(1),
                4,
                1 << 20,
                Duration.ofHours(1),
                Duration.ofSeconds(5)));
    assertThat(Settings.gate(config, "mx").bytesInFlight()).isEqualTo(9 << 20);
    assertThat(Settings.spool(config).inlineOctets()).isEqualTo(8 << 10);
    assertThat(Settings.queue(config).parallel()).isEqualTo(7);
    assertThat(Settings.relay(config).connections()).isEqualTo(5);
    assertThat(Settings.client(config).connect()).hasSeconds(1);
    assertThat(Settings.client(config).dataTermination()).hasSeconds(2);
    assertThat(Settings.recipients(config).entries()).isEqualTo(1000);
    assertThat(Settings.recipients(config).negative()).hasMinutes(5);
    assertThat(Settings.recipients(config).parallel()).isEqualTo(2);
    assertThat(Settings.smartHost(config)).contains(new NextHop("h", 25, 0));
  }

  @Test
  void what_is_configured_of_admission_reaches_its_tests() throws Exception {
    AdmissionKeys keys =
        Config.parse(
                "x",
                """
                admission:
                  network_connections: 1
                  address_connection_rate: 2
                  address_message_rate: 3
                  address_recipient_rate: 4
                  network_connection_rate: 5
                  network_message_rate: 6
                  network_recipient_rate: 7
                  node_connection_rate: 8
                  node_message_rate: 9
                  node_recipient_rate: 10
                  unknown_recipients: 11
                  unknown_recipients_time: 12m
                  tarpit_after: 13
                  tarpit_step: 14s
                  tarpit_longest: 15s
                  greylist_from: 2.5
                  greylist_delay: 16m
                """)
            .admission();
    assertThat(Settings.rates(keys))
        .isEqualTo(
            new Rates.Settings(
                1,
                new Rates.Limits(2, 3, 4),
                new Rates.Limits(5, 6, 7),
                new Rates.Limits(8, 9, 10)));
    assertThat(Settings.harvest(keys)).isEqualTo(new Harvest.Settings(11, Duration.ofMinutes(12)));
    assertThat(Settings.tarpit(keys))
        .isEqualTo(new Tarpit.Settings(13, Duration.ofSeconds(14), Duration.ofSeconds(15)));
    assertThat(Settings.greylist(keys))
        .isEqualTo(new Greylist.Settings(2.5, Duration.ofMinutes(16)));
  }
}
