package org.postern.gateway.app;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.postern.engine.EngineLimits;
import org.postern.engine.bulk.BulkThresholds;
import org.postern.engine.follow.FollowLimits;
import org.postern.engine.learn.BayesLimits;
import org.postern.gateway.admit.Greylist;
import org.postern.gateway.admit.Harvest;
import org.postern.gateway.admit.Rates;
import org.postern.gateway.admit.Tarpit;
import org.postern.gateway.admit.dns.DnsLists;
import org.postern.gateway.config.AdmissionKeys;
import org.postern.gateway.config.AnalysisKeys;
import org.postern.gateway.config.BulkKeys;
import org.postern.gateway.config.Config;
import org.postern.gateway.config.DnsKeys;
import org.postern.gateway.config.DnsListKeys;
import org.postern.gateway.config.HostPort;
import org.postern.gateway.config.LearningKeys;
import org.postern.gateway.config.LimitKeys;
import org.postern.gateway.config.LinkKeys;
import org.postern.gateway.config.RelayKeys;
import org.postern.gateway.gate.GateSettings;
import org.postern.gateway.learning.LearningLimits;
import org.postern.gateway.recipients.RecipientLimits;
import org.postern.gateway.relay.QueueSettings;
import org.postern.gateway.relay.RelayLimits;
import org.postern.gateway.relay.RetrySchedule;
import org.postern.gateway.spool.SpoolLimits;
import org.postern.gateway.tenant.NextHop;
import org.postern.mail.dns.DnsSettings;
import org.postern.mail.smtp.Listener;
import org.postern.mail.smtp.SmtpClientLimits;
import org.postern.mail.smtp.SmtpLimits;

/// What the configuration means to each part of the gateway. The parts have defaults of their own;
/// a test holds those of the configuration to them.
final class Settings {

  private Settings() {}

  static List<Listener> listeners(Config config) {
    return config.smtp().listen().stream()
        .map(address -> new Listener(address.address(), config.smtp().proxies()))
        .toList();
  }

  static SmtpLimits smtp(Config config) {
    LimitKeys limits = config.limits();
    return new SmtpLimits(
        (int) limits.commandSize().octets(),
        limits.messageSize().octets(),
        limits.recipients(),
        limits.idleCommands(),
        limits.errors(),
        limits.refusedRecipients(),
        limits.unknownCommands(),
        limits.commandTime(),
        limits.dataTime(),
        limits.sessionTime(),
        limits.connections(),
        limits.connectionsPerAddress(),
        limits.loopbackCounts(),
        (int) limits.messageMemory().octets(),
        limits.totalMemory().map(size -> size.octets()).orElse(SmtpLimits.DEFAULTS.totalMemory()),
        config.smtp().bareLineEndings());
  }

  static EngineLimits engine(Config config) {
    EngineLimits standard = EngineLimits.standard();
    AnalysisKeys analysis = config.analysis();
    return new EngineLimits(
        analysis.preliminaryTime(),
        analysis.activeTime(),
        analysis.waitingTime(),
        analysis.parallel() == 0 ? standard.workers() : analysis.parallel(),
        standard.stuck());
  }

  static FollowLimits links(Config config) {
    LinkKeys links = config.links();
    return new FollowLimits(
        links.perMessage(),
        links.hops(),
        links.time(),
        links.parallel(),
        links.memory().octets(),
        links.keep(),
        links.keepFailures());
  }

  static GateSettings gate(Config config, String hostname) {
    GateSettings standard = GateSettings.standard(hostname);
    return new GateSettings(
        hostname,
        standard.maxHops(),
        config.analysis().memory().octets(),
        standard.patience(),
        standard.retryExamination(),
        config.http().publicUrl());
  }

  static SpoolLimits spool(Config config) {
    Config.Spool spool = config.spool();
    return SpoolLimits.DEFAULT
        .withMemoryOctets(spool.memory().octets())
        .withInlineOctets((int) spool.inlineSize().octets())
        .withMaxMessages(spool.messages())
        .withReserveOctets(spool.freeSpace().octets());
  }

