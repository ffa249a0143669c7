package org.postern.gateway.tenant;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.engine.verdict.Category;
import org.postern.engine.verdict.GateTest;
import org.postern.engine.verdict.Policy;

/// What a domain wants of the way of its messages. [DomainKeys] names each part and says how it is
/// written.
///
/// @param mode whether messages are queued, or delivered inside the sender's transaction
/// @param analysis whether messages are examined at all
/// @param queueLifetime how long delivery is tried before it is given up
/// @param quarantineRetention how long held messages are kept
/// @param infomailRetention how long held infomail is kept, where it is another time
/// @param recipients how it is known at RCPT which recipients exist
/// @param recipientRules how they are looked for
/// @param refuseOn the tests at the gate that refuse by themselves; what others find is evidence
/// @param policy from which score on a message is spam, and what is done with each category
/// @param infomailBy who says what is done with infomail
/// @param followLinks whether shortened links of its messages may be followed, where this node does
///   it at all
public record DomainSettings(
    Mode mode,
    boolean analysis,
    Duration queueLifetime,
    Duration quarantineRetention,
    Optional<Duration> infomailRetention,
    Recipients recipients,
    RecipientRules recipientRules,
    Set<GateTest> refuseOn,
    Policy policy,
    Chooser infomailBy,
    boolean followLinks) {

  /// How accepted messages go on.
  public enum Mode {
    /// 250 once the message is on our disk; delivery follows.
    QUEUE,
    /// 250 only after the next hop's 250; nothing is ever queued.
    PROXY
  }

  /// How it is known which recipients exist.
  public enum Recipients {
    /// The next hop is asked at RCPT, and its answer handed on.
    PASS_THROUGH,
    /// Those that were listed exist.
    LIST,
    /// All are taken.
    OFF
  }

  /// Who says what is done with a kind of mail.
  public enum Chooser {
    /// The domain, for all its recipients.
    DOMAIN,
    /// Each user, and the domain for those who say nothing.
    USERS
  }

  public static final DomainSettings STANDARD =
      new DomainSettings(
          Mode.QUEUE,
          true,
          Duration.ofDays(7),
          Duration.ofDays(30),
          Optional.empty(),
          Recipients.OFF,
          RecipientRules.STANDARD,
          Arrays.stream(GateTest.values())
              .filter(GateTest::refuses)
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(GateTest.class))),
          Policy.STANDARD,
          Chooser.DOMAIN,
          true);

  public DomainSettings {
    refuseOn =
        refuseOn.isEmpty()
            ? Set.of()
            : java.util.Collections.unmodifiableSet(EnumSet.copyOf(refuseOn));
  }

  /// How long held messages of a category are kept.
  public Duration retention(Category category) {
    return category == Category.INFOMAIL
        ? infomailRetention.orElse(quarantineRetention)
        : quarantineRetention;
  }

  public DomainSettings withMode(Mode other) {
    return new DomainSettings(
        other,
        analysis,
        queueLifetime,
        quarantineRetention,
        infomailRetention,
        recipients,
        recipientRules,
        refuseOn,
        policy,
        infomailBy,
        followLinks);
  }

  public DomainSettings withAnalysis(boolean other) {
    return new DomainSettings(
        mode,
        other,
        queueLifetime,
        quarantineRetention,
        infomailRetention,
        recipients,
        recipientRules,
        refuseOn,
        policy,
        infomailBy,
        followLinks);
  }

  public DomainSettings withQueueLifetime(Duration other) {
    return new DomainSettings(
        mode,
        analysis,
        other,
        quarantineRetention,
        infomailRetention,
        recipients,
        recipientRules,
        refuseOn,
        policy,
        infomailBy,
        followLinks);
  }

  public DomainSettings withQuarantineRetention(Duration other) {
    return new DomainSettings(
        mode,
        analysis,
        queueLifetime,
        other,
        infomailRetention,
        recipients,
        recipientRules,
        refuseOn,
        policy,
        infomailBy,
        followLinks);
  }

  public DomainSettings withInfomailRetention(Optional<Duration> other) {
    return new DomainSettings(
        mode,
        analysis,
        queueLifetime,
        quarantineRetention,
        other,
        recipients,
        recipientRules,
        refuseOn,
        policy,
        infomailBy,
        followLinks);
  }

  public DomainSettings withRecipients(Recipients other) {
    return new DomainSettings(
        mode,
        analysis,
        queueLifetime,
        quarantineRetention,
        infomailRetention,
        other,
        recipientRules,
        refuseOn,
        policy,
        infomailBy,
        followLinks);
  }

  public DomainSettings withRecipientRules(RecipientRules other) {
    return new DomainSettings(
        mode,
        analysis,
        queueLifetime,
        quarantineRetention,
        infomailRetention,
        recipients,
        other,
        refuseOn,
        policy,
        infomailBy,
        followLinks);
  }

  public DomainSettings withRefuseOn(Set<GateTest> other) {
    return new DomainSettings(
        mode,
        analysis,
        queueLifetime,
        quarantineRetention,
        infomailRetention,
        recipients,
        recipientRules,
        other,
        policy,
        infomailBy,
        followLinks);
  }

  public DomainSettings withPolicy(Policy other) {
    return new DomainSettings(
        mode,
        analysis,
        queueLifetime,
        quarantineRetention,
        infomailRetention,
        recipients,
        recipientRules,
        refuseOn,
        other,
        infomailBy,
        followLinks);
  }

  public DomainSettings withInfomailBy(Chooser other) {
    return new DomainSettings(
        mode,
        analysis,
        queueLifetime,
        quarantineRetention,
        infomailRetention,
        recipients,
        recipientRules,
        refuseOn,
        policy,
        other,
        followLinks);
  }

  public DomainSettings withFollowLinks(boolean other) {
    return new DomainSettings(
        mode,
        analysis,
        queueLifetime,
        quarantineRetention,
        infomailRetention,
        recipients,
        recipientRules,
        refuseOn,
        policy,
        infomailBy,
        other);
  }
}
