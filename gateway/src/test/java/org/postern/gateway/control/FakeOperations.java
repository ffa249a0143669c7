package org.postern.gateway.control;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.learn.BayesStatus;
import org.postern.gateway.learning.Taught;
import org.postern.gateway.learning.Teaching;
import org.postern.gateway.recipients.Checked;
import org.postern.gateway.recipients.Meaning;
import org.postern.gateway.relay.QueueEntry;
import org.postern.gateway.tenant.DomainSettings;
import org.postern.mail.smtp.Reply;

/// A gateway that writes down what it was asked.
public final class FakeOperations implements Operations {

  public final List<QueueEntry> queue = new ArrayList<>();
  public final List<String> asked = new ArrayList<>();
  public Checked checked =
      new Checked(
          DomainSettings.Recipients.PASS_THROUGH,
          false,
          Meaning.UNKNOWN,
          new Reply(550, "5.1.1", List.of("<x>: no such user", "ask postmaster")),
          "127.0.0.1:25");
  public final Status status =
      new Status(
          42,
          "1.0",
          Instant.parse("2026-03-01T12:00:00Z"),
          List.of("0.0.0.0:2525"),
          "127.0.0.1:8080",
          3,
          List.of(
              new Trouble(Trouble.Kind.RULE_SWITCHED_OFF, "DEAR", "a.cf:7", "more than 50 ms"),
              new Trouble(Trouble.Kind.FILE_NOT_READ, "analysis.rules", "b.cf:2", "a \"(\"")));

  public static QueueEntry entry(String ref, String rcpt) {
    return new QueueEntry(
        ref,
        "sender@example.org",
        rcpt,
        1234,
        Instant.parse("2026-03-01T12:00:00Z"),
        Instant.parse("2026-03-01T12:05:00.5Z"),
        2,
        "451 4.3.0 later, \"ü\"\r\nplease",
        false);
  }

  @Override
  public int queued() {
    return queue.size();
  }

  @Override
  public List<QueueEntry> queue() {
    return queue;
  }

  @Override
  public synchronized int retry(Optional<String> ref) throws IOException {
    asked.add("retry " + ref);
    return queue.size();
  }

  @Override
  public synchronized int delete(String ref) throws IOException {
    asked.add("delete " + ref);
    if (ref.equals("BROKEN")) {
      throw new IOException("the disk is broken");
    }
    return (int) queue.stream().filter(entry -> entry.ref().equals(ref)).count();
  }

  @Override
  public synchronized int flushRecipients(Optional<String> what) {
    asked.add("flush " + what);
    return 7;
  }

  @Override
  public synchronized Checked checkRecipient(String address) throws IOException {
    asked.add("check " + address);
    if (address.endsWith("@elsewhere.example")) {
      throw new IOException("mail for elsewhere.example is not accepted here");
    }
    return checked;
  }

  @Override
  public synchronized List<String> release(
      Optional<String> tenant, String ref, Optional<String> rcpt) {
    asked.add("release " + tenant + " " + ref + " " + rcpt);
    return List.of("a@example.net", "b@example.net");
  }

  @Override
  public synchronized List<Taught> teach(Teaching teaching) throws IOException {
    asked.add(
        "teach "
            + teaching.whom()
            + " "
            + teaching.report()
            + " "
            + teaching.word()
            + " "
            + teaching.lesson().digest());
    if (teaching.whom().endsWith("@elsewhere.example")) {
      throw new IOException("mail for elsewhere.example is not accepted here");
    }
    return List.of(
        new Taught("user " + teaching.whom(), Taught.Outcome.LEARNT),
        new Taught("domain x", Taught.Outcome.SAME_WAVE));
  }

  @Override
  public boolean wanted(String ref) {
    asked.add("wanted " + ref);
    return !ref.startsWith("0-");
  }

  @Override
  public List<BayesStatus> filters(int most) {
    return List.of(
        new BayesStatus(
            BayesOwner.GLOBAL, 60, 70, 12_345, 1 << 20, 2, Optional.of(LocalDate.EPOCH), true),
        new BayesStatus(
            new BayesOwner(BayesOwner.Kind.DOMAIN, "alpha/example.org"),
            1,
            2,
            3,
            12_288,
            0,
            Optional.empty(),
            false));
  }
}
