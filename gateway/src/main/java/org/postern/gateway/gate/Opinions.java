package org.postern.gateway.gate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.postern.engine.Case;
import org.postern.engine.checks.content.BayesCheck;
import org.postern.engine.learn.BayesOwner;
import org.postern.engine.verdict.CheckOutcome;
import org.postern.engine.verdict.Finding;
import org.postern.engine.verdict.Report;
import org.postern.gateway.learning.Filters;

/// What the filters of the recipients say about one message: no part of its report, which is the
/// same for all, but added to it for those whose filters they are. Recipients who have the same
/// filters are asked for once.
///
/// Thread-safe: a concurrent map.
final class Opinions {

  private final Filters filters;
  private final Case mail;
  private final Map<List<BayesOwner>, Report> known = new ConcurrentHashMap<>();

  Opinions(Filters filters, Case mail) {
    this.filters = filters;
    this.mail = mail;
  }

  /// What is found for this recipient alone; often nothing.
  Report of(Addressee addressee) {
    List<BayesOwner> owners = filters.of(addressee.tenant(), addressee.recipient().address());
    return owners.isEmpty() ? Report.EMPTY : known.computeIfAbsent(owners, this::ask);
  }

  private Report ask(List<BayesOwner> owners) {
    long start = System.nanoTime();
    List<Finding> findings = filters.findings(mail, owners);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return findings.isEmpty()
        ? Report.EMPTY
        : new Report(List.of(new CheckOutcome.Done(BayesCheck.NAME, findings, took)));
  }
}
