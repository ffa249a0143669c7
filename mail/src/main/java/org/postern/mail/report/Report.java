package org.postern.mail.report;

/// A report of one of the kinds that are read here.
public sealed interface Report permits AggregateReport, TlsReport, FeedbackReport {}