  static QueueSettings queue(Config config) {
    RelayKeys relay = config.relay();
    QueueSettings standard = QueueSettings.STANDARD;
    return new QueueSettings(
        new RetrySchedule(relay.retries(), standard.retries().jitter()),
        relay.delayNotice(),
        relay.parallel(),
        relay.connectionsPerHost(),
        standard.recipients(),
        standard.memory());
  }

  static RelayLimits relay(Config config) {
    return RelayLimits.STANDARD.withConnections(config.relay().connectionsPerHost());
  }

  static RecipientLimits recipients(Config config) {
    RecipientLimits standard = RecipientLimits.STANDARD;
    Config.Recipients recipients = config.recipients();
    return new RecipientLimits(
        recipients.answers(),
        recipients.memory().octets(),
        recipients.positiveTime(),
        recipients.knownTime(),
        recipients.negativeTime(),
        recipients.temporaryTime(),
        recipients.answerTime(),
        standard.longest(),
        recipients.parallel(),
        standard.trial());
  }

  static SmtpClientLimits client(Config config) {
    SmtpClientLimits limits = SmtpClientLimits.STANDARD.atMost(config.relay().replyTime());
    Duration connect = config.relay().connectTime();
    return new SmtpClientLimits(
        connect,
        limits.banner(),
        limits.hello(),
        limits.command(),
        limits.dataInitiation(),
        limits.dataBlock(),
        limits.dataTermination(),
        limits.quit(),
        limits.replyLine(),
        limits.replyLines());
  }

  static DnsSettings dns(Config config, List<InetSocketAddress> servers) {
    DnsKeys dns = config.dns();
    DnsSettings standard = DnsSettings.of(servers);
    return new DnsSettings(
        servers,
        dns.timeout(),
        dns.rounds(),
        dns.cached(),
        standard.longest(),
        standard.longestNegative(),
        dns.validating());
  }

  static BayesLimits filters(Config config) {
    LearningKeys learning = config.learning();
    return new BayesLimits(
        learning.minimum(),
        learning.globalTokens(),
        learning.domainTokens(),
        learning.userTokens(),
        learning.memory().octets(),
        learning.filters());
  }

  static BulkThresholds bulk(Config config) {
    BulkKeys bulk = config.bulk();
    return new BulkThresholds(bulk.tenMinutes(), bulk.hour(), bulk.day(), bulk.senders());
  }

  static LearningLimits learning(Config config) {
    LearningKeys learning = config.learning();
    return new LearningLimits(
        learning.wave(),
        learning.dailyReports(),
        learning.reporters(),
        learning.remembered(),
        learning.entries());
  }

  static Rates.Settings rates(AdmissionKeys keys) {
    return new Rates.Settings(
        keys.networkConnections(),
        new Rates.Limits(
            keys.addressConnectionRate(), keys.addressMessageRate(), keys.addressRecipientRate()),
        new Rates.Limits(
            keys.networkConnectionRate(), keys.networkMessageRate(), keys.networkRecipientRate()),
        new Rates.Limits(
            keys.nodeConnectionRate(), keys.nodeMessageRate(), keys.nodeRecipientRate()));
  }

  static Harvest.Settings harvest(AdmissionKeys keys) {
    return new Harvest.Settings(keys.unknownRecipients(), keys.unknownRecipientsTime());
  }

  static Tarpit.Settings tarpit(AdmissionKeys keys) {
    return new Tarpit.Settings(keys.tarpitAfter(), keys.tarpitStep(), keys.tarpitLongest());
  }

  static Greylist.Settings greylist(AdmissionKeys keys) {
    return new Greylist.Settings(keys.greylistFrom(), keys.greylistDelay());
  }

  static DnsLists.Settings dnsLists(Config config) {
    DnsListKeys keys = config.dnsLists();
    return new DnsLists.Settings(
        keys.block(), keys.allow(), keys.threshold(), config.dns().patience());
  }

  /// Where mail goes for domains that are not served here.
  static Optional<NextHop> smartHost(Config config) {
    return config.relay().smartHost().map(Settings::hop);
  }

  private static NextHop hop(HostPort address) {
    return new NextHop(address.host(), address.port(), 0);
  }
}
